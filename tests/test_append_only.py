"""The log is append-only: triggers refuse what the open door would let through."""

import pytest
from django.db import DatabaseError, connections, transaction

from desk.models import Operation
from publishing.append_only import REFUSAL
from publishing.databases import RECORD, open_door
from publishing.models import Revision, RevisionBody
from tests.builders import BOTH, edit, make_party, publish
from tests.processes import on_postgresql

pytestmark = BOTH

LINE, BODY = "publishing_revision", "publishing_revisionbody"
COLUMNS = [str(field.column) for field in Revision._meta.concrete_fields]
REST = ", ".join(column for column in COLUMNS if column not in ("seq", "link", "slug"))


def execute(statement: str, *values: int) -> None:
    """Run a statement on the record with the door open."""
    with open_door(), transaction.atomic(using=RECORD), connections[RECORD].cursor() as cursor:
        cursor.execute(statement, values or None)


def refuse(statement: str, *values: int) -> None:
    with pytest.raises(DatabaseError, match=REFUSAL):
        execute(statement, *values)


@pytest.fixture
def line(published_case: str) -> Revision:
    return Revision.objects.get(seq=7)


@pytest.mark.parametrize("column", COLUMNS)
def test_no_field_of_a_line_can_be_updated(line: Revision, column: str) -> None:
    refuse(f"UPDATE {LINE} SET {column} = {column} WHERE seq = 7")


def test_lines_cannot_be_updated_all_at_once(line: Revision) -> None:
    refuse(f"UPDATE {LINE} SET reason = 'Another reason.'")


def test_a_line_cannot_be_deleted(line: Revision) -> None:
    refuse(f"DELETE FROM {LINE} WHERE seq = 7")


def test_lines_cannot_be_deleted_all_at_once(line: Revision) -> None:
    refuse(f"DELETE FROM {LINE}")


@pytest.mark.parametrize("column", ["seq", "body"])
def test_no_field_of_a_body_can_be_updated(line: Revision, column: str) -> None:
    refuse(f"UPDATE {BODY} SET {column} = {column} WHERE seq = 7")


def test_a_body_cannot_be_deleted(line: Revision) -> None:
    refuse(f"DELETE FROM {BODY} WHERE seq = 7")


def test_bodies_cannot_be_deleted_all_at_once(line: Revision) -> None:
    refuse(f"DELETE FROM {BODY}")


def test_the_orm_is_refused_too(line: Revision) -> None:
    line.reason = "Another reason."

    with pytest.raises(DatabaseError, match=REFUSAL), open_door(), transaction.atomic():
        line.save()


def _replacing(word: str) -> list[str]:
    """Return inserts that take the place of line 7, one for each way of colliding with it."""
    values = f"'999', 'f' || substr(link, 2), slug, {REST}"
    same_seq = f"{word} {LINE} (seq, link, slug, {REST}) SELECT seq, 'x', 'other', {REST}"
    same_link = f"{word} {LINE} (seq, link, slug, {REST}) SELECT 999999, link, 'other', {REST}"
    same_version = f"{word} {LINE} (seq, link, slug, {REST}) SELECT 999999, 'x', slug, {REST}"
    same_row = f"{word} {LINE} (rowid, seq, link, slug, {REST}) SELECT rowid, {values}"
    return [f"{s} FROM {LINE} WHERE seq = 7" for s in (same_seq, same_link, same_version, same_row)]


