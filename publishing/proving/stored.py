"""How SQLite stores values, which keeps whatever it is given and reads it leniently.

An upper-case letter in a UUID or a seventh digit of a second would be read as if
nothing had been changed, and other slips could not be read at all. PostgreSQL
checks its types itself.
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db import connections, models

from publishing.databases import RECORD
from publishing.models import Entry, Head, Revision, RevisionBody
from publishing.proving.breaks import Break

HEX = re.compile(r"[0-9a-f]{32}")


NAMES: dict[Any, str] = {
    Revision: "log line",
    RevisionBody: "body of log line",
    Head: "head of the log, row",
    Entry: "entry",
}


def value_breaks(model: type[models.Model]) -> Iterator[Break]:
    """Yield each value of a table that is not stored as it is written here."""
    name = NAMES.get(model, model._meta.verbose_name)
    for row, field in _malformed(model):
        yield Break(f"{name} {row}", f"its {field} is not a value that was written here")


def _malformed(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    """Yield (row, field) for each value that is not stored as it is written here."""
    connection = connections[RECORD]
    if connection.vendor != "sqlite":
        return
    fields = list(model._meta.concrete_fields)
    columns = [connection.ops.quote_name(str(field.column)) for field in fields]
    values = ", ".join(f"typeof({column}), CAST({column} AS BLOB)" for column in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        # Only names of our own tables and columns are put in.
        cursor.execute(f"SELECT {values} FROM {table} ORDER BY rowid")  # noqa: S608
        for row in cursor:
            cells = list(zip(row[::2], row[1::2], strict=True))
            for field, (kind, raw) in zip(fields, cells, strict=True):
                if not _as_written(field, kind, raw):
                    yield _name(fields, cells), field.name


def _as_written(field: Any, kind: str, raw: bytes | None) -> bool:
    if raw is None:
        return bool(field.null)
    while field.is_relation:
        field = field.target_field
    try:
        text = raw.decode()
        return kind == _kind(field) and _form(field)(text)
    except (ValueError, RecursionError):
        return False


def _kind(field: models.Field[Any, Any]) -> str:
    whole = ("IntegerField", "AutoField", "BooleanField")
    return "integer" if field.get_internal_type().endswith(whole) else "text"


def _form(field: models.Field[Any, Any]) -> Callable[[str], bool]:
    if isinstance(field, models.UUIDField):
        return lambda text: bool(HEX.fullmatch(text))
    if isinstance(field, models.DateTimeField):
        return lambda text: str(datetime.fromisoformat(text)) == text
    if isinstance(field, models.JSONField):
        return lambda text: isinstance(json.loads(text), dict)
    return lambda text: True


def _name(fields: list[Any], cells: list[tuple[str, bytes | None]]) -> str:
    """Return what tells the row apart: its key, and the record it names if it does."""
    known = {
        field.name: (raw or b"").decode(errors="replace")
        for field, (_kind, raw) in zip(fields, cells, strict=True)
    }
    key = next(known[field.name] for field in fields if field.primary_key)
    record = "/".join(known[name] for name in ("kind", "slug") if name in known)
    return f"{key} ({record})" if record else key
