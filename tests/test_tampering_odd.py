"""Whatever is written by hand, even what no program would write, is named and never raised."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from desk.models import Operation
from evidence.models import Party
from publishing.databases import RECORD
from publishing.models import Revision, RevisionBody
from publishing.proving.breaks import Break
from tests.builders import BOTH, make_party, publish, publish_all
from tests.processes import on_postgresql
from tests.tampering import by_hand, change, fields_of, first_found, found, named

pytestmark = [BOTH, pytest.mark.usefixtures("published_case")]


NO_DOCUMENTS = [
    "",
    "{",
    "null",
    "[]",
    '"text"',
    "1e999",
    "{}",
    '{"kind": "party"}',
    "[" * 100_000,
]


@pytest.mark.parametrize("text", NO_DOCUMENTS, ids=lambda text: text[:20] or "empty")
def test_a_body_that_is_not_a_document_is_named_and_nothing_else_is_missed(text: str) -> None:
    with by_hand():
        change(RevisionBody.objects.get(pk=20), fields_of(RevisionBody)["body"], text)
        change(Party.objects.get(slug="nso-group"), fields_of(Party)["country"], "XX")

        words = found()

    assert words[0].startswith("body of log line 20 ")
    assert any("rows of party/nso-group" in one for one in words)


def test_a_body_that_is_not_a_document_but_matches_its_line_is_named() -> None:
    line = Revision.objects.get(seq=20)

    with by_hand():
        from values.canonical import sha256

        change(RevisionBody.objects.get(pk=20), fields_of(RevisionBody)["body"], "{")
        change(line, fields_of(Revision)["sha256"], sha256("{"))

        assert named("body of log line 20 ")


def test_a_missing_head_is_named() -> None:
    with by_hand() as cursor:
        cursor.execute("DELETE FROM publishing_head")

        assert first_found() == "head of the log: is missing"


def test_an_unknown_noun_is_named() -> None:
    with by_hand() as cursor:
        cursor.execute("UPDATE publishing_revision SET kind = 'planet' WHERE seq = 20")
        cursor.execute("UPDATE publishing_entry SET kind = 'planet' WHERE seq = 20")

        words = found()

    assert words[0].startswith("log line 20 (planet/")
    assert any(one.startswith("entry planet/") for one in words)


def test_an_emptied_log_is_named() -> None:
    with by_hand() as cursor:
        cursor.execute("DELETE FROM publishing_revisionbody")
        cursor.execute("DELETE FROM publishing_revision")

        assert first_found().startswith("head of the log")


def test_an_emptied_record_is_named() -> None:
    with by_hand() as cursor:
        for table in ("publishing_revisionbody", "publishing_revision", "publishing_head"):
            cursor.execute(f"DELETE FROM {table}")

        assert named("head of the log: is missing")


# Values that SQLite keeps as they are given and that would be read as if nothing had changed,
# or could not be read at all. PostgreSQL refuses them or writes them in its one form.
ODD = {
    "an upper-case UUID": ("changeset", "upper(changeset)"),
    "an invalid UUID": ("changeset", "'not a uuid'"),
    "a seventh digit of a second": ("recorded_at", "recorded_at || '9'"),
    "a T in a date": ("recorded_at", "replace(recorded_at, ' ', 'T')"),
    "an invalid date": ("recorded_at", "'yesterday'"),
    "an invalid month": ("recorded_at", "'2026-13-01 00:00:00'"),
    "a version that is a word": ("version", "'one'"),
    "bytes for a reason": ("reason", "CAST(reason AS BLOB)"),
    "bytes that are not text": ("reason", "CAST(x'ff' AS TEXT)"),
}


@pytest.mark.parametrize("way", ODD)
def test_a_value_of_another_form_is_named_or_refused(way: str) -> None:
    column, expression = ODD[way]
    before = list(Revision.objects.values_list())

    with by_hand() as cursor:
        try:
            with transaction.atomic(using=RECORD):
                cursor.execute(
                    f"UPDATE publishing_revision SET {column} = {expression} WHERE seq = 9"
                )
        except DatabaseError:
            assert on_postgresql()
            return
        if on_postgresql() and list(Revision.objects.values_list()) == before:
            return
        assert first_found().startswith("log line 9 (")


def test_whatever_was_tampered_with_the_rest_is_still_checked() -> None:
    with by_hand() as cursor:
        cursor.execute("UPDATE publishing_revision SET reason = 'x' WHERE seq = 5")
        cursor.execute("DELETE FROM publishing_head")
        cursor.execute("UPDATE publishing_entry SET sha256 = '' WHERE seq = 6")

        words = found()

    assert [one.split(" (")[0].split(":")[0] for one in words[:2]] == [
        "log line 5",
        "head of the log",
    ]
    assert any("its sha256 is not what log line 6 says" in one for one in words)


def test_a_deleted_entry_hides_no_other_break() -> None:
    with by_hand() as cursor:
        cursor.execute("DELETE FROM publishing_entry WHERE slug = 'nso-group'")
        cursor.execute("UPDATE evidence_party SET country = 'XX'")
        parties = cursor.rowcount

        words = found()

    assert "entry party/nso-group: is missing, although the log holds the record" in words
    assert "rows of party/nso-group: have no entry of their own" in words
    assert len([one for one in words if one.startswith("rows of party/")]) == parties


@pytest.mark.parametrize("column", ["recorded_at", "changeset"])
def test_a_line_that_cannot_be_read_hides_no_other_break(column: str) -> None:
    with by_hand() as cursor:
        try:
            with transaction.atomic(using=RECORD):
                cursor.execute(f"UPDATE publishing_revision SET {column} = 'x' WHERE seq = 9")
        except DatabaseError:
            assert on_postgresql()
        cursor.execute("UPDATE publishing_revision SET reason = 'x' WHERE seq = 14")

        words = found()

    named_lines = {one.split(" (")[0].split(":")[0] for one in words}
    assert "log line 14" in named_lines
    assert on_postgresql() or "log line 9" in named_lines


def test_the_untouched_record_has_no_break() -> None:
    assert found() == []


def test_a_record_with_every_action_has_no_break() -> None:
    kept, party = make_party(), make_party()
    publish_all(kept)
    publish(party)
    publish(party, operation=Operation.WITHDRAW)
    publish(party, operation=Operation.RESTORE)
    publish(party, operation=Operation.REDACT)
    publish(kept, operation=Operation.WITHDRAW)

    assert found() == []


def test_the_command_exits_with_1_and_names_the_first_break(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with by_hand():
        change(Revision.objects.get(seq=12), fields_of(Revision)["reason"])

        with pytest.raises(SystemExit) as exit_:
            call_command("verify_log")

    assert exit_.value.code == 1
    assert "Broken: log line 12 (" in capsys.readouterr().err


def test_the_command_lists_every_break_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    with by_hand():
        change(Revision.objects.get(seq=12), fields_of(Revision)["reason"])
        change(Revision.objects.get(seq=14), fields_of(Revision)["reason"])

        with pytest.raises(SystemExit):
            call_command("verify_log", "--all")

    said = capsys.readouterr().err
    assert "log line 12 (" in said
    assert "log line 14 (" in said


def test_a_break_says_where_and_what() -> None:
    assert str(Break("log line 1", "is missing")) == "log line 1: is missing"
