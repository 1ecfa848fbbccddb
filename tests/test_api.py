"""The API reads: stored documents as they were hashed, page by page, and the log."""

from typing import Any

import pytest

from desk.models import Operation
from publishing.envelopes import envelope_of
from publishing.models import Entry, Revision, newest_seq
from tests.api import LISTS, NOUNS, ask, get, slugs
from tests.builders import (
    BOTH,
    edit,
    make_claim,
    make_evidence,
    make_party,
    make_rebuttal,
    make_source,
    publish,
    publish_all,
)
from values.canonical import canonical, salted_sha256

pytestmark = BOTH


def _hashed(answer: dict[str, Any]) -> str:
    document = {k: v for k, v in answer.items() if k not in ("record", "derived")}
    return salted_sha256(answer["record"]["salt"], canonical(document))


def test_the_front_names_every_list_and_the_newest_line() -> None:
    front = get("")

    assert set(front["endpoints"]) == {*LISTS, "schema", "docs"}
    assert front["newest_seq"] == newest_seq()


@pytest.mark.parametrize("plural", NOUNS)
def test_a_list_answers_whole_documents_of_its_noun(plural: str) -> None:
    for record in get(f"{plural}/", page_size=100)["results"]:
        assert record["kind"] == NOUNS[plural]
        assert _hashed(record) == record["record"]["sha256"]


@pytest.mark.parametrize("plural", NOUNS)
def test_a_detail_answers_what_the_list_does(plural: str) -> None:
    [record] = get(f"{plural}/", page_size=1)["results"]

    assert get(f"{plural}/{record['slug']}/") == record


@pytest.mark.parametrize("plural", NOUNS)
def test_following_next_meets_every_record_once_in_the_order_of_publication(plural: str) -> None:
    met, link = [], f"{plural}/?page_size=13"
    while link:
        page = get(link.removeprefix("http://testserver/api/v1/"))
        met += [record["slug"] for record in page["results"]]
        link = page["next"]

    entries = Entry.objects.filter(kind=NOUNS[plural]).order_by("pk")
    assert met == list(entries.values_list("slug", flat=True))


@pytest.mark.parametrize("ordering", ["key", "-key", "seq", "-seq"])
def test_previous_leads_back_to_the_same_page(ordering: str) -> None:
    first = get("sources/", page_size=5, ordering=ordering)
    second = get(first["next"].removeprefix("http://testserver/api/v1/"))

    back = get(second["previous"].removeprefix("http://testserver/api/v1/"))

    assert back["results"] == first["results"]
    assert back["previous"] is None
    assert back["next"] == first["next"]


def test_a_page_holds_25_unless_asked_otherwise() -> None:
    assert len(slugs("sources/")) == 25


def test_a_record_published_meanwhile_moves_no_page() -> None:
    first = get("parties/", page_size=3)
    expected = slugs("parties/", page_size=6)[3:]

    publish(make_party())

    after = get(first["next"].removeprefix("http://testserver/api/v1/"))
    assert [record["slug"] for record in after["results"]] == expected


def test_the_newest_change_comes_first_if_asked() -> None:
    party = make_party()
    publish(party)
    publish(edit(party, name={"en": "Another name"}), reason="A better name.")

    assert slugs("parties/", ordering="-seq", page_size=1) == [party.slug]


def test_a_draft_is_nowhere() -> None:
    party = make_party(name={"en": "Unheardofname"})

    assert ask(f"parties/{party.slug}/").status_code == 404
    assert slugs("parties/", q="Unheardofname") == []


def test_a_correction_is_shown_at_once_with_its_version() -> None:
    party = make_party()
    publish(party)
    publish(edit(party, name={"en": "Corrected"}), reason="The name was wrong.")

    answer = get(f"parties/{party.slug}/")

    assert answer["name"] == {"en": "Corrected"}
    assert answer["record"]["version"] == 2


def test_an_older_version_stays_as_it_was_hashed() -> None:
    party = make_party(name={"en": "First"})
    publish(party)
    publish(edit(party, name={"en": "Second"}), reason="The name was wrong.")

    answer = get(f"parties/{party.slug}/versions/1/")

    assert answer["name"] == {"en": "First"}
    assert _hashed(answer) == answer["record"]["sha256"]


def test_versions_are_lines_of_the_log() -> None:
    party = make_party()
    publish(party)
    publish(edit(party, name={"en": "Second"}), reason="The name was wrong.")

    lines = get(f"parties/{party.slug}/versions/")["results"]

    assert [(line["version"], line["action"]) for line in lines] == [
        (1, "published"),
        (2, "corrected"),
    ]


