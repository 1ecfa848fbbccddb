"""Cleaning the databases after a redaction: nothing of what was erased is left in their files.

Deleting leaves words in free pages, in the write-ahead log and in indexes. All of this can
be repeated at any time; none of it runs inside a transaction.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from publishing.databases import RECORD, close_door, unlock_record
from publishing.redacting.places import places

# Tries, seconds between them, and milliseconds that each waits for readers.
ATTEMPTS, PAUSE, SHORT_WAIT = 5, 1.0, 200
LOCK_TIMEOUT = "30s"
FTS = "%USING fts5%"


@dataclass(frozen=True)
class Step:
    """One step of finishing a redaction: whether it is done, and what to say of it.

    What is outside the databases is named, with what to do, and does not prevent the step.
    """

    is_done: bool
    words: str
    is_outside: bool = False

    @property
    def label(self) -> str:
        """Whether it is done, in words."""
        if self.is_outside:
            return _("outside")
        return _("done") if self.is_done else _("to do")


def cleaned(alias: str) -> Iterator[Step]:
    """Clean one database and yield each step, done or with what to do."""
    connection = connections[alias]
    if connection.in_atomic_block:
        yield Step(False, _("%(alias)s: cannot be cleaned inside a transaction") % {"alias": alias})
        return
    clean = _clean_postgresql if connection.vendor == "postgresql" else _clean_sqlite
    with _writing(connection):
        try:
            yield from clean(connection)
        except OperationalError as error:
            words = _("%(alias)s: someone is using the database (%(error)s); run this again later")
            given = {"alias": alias, "error": str(error).strip().partition("\n")[0]}
            yield Step(False, words % given)


def emptied_wal(alias: str) -> bool:
    """Write a SQLite database's write-ahead log into its file and empty it; tell whether it is.

    While anyone is reading it, this waits and tries again.
    """
    connection = connections[alias]
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return connection.vendor != "sqlite"
    with _writing(connection), connection.cursor() as cursor:
        return _emptied(cursor)


def _emptied(cursor: Any) -> bool:
    """Try several times, each a short one: while it waits for readers, nobody else can write."""
    cursor.execute("PRAGMA busy_timeout")
    patience = cursor.fetchone()[0]
    cursor.execute(f"PRAGMA busy_timeout = {SHORT_WAIT}")
    try:
        for attempt in range(ATTEMPTS):
            time.sleep(PAUSE if attempt else 0)
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if cursor.fetchone()[0] == 0:
                return True
        return False
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {patience}")


@contextmanager
def _writing(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let the record's connection write for as long as this takes."""
    if connection.alias != RECORD:
        yield
        return
    unlock_record(connection)
    try:
        yield
    finally:
        close_door(connection)


def _clean_sqlite(connection: BaseDatabaseWrapper) -> Iterator[Step]:
    alias = connection.alias
    with connection.cursor() as cursor:
        yield _wal_step(alias, _emptied(cursor))
        for table in _word_indexes(cursor):
            cursor.execute(f'INSERT INTO "{table}"("{table}") VALUES (\'optimize\')')  # noqa: S608
        cursor.execute("VACUUM")
        words = _("%(alias)s: indexes optimised, file written anew (VACUUM)")
        yield Step(True, words % {"alias": alias})
        # VACUUM itself writes through the write-ahead log.
        yield _wal_step(alias, _emptied(cursor))


def _wal_step(alias: str, is_empty: bool) -> Step:
    if is_empty:
        return Step(True, _("%(alias)s: write-ahead log emptied") % {"alias": alias})
    words = _(
        "%(alias)s: the write-ahead log still holds old pages, because someone is reading;"
        " run this again when they have finished"
    )
    return Step(False, words % {"alias": alias})


def _word_indexes(cursor: Any) -> list[str]:
    """Return the full-text indexes, which keep deleted words until they are optimised."""
    cursor.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE %s", [FTS])
    return [name for (name,) in cursor.fetchall()]


def _clean_postgresql(connection: BaseDatabaseWrapper) -> Iterator[Step]:
    alias = connection.alias
    tables = sorted({name for one in places() for where, name in one.tables() if where == alias})
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = %s", [LOCK_TIMEOUT])
        try:
            for table in map(connection.ops.quote_name, tables):
                cursor.execute(f"VACUUM (FULL) {table}")
                cursor.execute(f"REINDEX TABLE {table}")
        finally:
            cursor.execute("RESET lock_timeout")
    words = _("%(alias)s: %(count)d tables and their indexes written anew (VACUUM FULL, REINDEX)")
    yield Step(True, words % {"alias": alias, "count": len(tables)})
