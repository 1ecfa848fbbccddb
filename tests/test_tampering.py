"""What is changed by hand in the log is found and named, field by field; triggers dropped.

The fields are read from the models, so a new field is tampered with automatically.
"""

from datetime import timedelta
from typing import Any

import pytest

from desk.models import Operation
from publishing.databases import RECORD
from publishing.models import Entry, Head, Revision, RevisionBody
from publishing.proving.verifying import breaks
from tests.builders import BOTH, edit, make_party, publish
from tests.tampering import another, by_hand, change, fields_of, first_found, found, named

pytestmark = [BOTH, pytest.mark.usefixtures("published_case")]


def places() -> dict[str, Any]:
    """Name three lines: the first, one in the middle, the last."""
    count = Head.objects.get(pk=1).seq
    return {"first": 1, "middle": count // 2, "last": count}


@pytest.mark.parametrize("place", ["first", "middle", "last"])
@pytest.mark.parametrize("name", fields_of(Revision))
def test_a_change_in_any_field_of_a_line_is_named(name: str, place: str) -> None:
    line = Revision.objects.get(seq=places()[place])

    with by_hand(past_checks=True):
        change(line, fields_of(Revision)[name])

        assert f"log line {line.seq}" in first_found()


@pytest.mark.parametrize("unit", ["days", "hours", "minutes", "seconds", "microseconds"])
def test_a_change_in_any_digit_of_a_date_is_named(unit: str) -> None:
    line = Revision.objects.get(seq=9)

    with by_hand():
        moved = line.recorded_at + timedelta(**{unit: 1})
        change(line, fields_of(Revision)["recorded_at"], moved)

        assert first_found().startswith("log line 9 ")


@pytest.mark.parametrize("place", ["first", "middle", "last"])
@pytest.mark.parametrize("name", fields_of(RevisionBody))
def test_a_change_in_any_field_of_a_body_is_named(name: str, place: str) -> None:
    body = RevisionBody.objects.get(pk=places()[place])

    with by_hand():
        change(body, fields_of(RevisionBody)[name])

        assert named(f"body of log line {body.pk} ")


@pytest.mark.parametrize("position", [0, 1, 10, -2, -1])
def test_a_change_in_any_character_of_a_body_is_named(position: int) -> None:
    body = RevisionBody.objects.get(pk=11)

    with by_hand():
        characters = list(body.body)
        characters[position] = another(characters[position])
        change(body, fields_of(RevisionBody)["body"], "".join(characters))

        assert first_found().startswith("body of log line 11 ")


@pytest.mark.parametrize("added", [" ", "\n", "\u200b"])
def test_a_character_added_to_a_body_is_named(added: str) -> None:
    body = RevisionBody.objects.get(pk=11)

    with by_hand():
        change(body, fields_of(RevisionBody)["body"], body.body + added)

        assert first_found().startswith("body of log line 11 ")


@pytest.mark.parametrize("name", ["seq", "link"])
def test_a_change_in_any_field_of_the_head_is_named(name: str) -> None:
    with by_hand():
        change(Head.objects.get(pk=1), fields_of(Head)[name])

        assert first_found().startswith("head of the log")


@pytest.mark.parametrize("name", fields_of(Entry))
def test_a_change_in_any_field_of_an_entry_is_named(name: str) -> None:
    entry = Entry.objects.get(kind="party", slug="nso-group")

    with by_hand():
        value = "withdrawn" if name == "state" else None
        change(entry, fields_of(Entry)[name], value)

        # The slug's own first letter may be the one that was changed.
        found = [one.place for one in breaks() if one.place.endswith(entry.slug[1:])]
        assert any(place.startswith("entry ") for place in found)


def test_a_line_that_was_deleted_is_named() -> None:
    with by_hand() as cursor:
        cursor.execute("DELETE FROM publishing_revisionbody WHERE seq = 20")
        cursor.execute("DELETE FROM publishing_revision WHERE seq = 20")

        assert first_found() == "log line 20: is missing; the next one is 21"


def test_the_last_lines_deletion_is_named() -> None:
    last = Head.objects.get(pk=1).seq
    with by_hand() as cursor:
        cursor.execute("DELETE FROM publishing_revisionbody WHERE seq = %s", [last])
        cursor.execute("DELETE FROM publishing_revision WHERE seq = %s", [last])

        assert first_found() == f"head of the log: does not name the last line, {last - 1}"


def test_a_body_that_was_deleted_is_named() -> None:
    with by_hand() as cursor:
        cursor.execute("DELETE FROM publishing_revisionbody WHERE seq = 20")

        assert first_found().startswith("body of log line 20 ")


def test_a_body_whose_line_was_deleted_is_named() -> None:
    last = Head.objects.get(pk=1).seq
    with by_hand() as cursor:
        cursor.execute("DELETE FROM publishing_revision WHERE seq = %s", [last])

        assert named(f"body {last}: belongs to no log line")


def test_an_entry_that_was_deleted_is_named() -> None:
    with by_hand() as cursor:
        cursor.execute("DELETE FROM publishing_entry WHERE slug = 'nso-group'")

        assert named("entry party/nso-group: is missing, although the log holds the record")


def test_an_entry_that_was_added_is_named() -> None:
    with by_hand():
        entry = Entry.objects.get(kind="party", slug="nso-group")
        entry.pk, entry.slug, entry.seq = 9_999_999, "smuggled", 9_999_999
        entry.save_base(using=RECORD, raw=True, force_insert=True)

        assert named("entry party/smuggled: is in no line of the log")


def test_a_line_that_was_added_is_named() -> None:
    with by_hand():
        line = Revision.objects.get(seq=Head.objects.get(pk=1).seq)
        line.previous, line.seq, line.version = line.link, line.seq + 1, 2
        line.link = line.computed_link()
        line.save_base(using=RECORD, raw=True, force_insert=True)

        assert first_found() == f"head of the log: does not name the last line, {line.seq}"


def test_a_body_that_was_added_without_a_line_is_named() -> None:
    with by_hand() as cursor:
        cursor.execute("INSERT INTO publishing_revisionbody (seq, body) VALUES (999999, '{}')")

        assert first_found() == "body 999999: belongs to no log line"


def test_a_body_that_came_back_after_a_redaction_is_named() -> None:
    party = make_party()
    [line] = publish(party)
    body = RevisionBody.objects.get(pk=line.seq).body
    publish(party, operation=Operation.REDACT)

    with by_hand() as cursor:
        cursor.execute(
            "INSERT INTO publishing_revisionbody (seq, body) VALUES (%s, %s)", [line.seq, body]
        )

        assert "is there, although line" in first_found()


def test_two_bodies_that_were_swapped_are_named() -> None:
    one, other = RevisionBody.objects.get(pk=20), RevisionBody.objects.get(pk=21)
    body = fields_of(RevisionBody)["body"]

    with by_hand():
        change(one, body, other.body)
        change(other, body, one.body)

        assert [words[:20] for words in found()[:2]] == [
            "body of log line 20 ",
            "body of log line 21 ",
        ]


def test_a_line_written_anew_with_its_link_is_named() -> None:
    """Whoever changes a line and its own link breaks the line after it."""
    line = Revision.objects.get(seq=20)
    line.reason = "Another reason."

    with by_hand():
        change(line, fields_of(Revision)["reason"], line.reason)
        change(line, fields_of(Revision)["link"], line.computed_link())

        assert first_found().startswith("log line 21 ")


def test_an_entry_that_was_deleted_is_named_once_however_many_versions_there_are() -> None:
    party = make_party()
    publish(party)
    publish(edit(party, country="FR"))
    with by_hand() as cursor:
        cursor.execute("DELETE FROM publishing_entry WHERE slug = %s", [party.slug])

        words = [one for one in found() if one.startswith(f"entry party/{party.slug}")]

    assert len(words) == 1