def test_a_withdrawn_record_stays_in_the_list_and_says_so() -> None:
    party = make_party()
    publish(party)
    publish(party, operation=Operation.WITHDRAW, reason="It was a mistake.")

    [answer] = get("parties/", since=newest_seq() - 1)["results"]

    assert answer["slug"] == party.slug
    assert answer["record"]["state"] == "withdrawn"
    assert party.slug not in slugs("parties/", state="live", ordering="-key")


def test_a_redacted_record_is_not_in_the_list() -> None:
    party = make_party()
    publish(party)
    publish(party, operation=Operation.REDACT, reason="A court ordered it.")

    assert party.slug not in slugs("parties/", ordering="-key")


@pytest.mark.parametrize("path", ["", "versions/1/"])
def test_a_redacted_record_answers_410_with_hash_reason_and_date(path: str) -> None:
    party = make_party()
    [published] = publish(party)
    [redacted] = publish(party, operation=Operation.REDACT, reason="A court ordered it.")

    answer = ask(f"parties/{party.slug}/{path}")

    problem = answer.json()  # type: ignore[attr-defined]
    assert answer.status_code == problem["status"] == 410
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert problem["reason"] == "A court ordered it."
    assert problem["sha256"] == published.sha256
    assert problem["seq"] == redacted.seq
    assert problem["recorded_at"][:10] == redacted.recorded_at.date().isoformat()


def test_standing_is_answered_where_asked() -> None:
    claim = make_claim()
    root = make_evidence()
    cited = [make_evidence(derived_from=[root]), make_evidence(derived_from=[root])]
    publish_all(make_rebuttal(claim, evidence=cited))

    answer = get(f"claims/{claim.slug}/", derived="standing")

    assert answer["derived"]["standing"] == {
        "how": ["contradicts"],
        "lines": 1,
        "primary": [root.slug],
        "reported": [],
        "helping": [],
    }


def test_nothing_derived_is_answered_unasked() -> None:
    assert "derived" not in get("claims/", page_size=1)["results"][0]


def test_a_list_gives_each_claim_its_own_standing() -> None:
    unanswered = set(slugs("claims/", unanswered="true", page_size=100))

    claims = get("claims/", derived="standing", page_size=100)["results"]

    told = {c["slug"] for c in claims if c["derived"]["standing"]["how"] == ["unanswered"]}
    assert told == unanswered


def test_the_log_is_listed_in_order_with_every_field() -> None:
    lines = get("revisions/", page_size=100)["results"]

    assert [line["seq"] for line in lines] == list(range(1, 101))
    first = Revision.objects.get(pk=1)
    assert lines[0] == {**envelope_of(first), "link": first.link}


def test_a_line_of_the_log_comes_with_its_document() -> None:
    line = get("revisions/1/")

    assert salted_sha256(line["salt"], canonical(line["document"])) == line["sha256"]


def test_a_redacted_line_has_no_document() -> None:
    party = make_party()
    [published] = publish(party)
    publish(party, operation=Operation.REDACT, reason="A court ordered it.")

    assert get(f"revisions/{published.seq}/")["document"] is None


def test_changes_since_a_line_come_in_order() -> None:
    seen = newest_seq()
    source = make_source()
    publish(source, reason="A new source.")

    [change] = get("changes/", since=seen)["results"]

    assert set(change) == {
        "envelope", "seq", "kind", "slug", "version", "action", "sha256", "erases", "reason",
        "recorded_at",
    }  # fmt: skip
    assert (change["seq"], change["slug"], change["reason"]) == (
        seen + 1,
        source.slug,
        "A new source.",
    )


def test_changes_are_followed_to_the_end() -> None:
    met, link = [], "changes/?since=10&page_size=100"
    while link:
        page = get(link.removeprefix("http://testserver/api/v1/"))
        met += [change["seq"] for change in page["results"]]
        link = page["next"]

    assert met == list(range(11, newest_seq() + 1))


def test_the_version_by_which_a_record_was_withdrawn_says_so() -> None:
    party = make_party()
    publish(party)
    publish(party, operation=Operation.WITHDRAW, reason="It was a mistake.")
    publish(party, operation=Operation.RESTORE, reason="It was none.")

    versions = [get(f"parties/{party.slug}/versions/{number}/") for number in (1, 2, 3)]

    assert [one["record"]["state"] for one in versions] == ["live", "withdrawn", "live"]
