"""Putting an installation of an earlier release into databases of its own.

Empty databases are migrated to where that release left them, the rows are written past
the models, and then everything is migrated to today. Runs in a process of its own.
"""

import json
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connections, models, transaction
from django.db.migrations.executor import MigrationExecutor

from publishing.databases import close_door, unlock_record

HERE = Path(__file__).parent
ALIASES = ("default", "desk")


def kept_files() -> list[Path]:
    """Return the files of the installations that are kept, that of the oldest release first."""
    return sorted(HERE.glob("*.json"), key=_number)


def _number(file: Path) -> tuple[int, ...]:
    return tuple(int(digits) for digits in file.stem.split("."))


def load(file: str, record: str = "default") -> None:
    """Write an installation into the two databases, which have to be empty.

    *record* is “default”, or “backup” for the record as it was copied earlier.
    """
    kept = json.loads(Path(file).read_text(encoding="utf-8"))
    for alias in ALIASES:
        tables = kept["tables"][record if alias == "default" else alias]
        _fill(alias, sorted(kept["migrations"].items()), tables)
    call_command("migrate", verbosity=0)


def _fill(alias: str, migrations: list[tuple[str, str]], tables: dict[str, Any]) -> None:
    connection = connections[alias]
    if alias == "default":
        unlock_record(connection)
    executor = MigrationExecutor(connection)
    state = executor.migrate(migrations)
    by_table = {
        model._meta.db_table: model for model in state.apps.get_models(include_auto_created=True)
    }
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        for name in set(by_table) & set(connection.introspection.table_names(cursor)):
            # What the migrations wrote by themselves stands in the file as well.
            _clear(cursor, name, connection)
        for name, table in tables.items():
            _insert(cursor, by_table[name], table, connection)
        known = [by_table[name] for name in tables]
        for statement in connection.ops.sequence_reset_sql(no_style(), known):
            cursor.execute(statement)
    if alias == "default":
        close_door(connection)


def _clear(cursor: Any, name: str, connection: Any) -> None:
    quoted = connection.ops.quote_name(name)
    cursor.execute(f"SELECT 1 FROM {quoted} LIMIT 1")
    if cursor.fetchone():
        cursor.execute(f"DELETE FROM {quoted}")


def _insert(cursor: Any, model: type[models.Model], table: dict[str, Any], connection: Any) -> None:
    """Write rows as they stood: nothing is derived, and nothing is checked but by the database."""
    by_column = {field.column: field for field in model._meta.concrete_fields}
    fields = [by_column[column] for column in table["columns"]]
    columns = ", ".join(connection.ops.quote_name(column) for column in table["columns"])
    places = ", ".join(["%s"] * len(fields))
    name = connection.ops.quote_name(model._meta.db_table)
    cursor.executemany(
        f"INSERT INTO {name} ({columns}) VALUES ({places})",
        [
            [
                field.get_db_prep_save(field.to_python(value), connection)
                for field, value in zip(fields, row, strict=True)
            ]
            for row in table["rows"]
        ],
    )
