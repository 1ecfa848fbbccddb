"""The databases' own checks of their files: integrity_check on SQLite, amcheck on PostgreSQL."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connections

from publishing.databases import RECORD
from publishing.proving.breaks import Break, Notice, described
from publishing.proving.chunks import attempt
from publishing.proving.tables import record_models

# How many faults SQLite lists; it stops at 100 by itself.
MOST_FAULTS = 100_000
PATIENCE = "5s"

NO_AMCHECK = (
    "is not installed, so PostgreSQL's own checks of tables and indexes were not made. As a"
    " superuser of this database: CREATE EXTENSION amcheck; then allow it to the role that"
    " verifies: GRANT EXECUTE ON FUNCTION bt_index_check(regclass, boolean),"
    " bt_index_parent_check(regclass, boolean, boolean), verify_heapam TO …;"
)
INDEXES = """
    SELECT index.indexrelid::regclass::text, index.indisvalid
    FROM pg_index index JOIN pg_class relation ON relation.oid = index.indexrelid
    JOIN pg_am method ON method.oid = relation.relam
    WHERE method.amname = 'btree' AND index.indrelid IN (
        SELECT unnest(ARRAY[oid, reltoastrelid]) FROM pg_class WHERE oid = %s::regclass)
    ORDER BY 1"""
MAY_CHECK = """
    SELECT bool_and(has_function_privilege(oid, 'EXECUTE')) FROM pg_proc
    WHERE proname IN ('bt_index_check', 'bt_index_parent_check', 'verify_heapam')"""


def engine_breaks() -> Iterator[Break]:
    """Let the database check its own files."""
    if connections[RECORD].vendor == "sqlite":
        yield from _integrity_check()
    else:
        yield from _amcheck()


def amcheck_stands_in() -> bool:
    """Tell whether amcheck compares those indexes with their tables that no plan would read."""
    return connections[RECORD].vendor == "postgresql" and _may_use_amcheck()


def _integrity_check() -> Iterator[Break]:
    for (words,) in _rows(f"PRAGMA integrity_check({MOST_FAULTS})"):
        for line in words.splitlines():
            if line not in ("ok", "*** in database main ***"):
                yield Break("SQLite's integrity_check", line)


def _amcheck() -> Iterator[Break]:
    if not _may_use_amcheck():
        yield Notice("amcheck", NO_AMCHECK)
        return
    for model in record_models():
        table = f'"{model._meta.db_table}"'
        yield from _heap_breaks(table)
        for index, is_valid in _rows(INDEXES, table):
            yield from _index_breaks(index, is_valid=is_valid)


def _may_use_amcheck() -> bool:
    ((may_check,),) = _rows(MAY_CHECK)
    return bool(may_check)


def _heap_breaks(table: str) -> Iterator[Break]:
    place = f"amcheck of {table}"
    try:
        faults = _rows("SELECT blkno, offnum, msg FROM verify_heapam(%s::regclass)", table)
    except Exception as error:
        yield Break(place, described(error))
        return
    for block, item, words in faults:
        yield Break(place, f"block {block}, item {item}: {words}")


def _index_breaks(index: str, *, is_valid: bool) -> Iterator[Break]:
    place = f"amcheck of {index}"
    if not is_valid:
        yield Break(place, "is marked as not valid")
        return
    try:
        _with_patience(lambda: _rows("SELECT bt_index_parent_check(%s, true, true)", index))
    except Exception as error:
        if not _is_only_busy(error):
            yield Break(place, described(error))
            return
        # It would have to keep writers out; this one does not, and looks at less.
        yield from _index_breaks_while_busy(index, place)


def _index_breaks_while_busy(index: str, place: str) -> Iterator[Break]:
    try:
        _rows("SELECT bt_index_check(%s, true)", index)
    except Exception as error:
        yield Break(place, described(error))


def _with_patience(read: Callable[[], Any]) -> None:
    def patiently() -> None:
        with connections[RECORD].cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        read()
        with connections[RECORD].cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = DEFAULT")

    attempt(patiently)


def _is_only_busy(error: Exception) -> bool:
    """Tell whether a table was in use, or the server is a standby, where nothing can be locked."""
    state = getattr(error.__cause__, "pgcode", "")
    return state in ("55P03", "55000", "25006")


def _rows(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    def read() -> list[tuple[Any, ...]]:
        with connections[RECORD].cursor() as cursor:
            cursor.execute(statement, parameters)
            return list(cursor.fetchall())

    return attempt(read)