SQLITE_WAYS = [
    *_replacing("INSERT OR REPLACE INTO"),
    *_replacing("REPLACE INTO"),
    f"UPDATE OR REPLACE {LINE} SET seq = 8 WHERE seq = 7",
    f"UPDATE OR IGNORE {LINE} SET reason = 'Another.' WHERE seq = 7",
    f"INSERT INTO {LINE} SELECT * FROM {LINE} WHERE seq = 7"
    " ON CONFLICT (seq) DO UPDATE SET reason = 'Another.'",
    f"REPLACE INTO {BODY} (seq, body) VALUES (7, '{{}}')",
    f"REPLACE INTO {BODY} (rowid, seq, body) SELECT rowid, 999999, '{{}}' FROM {BODY}",
    f"UPDATE OR REPLACE {BODY} SET seq = 8 WHERE seq = 7",
]
POSTGRESQL_WAYS = [
    f"TRUNCATE {LINE} CASCADE",
    f"TRUNCATE {BODY}",
    f"TRUNCATE {BODY}, {LINE}",
    f"INSERT INTO {LINE} SELECT * FROM {LINE} WHERE seq = 7"
    " ON CONFLICT (seq) DO UPDATE SET reason = 'Another.'",
    f"INSERT INTO {BODY} VALUES (7, '{{}}') ON CONFLICT (seq) DO UPDATE SET body = '{{}}'",
    f"WITH gone AS (DELETE FROM {BODY} WHERE seq = 7 RETURNING seq) SELECT * FROM gone",
    f"MERGE INTO {LINE} kept USING {BODY} b ON kept.seq = b.seq"
    " WHEN MATCHED THEN UPDATE SET reason = 'Another.'",
]


@pytest.mark.parametrize("statement", POSTGRESQL_WAYS if on_postgresql() else SQLITE_WAYS)
def test_no_other_way_of_this_engine_gets_around(line: Revision, statement: str) -> None:
    before = list(Revision.objects.values_list())

    refuse(statement)

    assert list(Revision.objects.values_list()) == before


def test_a_new_line_is_let_in(line: Revision) -> None:
    execute(
        f"INSERT INTO {LINE} (seq, link, slug, {REST})"
        f" SELECT 999999, 'new', 'other', {REST} FROM {LINE} WHERE seq = 7"
    )

    assert Revision.objects.filter(seq=999999).exists()


def test_a_redacted_records_bodies_are_gone_and_its_lines_stay() -> None:
    party = make_party()
    [first] = publish(party)
    [second] = publish(edit(party, country="MA"))

    [third] = publish(party, operation=Operation.REDACT)

    lines = Revision.objects.filter(seq__in=[first.seq, second.seq, third.seq])
    assert lines.count() == 3
    assert not RevisionBody.objects.filter(revision__in=lines).exists()


def test_a_body_of_a_redacted_record_may_be_deleted() -> None:
    party = make_party()
    [first] = publish(party)
    publish(party, operation=Operation.REDACT)
    execute(f"INSERT INTO {BODY} (seq, body) VALUES (%s, '{{}}')", first.seq)

    execute(f"DELETE FROM {BODY} WHERE seq = %s", first.seq)

    assert not RevisionBody.objects.filter(pk=first.seq).exists()


def test_a_redaction_does_not_free_the_body_of_another_record() -> None:
    party, other = make_party(), make_party()
    [_line, others_line] = sorted(publish(party, other), key=lambda line: line.slug == other.slug)

    publish(party, operation=Operation.REDACT)

    refuse(f"DELETE FROM {BODY} WHERE seq = %s", others_line.seq)


def test_a_redaction_does_not_free_a_record_of_another_kind_with_the_same_slug() -> None:
    from tests.builders import make_source

    party, source = make_party(slug="same-name"), make_source(slug="same-name")
    publish(party, source)

    publish(party, operation=Operation.REDACT)

    kept = Revision.objects.get(kind="source", slug="same-name")
    refuse(f"DELETE FROM {BODY} WHERE seq = %s", kept.seq)


def test_a_body_of_a_redacted_record_cannot_be_updated() -> None:
    party = make_party()
    [first] = publish(party)
    publish(party, operation=Operation.REDACT)
    execute(f"INSERT INTO {BODY} (seq, body) VALUES (%s, '{{}}')", first.seq)

    refuse(f"UPDATE {BODY} SET body = '[]' WHERE seq = %s", first.seq)
