"""What SQLite's indexes give, beside what its tables hold; and its tables' own trees."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections

from publishing.databases import RECORD

# ruff: noqa: S608 — only names from the database's own catalogue are put into these statements.


@dataclass(frozen=True)
class Index:
    """An index by its name, its table and its columns, each with whether it runs downwards."""

    name: str
    table: str
    columns: tuple[tuple[str, bool], ...]
    passed_over: str = ""

    def faults(self) -> Iterator[str]:
        """Say how the index differs from its table."""
        if self.passed_over:
            return
        ((held,),) = _rows(f"SELECT count(*) FROM {_quoted(self.table)} NOT INDEXED")
        ((given, disorder),) = _rows(self._in_order())
        if given != held:
            yield f"gives {given} rows, but its table holds {held}"
        if disorder:
            yield f"is out of order in {disorder} places"
        ((lost,),) = _rows(self._lost())
        if lost:
            yield f"does not lead to {lost} of the rows of its table"

    def _in_order(self) -> str:
        """Read the whole index; compare each key with the one before it."""
        names = [_quoted(name) for name, _down in self.columns]
        keys = ", ".join(f"{name} AS k{n}" for n, name in enumerate(names))
        order = ", ".join(
            f"{_quoted(name)} {'DESC' if down else 'ASC'}" for name, down in self.columns
        )
        before = ", ".join(f"lag({name}) OVER keys AS b{n}" for n, name in enumerate(names))
        wrong = "0"
        for n, (_name, down) in reversed(list(enumerate(self.columns))):
            wrong = f"k{n} {'>' if down else '<'} b{n} OR (k{n} IS b{n} AND ({wrong}))"
        return (
            f"SELECT count(*), coalesce(sum({wrong}), 0) FROM (SELECT {keys}, {before}"
            f" FROM {_quoted(self.table)} INDEXED BY {_quoted(self.name)}"
            f" WINDOW keys AS (ORDER BY {order}))"
        )

    def _lost(self) -> str:
        """Look each row of the table up in the index, from its root."""
        same = " AND ".join(f"b.{_quoted(name)} IS a.{_quoted(name)}" for name, _ in self.columns)
        table = _quoted(self.table)
        return (
            f"SELECT count(*) FROM {table} a NOT INDEXED WHERE NOT EXISTS ("
            f"SELECT 1 FROM {table} b INDEXED BY {_quoted(self.name)}"
            f" WHERE {same} AND b.rowid = a.rowid)"
        )


@dataclass(frozen=True)
class Tree:
    """The tree in which SQLite keeps a table, by which a row is found by its number."""

    table: str
    passed_over: str = ""

    @property
    def name(self) -> str:
        return f"of row numbers of {self.table}"

    def faults(self) -> Iterator[str]:
        """Say which rows are not found by their number."""
        table = _quoted(self.table)
        ((lost,),) = _rows(
            f"SELECT count(*) FROM {table} a NOT INDEXED WHERE NOT EXISTS ("
            f"SELECT 1 FROM {table} b NOT INDEXED WHERE b.rowid = a.rowid)"
        )
        if lost:
            yield f"does not lead to {lost} of the rows of its table"


def indexes_of(table: str) -> list[Index | Tree]:
    """Return the tree of a table and its indexes."""
    names = _rows("SELECT name FROM pragma_index_list(%s) ORDER BY name", table)
    return [Tree(table), *[_index(table, name) for (name,) in names]]


def _index(table: str, name: str) -> Index:
    columns = _rows('SELECT name, "desc" FROM pragma_index_xinfo(%s) WHERE key', name)
    is_partial = _rows("SELECT partial FROM pragma_index_list(%s) WHERE name = %s", table, name)
    if is_partial == [(1,)] or any(column is None for column, _down in columns):
        words = "is not one of whole columns and rows; only integrity_check checked it"
        return Index(name, table, (), passed_over=words)
    return Index(name, table, tuple((column, bool(down)) for column, down in columns))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _rows(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connections[RECORD].cursor() as cursor:
        cursor.execute(statement, parameters or None)
        return list(cursor.fetchall())
