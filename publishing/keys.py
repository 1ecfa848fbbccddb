"""New primary keys before their rows exist, so that records can link in circles."""

from typing import Any

from django.db import connections
from django.db.models import Max

from publishing.models import Publishable


def allocate(model: type[Publishable], count: int, using: str) -> list[int]:
    """Return *count* unused keys of a table, taken from its sequence where it has one."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        with connection.cursor() as cursor:
            cursor.execute(sequence, [f'"{model._meta.db_table}"', count])
            return [row[0] for row in cursor.fetchall()]
    rows: Any = model._default_manager.using(using).aggregate(newest=Max("pk"))
    newest = rows["newest"] or 0
    return list(range(newest + 1, newest + 1 + count))
