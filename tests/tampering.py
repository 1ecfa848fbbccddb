"""Tampering with the record by hand, past everything that keeps it; the tests' own helpers."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import connections, models, transaction

from publishing.append_only import drop_triggers
from publishing.databases import RECORD, unlock_record
from publishing.proving.breaks import Notice
from publishing.proving.verifying import breaks, checks, findings
from values.fields import FuzzyDateField


@contextmanager
def by_hand(*, past_checks: bool = False) -> Iterator[Any]:
    """Give a cursor past the triggers, and past CHECKs if asked; everything it did is undone
    afterwards."""
    connection = connections[RECORD]
    unlock_record(connection)
    with transaction.atomic(using=RECORD):
        drop_triggers(connection)
        with connection.cursor() as cursor:
            if past_checks:
                _drop_checks(cursor)
            yield cursor
        transaction.set_rollback(True, using=RECORD)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def _drop_checks(cursor: Any) -> None:
    """Lift the CHECK constraints, as the owner of the database can."""
    if cursor.db.vendor == "sqlite":
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        return
    # Foreign keys that wait for COMMIT would keep the tables from being altered.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute(
        "SELECT conrelid::regclass, conname FROM pg_constraint"
        " WHERE contype = 'c' AND conrelid::regclass::text LIKE 'publishing\\_%%'"
    )
    for table, name in cursor.fetchall():
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def another(value: Any) -> Any:
    """Return *value* with one character changed; a date with one microsecond."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 20_000
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    if isinstance(value, uuid.UUID):
        return uuid.UUID(another(value.hex))
    if isinstance(value, dict):
        return {tag: another(text) for tag, text in value.items()} or {"en": "x"}
    if isinstance(value, list):
        return [another(value[0]), *value[1:]] if value else ["x"]
    if not value:
        return "x"
    return ("1" if value[0] != "1" else "2") + value[1:]


def change(row: Any, field: Any, value: Any = None) -> None:
    """Write one column by hand, past the model."""
    column, table = field.column, row._meta.db_table
    plain = field
    while plain.is_relation:
        plain = plain.target_field
    old = getattr(row, field.attname)
    if old is None and isinstance(plain, models.IntegerField):
        old = 0
    new = another(old) if value is None else value
    connection = connections[RECORD]
    # An invalid date would be refused by its own field.
    is_date = isinstance(plain, FuzzyDateField)
    stored = new if is_date else plain.get_db_prep_save(new, connection)
    key = row._meta.pk.get_db_prep_save(row.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {connection.ops.quote_name(column)} = %s"
            f" WHERE {row._meta.pk.column} = %s",
            [stored, key],
        )
        assert cursor.rowcount == 1


def on_record() -> Any:
    """Return the connection to the record, open to writing again, inside by_hand()."""
    unlock_record(connections[RECORD])
    return connections[RECORD]


STORAGE = ("indexes", "files of the database")


def found() -> list[str]:
    """Return the breaks of the log, the entries, the rows and the tables.

    Indexes and files are a third of the work; what damages them has tests of its own.
    """
    content = [check for check in checks() if check.group not in STORAGE]
    return [str(one) for _group, one in findings(content) if not isinstance(one, Notice)]


def named(words: str) -> bool:
    """Tell whether a break says these words; stops at the first that does."""
    return any(words in str(one) for one in breaks())


def first_found() -> str:
    return str(next(breaks(), "no break"))


def fields_of(model: Any) -> dict[str, Any]:
    return {field.name: field for field in model._meta.concrete_fields}
