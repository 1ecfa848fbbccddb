"""Damaging a row by SQL, past every trigger and check, on both engines; undone afterwards."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connections, models, transaction

from publishing.databases import RECORD, unlock_record
from publishing.proving.tables import record_models
from tests.tampering import another, change

Damage = Callable[[random.Random], str]
ATTEMPTS = 200


class NotDamaged(Exception):
    """There was nothing to damage here; another place has to be found."""


@contextmanager
def damaged(damage: Damage, chance: random.Random) -> Iterator[str]:
    """Do damage to the record, say where, and undo it at the end of the block."""
    connection = connections[RECORD]
    unlock_record(connection)
    with transaction.atomic(using=RECORD):
        with connection.cursor() as cursor, _unguarded(cursor):
            place = _somewhere(damage, chance)
        yield place
        transaction.set_rollback(True, using=RECORD)


@contextmanager
def _unguarded(cursor: Any) -> Iterator[None]:
    """Lift triggers and constraints as the owner of the database can, and put them back."""
    if cursor.db.vendor == "postgresql":
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")
        return
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    triggers = cursor.fetchall()
    cursor.execute("PRAGMA ignore_check_constraints = ON")
    for name, _sql in triggers:
        cursor.execute(f"DROP TRIGGER {name}")
    yield
    for _name, sql in triggers:
        cursor.execute(sql)
    cursor.execute("PRAGMA ignore_check_constraints = OFF")


def _somewhere(damage: Damage, chance: random.Random) -> str:
    for _attempt in range(ATTEMPTS):
        try:
            with transaction.atomic(using=RECORD):
                return damage(chance)
        except (NotDamaged, DatabaseError):
            continue  # refused by a rule of the database that no owner lifts without a trace
    raise AssertionError("no place for this damage was found")


def change_a_value(chance: random.Random) -> str:
    """Change one value of one row of any table."""
    model, row = _any_row(chance)
    field = chance.choice([f for f in model._meta.concrete_fields if not f.primary_key])
    change(row, field, _other(chance, field, getattr(row, field.attname)))
    return f"{model._meta.db_table}.{field.column} of {row.pk}"


def delete_a_row(chance: random.Random) -> str:
    """Delete one row of any table."""
    model, row = _any_row(chance)
    model._base_manager.using(RECORD).filter(pk=row.pk)._raw_delete(RECORD)
    return f"{model._meta.db_table} {row.pk}"


def double_a_row(chance: random.Random) -> str:
    """Write one row of any table a second time, with another key."""
    model, row = _any_row(chance)
    place = f"{model._meta.db_table} {row.pk}"
    row.pk = another(row.pk)
    row.save_base(using=RECORD, raw=True, force_insert=True)
    return place


def change_the_id_of_a_link(chance: random.Random) -> str:
    """Give a row of a link table another id."""
    model, row = _any_row(chance, [one for one in record_models() if one._meta.auto_created])
    change(row, model._meta.pk, row.pk + 100_000)
    return f"{model._meta.db_table} {row.pk}"


def add_space_to_json(chance: random.Random) -> str:
    """Add a space between the tokens of a JSON column."""
    model, row = _any_row(chance)
    fields = [f for f in model._meta.concrete_fields if isinstance(f, models.JSONField)]
    if not fields:
        raise NotDamaged
    field = chance.choice(fields)
    _execute(model, row, f"{field.column} = replace({field.column}{_text()}, '{{', '{{ '){_json()}")
    return f"{model._meta.db_table}.{field.column} of {row.pk}"


def _text() -> str:
    return "::text" if connections[RECORD].vendor == "postgresql" else ""


def _json() -> str:
    return "::jsonb" if connections[RECORD].vendor == "postgresql" else ""


def _any_row(chance: random.Random, among: list[Any] | None = None) -> tuple[Any, Any]:
    model = chance.choice(among or record_models())
    rows = list(model._base_manager.using(RECORD).order_by("pk"))
    if not rows:
        raise NotDamaged
    return model, chance.choice(rows)


def _other(chance: random.Random, field: Any, now: Any) -> Any:
    choices = [value for value, _label in field.flatchoices if value not in (now, "")]
    if choices:
        return chance.choice(choices)
    if field.is_relation:
        return _another_row(chance, field.related_model, now)
    if now is None:
        raise NotDamaged
    return another(now)


def _another_row(chance: random.Random, model: Any, now: Any) -> Any:
    keys = list(model._base_manager.using(RECORD).exclude(pk=now).values_list("pk", flat=True))
    if not keys:
        raise NotDamaged
    return chance.choice(keys)


def _execute(model: Any, row: Any, assignment: str, *values: Any) -> None:
    key = model._meta.pk
    while key.is_relation:
        key = key.target_field
    with connections[RECORD].cursor() as cursor:
        cursor.execute(
            f"UPDATE {model._meta.db_table} SET {assignment} WHERE {model._meta.pk.column} = %s",
            [*values, key.get_db_prep_save(row.pk, connections[RECORD])],
        )
        assert cursor.rowcount == 1


ROW_DAMAGES: dict[str, tuple[Damage, int]] = {
    "a value in a row": (change_a_value, 24),
    "a row deleted": (delete_a_row, 6),
    "a row doubled": (double_a_row, 4),
    "the id of a link row": (change_the_id_of_a_link, 3),
    "space in JSON": (add_space_to_json, 3),
}
