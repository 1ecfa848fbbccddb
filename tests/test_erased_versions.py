"""An erased version says that it was removed, why, and which version can be read."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from desk.models import Operation
from evidence.models import Party
from publishing.models import Revision
from tests.api import ask, get
from tests.builders import BOTH, edit, make_editor, make_party, proposed, publish
from tests.pages import read, words_of

pytestmark = BOTH
REASON = "A name had to go."


@pytest.fixture
def lines() -> list[Revision]:
    """Return four versions of one record: the third erased the first two, the fourth nothing."""
    party = make_party(name={"en": "First words"})
    [first] = publish(party)
    [second] = publish(edit(party, name={"en": "Second words"}))
    [third] = publish(
        edit(party, name={"en": "Third words"}), erases=(first.seq, second.seq), reason=REASON
    )
    [fourth] = publish(edit(party, country="FR"))
    return [first, second, third, fourth]


def address(lines: list[Revision], rest: str) -> str:
    return f"/parties/{lines[0].slug}/{rest}"


@pytest.mark.parametrize("version", [1, 2])
def test_its_page_is_gone_with_the_reason_and_the_next_version(
    client: Client, lines: list[Revision], version: int
) -> None:
    page = read(client, address(lines, f"v{version}/"), 410)

    assert f"Version {version} was removed" in words_of(page)
    assert REASON in page
    assert f'href="{address(lines, "v3/")}"' in page
    assert lines[version - 1].sha256 in page
    assert "First words" not in page
    assert "Second words" not in page


@pytest.mark.parametrize("rest", ["", "v3/", "v4/"])
def test_what_was_not_erased_is_read_as_ever(
    client: Client, lines: list[Revision], rest: str
) -> None:
    assert "Third words" in read(client, address(lines, rest))


def test_the_history_says_which_line_removed_them(client: Client, lines: list[Revision]) -> None:
    page = words_of(read(client, address(lines, "history/")))

    assert page.count(f"removed by line {lines[2].seq} of the log: {REASON}") == 2
    assert f"It erased the words of the lines {lines[0].seq}, {lines[1].seq}." in page
    assert "First words" not in page
    assert "Second words" not in page


def test_the_list_of_changes_says_what_a_line_erased(client: Client, lines: list[Revision]) -> None:
    page = words_of(read(client, "/changes/"))

    assert f"It erased the words of the lines {lines[0].seq}, {lines[1].seq}." in page


@pytest.mark.parametrize("version", [1, 2])
def test_the_api_answers_the_same(lines: list[Revision], version: int) -> None:
    answer = ask(f"parties/{lines[0].slug}/versions/{version}/")

    problem: Any = answer.json()  # type: ignore[attr-defined]
    assert answer.status_code == 410
    assert problem["type"] == "urn:pegasus-tracker:problem:erased"
    assert (problem["version"], problem["next_version"]) == (version, 3)
    assert (problem["reason"], problem["seq"]) == (REASON, lines[2].seq)
    assert problem["sha256"] == lines[version - 1].sha256


def test_a_line_whose_document_was_erased_has_neither_document_nor_salt(
    lines: list[Revision],
) -> None:
    line = get(f"revisions/{lines[0].seq}/")

    assert (line["document"], line["salt"]) == (None, None)


def test_a_mirror_is_told_what_to_erase(lines: list[Revision]) -> None:
    changes = get("changes/", since=lines[0].seq - 1)["results"]

    assert [change["erases"] for change in changes] == [
        [],
        [],
        [lines[0].seq, lines[1].seq],
        [],
    ]


def test_a_redacted_record_has_no_next_version(lines: list[Revision]) -> None:
    party = make_party()
    publish(party)
    publish(party, operation=Operation.REDACT, reason=REASON)

    problem: Any = ask(f"parties/{party.slug}/versions/1/").json()  # type: ignore[attr-defined]

    assert problem["type"] == "urn:pegasus-tracker:problem:redacted"
    assert (problem["reason"], problem["next_version"]) == (REASON, None)


def test_a_version_keeps_the_reason_for_which_it_was_erased_first(
    client: Client, lines: list[Revision]
) -> None:
    party = Party(slug=lines[0].slug)
    publish(party, operation=Operation.REDACT, reason="All of it had to go.")

    first = read(client, address(lines, "v1/"), 410)
    last = read(client, address(lines, "v4/"), 410)

    assert REASON in first
    assert "All of it had to go." in last


def test_a_withdrawn_record_keeps_the_reason_for_which_it_was_withdrawn(
    client: Client, lines: list[Revision]
) -> None:
    party = Party(slug=lines[0].slug)
    publish(party, operation=Operation.WITHDRAW, reason="It was another.")
    publish(party, operation=Operation.WITHDRAW, erases=(lines[2].seq,), reason=REASON)

    page = words_of(read(client, address(lines, "")))

    assert "It was another." in page
    assert REASON not in page


def test_a_reviewer_is_told_what_will_be_erased(client: Client, lines: list[Revision]) -> None:
    client.force_login(make_editor())
    party = Party(slug=lines[0].slug)
    waiting = proposed(edit(party, country="DE"), erases=(lines[3].seq,))
    page = read(client, reverse("admin:desk_changeset_change", args=[waiting.pk]))

    said = f"that have to go: version {lines[3].version}. This cannot be undone."
    assert said in words_of(page)
