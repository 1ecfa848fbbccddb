"""Reading a table of any size: a chunk at a time in flat memory, each row in its own try."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

from publishing.databases import RECORD
from publishing.proving.breaks import Break, described
from publishing.proving.progress import advance

# A chunk of log lines is held in memory with its documents, of which some are long.
CHUNK = 100

Row = TypeVar("Row", bound=Model)
Found = TypeVar("Found")


@dataclass(frozen=True)
class Unreadable:
    """A row that the database does not give, or not as a row of its model."""

    pk: Any
    why: str


class OutOfOrder(Exception):
    """A database that was asked for the next rows gave earlier ones."""


def attempt(read: Callable[[], Found]) -> Found:
    """Read inside a savepoint: on PostgreSQL an error would end the whole transaction."""
    with transaction.atomic(using=RECORD):
        return read()


def rows_in(queryset: QuerySet[Row]) -> Iterator[Row | Unreadable]:
    """Yield the rows of a queryset of the record in the order of their keys."""
    for chunk in chunks_of(queryset):
        yield from chunk


def chunks_of(queryset: QuerySet[Row]) -> Iterator[list[Row | Unreadable]]:
    """Yield the rows of a queryset of the record in lists, in the order of their keys."""
    last: Any = None
    ordered = queryset.using(RECORD).order_by("pk")
    while True:
        following = (ordered if last is None else ordered.filter(pk__gt=last))[:CHUNK]
        chunk = _chunk(queryset, following)
        if not chunk:
            return
        newest = chunk[-1].pk
        if last is not None and not newest > last:
            raise OutOfOrder(f"after the row {last} comes the row {newest}")
        last = newest
        yield chunk
        advance(len(chunk))


def _chunk(queryset: QuerySet[Row], following: QuerySet[Row]) -> list[Row | Unreadable]:
    try:
        return attempt(lambda: list(following))
    except Exception:  # whatever was written by hand: find out in which row
        keys = attempt(lambda: list(following.values_list("pk", flat=True)))
        return [_row(queryset, key) for key in keys]


def _row(queryset: QuerySet[Row], key: Any) -> Row | Unreadable:
    try:
        return attempt(lambda: queryset.using(RECORD).get(pk=key))
    except Exception as error:  # as above
        return Unreadable(key, described(error))


def unreadable(what: str, row: Unreadable) -> Break:
    """Return the break that a row which cannot be read is."""
    return Break(f"{what} {row.pk}", f"cannot be read: {row.why}")
