"""Verification looks records up as readers do and compares tables with what models say."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connections
from django.db.models import QuerySet

from claims.models import Citation, Claim, Event, Statement
from publishing.databases import RECORD
from publishing.models import Revision
from publishing.proving.breaks import Break, Notice
from publishing.proving.chunks import CHUNK, OutOfOrder, chunks_of
from publishing.proving.engine import engine_breaks
from publishing.proving.indexes import index_breaks
from publishing.proving.tables import (
    link_breaks,
    record_models,
    sequence_breaks,
    stray_part_breaks,
    table_breaks,
)
from tests.builders import BOTH
from tests.processes import on_postgresql
from tests.tampering import by_hand

pytestmark = [BOTH, pytest.mark.usefixtures("published_case")]


def words(found: Iterable[Break]) -> list[str]:
    return [str(one) for one in found]


def index_on(model: Any, column: str) -> str:
    """Return the name of the plain index on a column."""
    table = model._meta.db_table
    with connections[RECORD].cursor() as cursor:
        found = connections[RECORD].introspection.get_constraints(cursor, table)
    return next(n for n, one in found.items() if one["columns"] == [column] and one["index"])


def test_every_index_of_the_real_record_is_sound() -> None:
    assert words(one for one in index_breaks() if not isinstance(one, Notice)) == []


def test_every_index_is_read_but_where_another_serves_as_well() -> None:
    # PostgreSQL takes what seems cheaper; which one, its free pages decide.
    passed_over = {
        str(one).partition(":")[0].removeprefix("index ")
        for one in index_breaks()
        if isinstance(one, Notice)
    }

    assert passed_over <= served_by_others()


def served_by_others() -> set[str]:
    """Return the names of the indexes whose columns are the first of another index."""
    names = set()
    for model in record_models():
        with connections[RECORD].cursor() as cursor:
            table = model._meta.db_table
            found = connections[RECORD].introspection.get_constraints(cursor, table)
        columns = {name: one["columns"] for name, one in found.items() if one["index"]}
        names |= {
            name
            for name, own in columns.items()
            for other, wider in columns.items()
            if name != other and own == wider[: len(own)]
        }
    return names


@pytest.mark.skipif(not on_postgresql(), reason="SQLite can be told which index to read")
def test_amcheck_stands_in_for_what_is_not_read() -> None:
    with by_hand() as cursor:
        cursor.execute("CREATE INDEX twice ON claims_event (slug, happened_earliest)")
        before = [one for one in index_breaks() if isinstance(one, Notice)]
        cursor.execute("CREATE EXTENSION amcheck")
        after = [one for one in index_breaks() if isinstance(one, Notice)]

    assert before
    assert not after


def test_tables_of_the_real_record_are_sound() -> None:
    found = [table_breaks(), link_breaks(), stray_part_breaks(), sequence_breaks()]

    assert [one for each in found for one in words(each)] == []


def test_a_missing_index_is_named() -> None:
    name = index_on(Statement, "issued_earliest")

    with by_hand() as cursor:
        cursor.execute(f'DROP INDEX "{name}"')

        found = words(table_breaks())

    assert found == ["table claims_statement: its index on issued_earliest is missing"]


def test_a_missing_column_is_named() -> None:
    with by_hand() as cursor:
        cursor.execute("ALTER TABLE evidence_party DROP COLUMN country")

        found = words(table_breaks())

    assert found == ["table evidence_party: its column country is missing"]


def test_a_column_of_another_type_is_named() -> None:
    with by_hand() as cursor:
        cursor.execute("ALTER TABLE evidence_party DROP COLUMN country")
        cursor.execute("ALTER TABLE evidence_party ADD COLUMN country varchar(3) NULL")

        found = words(table_breaks())

    assert found == ["table evidence_party: its column country is varchar(3)"]


def test_a_missing_table_is_named() -> None:
    with by_hand() as cursor:
        cursor.execute("DROP TABLE claims_tension")

        assert words(table_breaks()) == ["table claims_tension: is missing"]


@pytest.mark.skipif(not on_postgresql(), reason="SQLite drops no constraint")
@pytest.mark.parametrize(
    ("kind", "words_for_it"),
    [
        ("c", "its check claims_claim_has_a_summary is missing"),
        ("u", "its unique constraint on slug is missing"),
        ("f", "its foreign key statement_id to claims_statement.id is missing"),
    ],
)
def test_a_missing_constraint_is_named(kind: str, words_for_it: str) -> None:
    name = "claims_claim_%" + {"c": "has_a_summary", "u": "slug%", "f": "statement_id%"}[kind]
    with by_hand() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'claims_claim'::regclass"
            " AND contype = %s AND conname LIKE %s",
            [kind, name],
        )
        cursor.execute(f'ALTER TABLE claims_claim DROP CONSTRAINT "{cursor.fetchone()[0]}"')

        assert words(table_breaks()) == [f"table claims_claim: {words_for_it}"]


def test_a_link_to_a_row_that_is_not_there_is_named() -> None:
    claim = Claim.objects.order_by("pk")[0]
    with by_hand() as cursor:
        cursor.execute("UPDATE claims_claim SET statement_id = 9999999 WHERE id = %s", [claim.pk])

        found = words(link_breaks())

    assert found == [f"claim {claim.pk}: its statement leads to a statement that is not there"]


def test_a_part_without_a_record_is_named() -> None:
    citation = Citation.objects.order_by("pk")[0]
    with by_hand(past_checks=True) as cursor:
        if on_postgresql():
            cursor.execute(
                "ALTER TABLE claims_citation DROP CONSTRAINT claims_citation_of_rebuttal_or_claim"
            )
        cursor.execute(
            "UPDATE claims_citation SET claim_id = NULL, rebuttal_id = NULL WHERE id = %s",
            [citation.pk if on_postgresql() else citation.pk.hex],
        )

        assert words(stray_part_breaks()) == [f"citation {citation.pk}: belongs to no record"]


@pytest.mark.skipif(not on_postgresql(), reason="SQLite gives the highest number and one more")
def test_a_sequence_that_was_set_back_is_named() -> None:
    newest = Event.sources.through.objects.using(RECORD).order_by("-pk")[0].pk
    with by_hand() as cursor:
        # A sequence is outside of transactions: it has to be put right again.
        sequence = "pg_get_serial_sequence('claims_event_sources', 'id')"
        cursor.execute(f"SELECT setval({sequence}, 1)")
        found = words(sequence_breaks())
        cursor.execute(f"SELECT setval({sequence}, %s)", [newest])

    assert found == [f"sequence of claims_event_sources: gives 2, but {newest} is taken"]


def test_the_databases_own_checks_find_nothing() -> None:
    with by_hand() as cursor:
        if on_postgresql():
            cursor.execute("CREATE EXTENSION amcheck")

        assert words(engine_breaks()) == []


@pytest.mark.skipif(not on_postgresql(), reason="SQLite brings its checks with it")
def test_where_amcheck_is_missing_a_note_says_so() -> None:
    (note,) = engine_breaks()

    assert isinstance(note, Notice)
    assert str(note).startswith("amcheck: is not installed")
    assert "CREATE EXTENSION amcheck" in str(note)


def test_a_table_is_read_a_chunk_at_a_time() -> None:
    chunks = [len(chunk) for chunk in chunks_of(Revision.objects.all())]

    assert max(chunks) == CHUNK
    assert sum(chunks) == Revision.objects.count()


class GoingRound(QuerySet[Revision]):
    """A table that starts again whenever it is asked for what follows."""

    def filter(self, *args: Any, **kwargs: Any) -> "GoingRound":
        return self


def test_a_database_that_leads_round_in_a_circle_is_left() -> None:
    with pytest.raises(OutOfOrder):
        list(chunks_of(GoingRound(Revision, using=RECORD)))
