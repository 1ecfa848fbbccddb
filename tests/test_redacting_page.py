"""The page that proposes a redaction: it shows each place, and proposes exactly what it showed."""

from typing import Any

import pytest
from django.test import Client

from claims.models import Claim, Statement
from desk.models import ChangeSet, Operation, Redaction, Status
from publishing.databases import at_desk
from publishing.models import Entry
from tests.builders import (
    BOTH,
    make_claim,
    make_editor,
    make_party,
    make_rebuttal,
    make_source,
    make_statement,
    publish,
    publish_all,
)
from tests.forms import Fields, forms_of, send
from tests.pages import words_of
from values.gaps import MARK

pytestmark = BOTH

PAGE = "/desk/redact/"
CANARY = "The canary of the minister sings at night."
LONGER = f"{CANARY} Nobody ever heard it in the daytime."
TEXT = f"First of all. {LONGER} We were never a client of anybody."


@pytest.fixture
def statement() -> Statement:
    return make_statement(TEXT)


@pytest.fixture
def canary(statement: Statement) -> Claim:
    claim = make_claim(statement, LONGER, summary={"en": "The minister has a canary."})
    publish_all(claim)
    return claim


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_editor("author"))
    return client


def shown(client: Client, *records: Any) -> str:
    """Return the page that proposes to redact these records."""
    query = "&".join(f"record={one.kind}/{one.slug}" for one in records)
    response = client.get(f"{PAGE}?{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def fields(page: str) -> Fields:
    return forms_of(page)[PAGE]


def propose(client: Client, page: str, **changed: Any) -> Any:
    """Send what a page shows, with a reason and the tick that it was read."""
    given = {"reason": "By order of a court.", "sure": "on", "propose": "1"}
    return send(client, PAGE, fields(page), **{**given, **changed})


def decided(page: str, what: str) -> dict[str, str]:
    """Return a decision about each find on a page."""
    names = [part.split('"')[0] for part in page.split('type="radio" name="')[1:]]
    return dict.fromkeys(names, what)


def test_the_page_shows_each_place_with_a_link(
    desk: Client, statement: Statement, canary: Claim
) -> None:
    page = shown(desk, canary)

    assert f"/desk/record/statement/{statement.slug}/" in page
    assert "rendition 1 › text, version 1" in words_of(page)


def test_the_page_shows_every_replacement_before_it_is_proposed(
    desk: Client, canary: Claim
) -> None:
    page = shown(desk, canary)

    removed = LONGER.rstrip(".")
    assert f"First of all. <del>{removed}</del><ins>{MARK}</ins>. We were never" in page
    assert "Version 1 is erased: it holds the words." in words_of(page)


def test_the_words_to_look_for_are_the_records_own(desk: Client, canary: Claim) -> None:
    assert fields(shown(desk, canary))["words"] == [LONGER]


def test_what_was_shown_is_proposed_as_one_set(
    desk: Client, statement: Statement, canary: Claim
) -> None:
    answer = propose(desk, shown(desk, canary))

    changeset = ChangeSet.objects.get(status=Status.PROPOSED)
    assert answer["Location"] == f"/desk/desk/changeset/{changeset.pk}/change/"
    items = {(item.kind, item.slug): item for item in changeset.items.all()}
    assert items["claim", canary.slug].operation == Operation.REDACT
    corrected = items["statement", statement.slug]
    assert MARK in corrected.document
    assert corrected.erases == [Entry.objects.get(slug=statement.slug).seq]


def test_nothing_is_proposed_that_was_not_shown(desk: Client, canary: Claim) -> None:
    page = shown(desk, canary)
    publish_all(make_source(title=CANARY))

    answer = propose(desk, page).content.decode()

    assert "changed since it was shown to you" in words_of(answer)
    assert not ChangeSet.objects.filter(status=Status.PROPOSED).exists()


def test_a_tick_that_it_was_read_is_needed(desk: Client, canary: Claim) -> None:
    page = shown(desk, canary)

    answer = propose(desk, page, sure="").content.decode()

    assert "Tick this to say that you have read" in answer
    assert not Redaction.objects.exists()


def test_a_reason_that_holds_the_words_is_refused(desk: Client, canary: Claim) -> None:
    answer = propose(desk, shown(desk, canary), reason="He said: the CANARY of the minister!")

    assert "holds words that are to be removed" in words_of(answer.content.decode())
    assert not ChangeSet.objects.filter(status=Status.PROPOSED).exists()


def test_a_reason_why_words_stay_may_not_hold_them(desk: Client, canary: Claim) -> None:
    page = shown(desk, canary)
    stays = decided(page, "stays")
    whys = {name.replace("decision:", "why:"): f"It says {CANARY}" for name in stays}
    again = send(desk, PAGE, fields(page), preview="1", **stays, **whys).content.decode()

    answer = propose(desk, again).content.decode()

    assert "holds words that are to be removed" in words_of(answer)


def test_words_may_stay_for_a_reason_that_the_reviewer_sees(desk: Client, canary: Claim) -> None:
    publish_all(make_source(title=f"He said: {CANARY}"))
    page = shown(desk, canary)
    stays = decided(page, "stays")
    whys = {name.replace("decision:", "why:"): "A public speech." for name in stays}
    again = send(desk, PAGE, fields(page), preview="1", **stays, **whys).content.decode()

    answer = propose(desk, again)

    page = words_of(desk.get(answer["Location"]).content.decode())
    assert "The words are not erased everywhere. They stay in:" in page
    assert "A public speech." in page


def test_a_long_part_of_the_words_has_to_be_decided(desk: Client, canary: Claim) -> None:
    publish_all(make_source(title=f"He said: {CANARY}"))

    answer = propose(desk, shown(desk, canary)).content.decode()

    assert "decide whether these words go or stay" in words_of(answer)


def test_other_words_can_be_looked_for(desk: Client, canary: Claim) -> None:
    source = make_source(title="What Anna Roe knows")
    publish_all(source)
    page = shown(desk, canary)

    answer = send(desk, PAGE, fields(page), preview="1", words=f"{LONGER}\nAnna Roe")

    assert "What Anna Roe knows" in words_of(answer.content.decode())


@pytest.mark.parametrize("words", ["Roe", "!", "a\n" + CANARY])
def test_words_that_would_be_found_everywhere_are_refused(
    desk: Client, canary: Claim, words: str
) -> None:
    answer = propose(desk, shown(desk, canary), words=words).content.decode()

    assert "is too short to look for" in answer


def test_too_many_lines_are_refused(desk: Client, canary: Claim) -> None:
    words = "\n".join(f"line number {number}" for number in range(201))

    answer = propose(desk, shown(desk, canary), words=words).content.decode()

    assert "At most 200 lines." in answer


def test_the_word_everywhere_is_refused_where_a_slug_holds_the_words(
    desk: Client, canary: Claim
) -> None:
    before = words_of(shown(desk, canary))
    publish_all(make_party(slug="the-canary-of-the-minister"))
    after = words_of(shown(desk, canary))

    assert "The words are erased everywhere on this site." in before
    assert "The words are not erased everywhere" in after
    assert "the name of a record in its address is for ever" in after


def test_a_reason_in_the_log_that_holds_the_words_is_named(
    desk: Client, statement: Statement
) -> None:
    claim = make_claim(statement, LONGER)
    publish_all(claim, reason=f"It is said: {CANARY}")

    page = words_of(shown(desk, claim))

    assert "a reason in the log cannot be erased" in page


def test_a_turn_of_phrase_is_listed_and_can_be_ticked(desk: Client, canary: Claim) -> None:
    publish_all(make_source(title="A canary of the minister of finance", slug="src-phrase"))
    page = shown(desk, canary)
    name = page.split('type="checkbox" name="decision:')[1].split('"')[0]

    answer = send(desk, PAGE, fields(page), preview="1", **{f"decision:{name}": "goes"})

    assert "a turn of phrase" in words_of(page)
    assert "src-phrase" in answer.content.decode().split('id="corrections"')[1]


def test_what_links_to_it_can_be_redacted_as_well(desk: Client, canary: Claim) -> None:
    rebuttal = make_rebuttal(canary, one_line={"en": CANARY})
    publish_all(rebuttal)
    page = shown(desk, canary)
    records = [f"claim/{canary.slug}", f"rebuttal/{rebuttal.slug}"]

    again = send(desk, PAGE, fields(page), preview="1", record=records).content.decode()

    assert fields(again)["record"] == records
    assert "holds the words" in words_of(page)


def test_what_prevents_it_is_shown_when_it_is_proposed(desk: Client, canary: Claim) -> None:
    rebuttal = make_rebuttal(canary, one_line={"en": LONGER})
    publish_all(rebuttal)

    answer = propose(desk, shown(desk, canary)).content.decode()

    assert "needs at least one answer" in words_of(answer)


def test_a_draft_cannot_be_redacted(desk: Client, statement: Statement) -> None:
    draft = make_claim(statement, LONGER)

    assert "was never published" in words_of(shown(desk, draft))


def test_a_redacted_record_cannot_be_redacted_again(desk: Client, canary: Claim) -> None:
    publish(canary, operation=Operation.REDACT)

    assert "its words are gone" in words_of(shown(desk, canary))


def test_it_needs_the_permission(client: Client, canary: Claim) -> None:
    user = make_editor()
    user.is_superuser = False
    user.save()
    client.force_login(user)

    assert client.get(f"{PAGE}?record=claim/{canary.slug}").status_code == 403


def test_the_old_address_leads_here(desk: Client, canary: Claim) -> None:
    answer = desk.get(f"/desk/propose/?operation=redact&record=claim/{canary.slug}")

    assert answer["Location"] == f"{PAGE}?record=claim%2F{canary.slug}"


def test_an_action_of_a_list_leads_here(desk: Client, canary: Claim) -> None:
    with at_desk():
        pk = Claim.objects.get(slug=canary.slug).pk

    answer = desk.post(
        "/desk/claims/claim/", {"action": "propose_redact", "_selected_action": [pk]}
    )

    assert answer["Location"] == f"{PAGE}?record=claim%2F{canary.slug}"


def test_after_approval_the_page_says_what_was_done(
    desk: Client, client: Client, canary: Claim
) -> None:
    propose(desk, shown(desk, canary))
    changeset = ChangeSet.objects.get(status=Status.PROPOSED)
    client.force_login(make_editor("second"))

    client.post(f"/desk/desk/changeset/{changeset.pk}/approve/", {"sure": "on"})

    page = words_of(client.get(f"/desk/desk/changeset/{changeset.pk}/change/").content.decode())
    assert "Not finished." in page
    assert "script/manage finish_redaction" in page
    assert Entry.objects.get(kind="claim", slug=canary.slug).state == "redacted"


def test_the_reviewer_sees_the_words_and_which_versions_are_erased(
    desk: Client, canary: Claim
) -> None:
    answer = propose(desk, shown(desk, canary))

    page = words_of(desk.get(answer["Location"]).content.decode())

    assert CANARY in page
    assert "Erased, because they hold words that have to go: version 1." in page
