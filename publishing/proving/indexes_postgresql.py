"""What PostgreSQL's indexes give, beside what its tables hold.

PostgreSQL cannot be told which index to use. It is left no other plan, and EXPLAIN says whether it
took the intended one.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connections, transaction

from publishing.databases import RECORD

# ruff: noqa: S608 — only names from the database's own catalogue are put into these statements.

INDEXES = """
    SELECT name.relname, method.amname, index.indisunique,
           pg_get_expr(index.indpred, index.indrelid),
           array_agg(pg_get_indexdef(index.indexrelid, key.place::int, true) ORDER BY key.place),
           array_agg(key.option ORDER BY key.place),
           array_agg(operators.names::text ORDER BY key.place)
    FROM pg_index index
    JOIN pg_class name ON name.oid = index.indexrelid
    JOIN pg_am method ON method.oid = name.relam
    CROSS JOIN LATERAL unnest(index.indclass::oid[], index.indoption::int2[])
        WITH ORDINALITY AS key(class, option, place)
    JOIN pg_opclass class ON class.oid = key.class
    CROSS JOIN LATERAL (
        SELECT jsonb_object_agg(amopstrategy, oprname) FROM pg_amop
        JOIN pg_operator ON pg_operator.oid = amopopr
        WHERE amopfamily = opcfamily AND amoplefttype = opcintype AND amoprighttype = opcintype
    ) AS operators(names)
    WHERE index.indrelid = %s::regclass AND index.indisvalid
    GROUP BY index.indexrelid, index.indrelid, 1, 2, 3, 4 ORDER BY 1"""

# An index only, in its order; and without an index, in the order of the table.
NO_TABLE = ("seqscan", "bitmapscan", "indexonlyscan", "tidscan")
NO_SORT = (*NO_TABLE, "sort", "incremental_sort")
NO_HASH = (*NO_TABLE, "hashjoin", "mergejoin", "material")
NO_INDEX = ("indexscan", "bitmapscan", "indexonlyscan")
PLANS = {*NO_SORT, *NO_HASH, *NO_INDEX}
INDEX_NAME = re.compile(r'"Index Name": "([^"]+)"')
DESCENDING, NULLS_FIRST = 1, 2
# Which rows, in one number.
ROWS = "sum(hashtextextended(ctid::text, 0))"
# A look-up in a damaged index may go round in a circle.
PATIENCE = "10min"
OTHER_PLAN = "was not checked separately: PostgreSQL would not read it"


@dataclass(frozen=True)
class Key:
    """A column or expression of an index, with the operators of its order."""

    text: str
    less: str
    more: str
    at_most: str
    at_least: str
    nulls_first: bool

    def order(self, *, backwards: bool) -> str:
        """Return how a query asks for this order."""
        operator = self.more if backwards else self.less
        nulls = "FIRST" if self.nulls_first != backwards else "LAST"
        return f"{self.text} USING {operator} NULLS {nulls}"


@dataclass
class Index:
    """A b-tree index; ``passed_over`` says why it was not checked, if it was not."""

    name: str
    table: str
    keys: list[Key]
    where: str
    is_unique: bool
    passed_over: str = field(default="")

    def faults(self) -> Iterator[str]:
        """Say how the index differs from its table."""
        if self.passed_over:
            return
        held = _answer(self._whole_table(), NO_INDEX) or (0, 0)
        for backwards in (False, True):
            given = _answer(self._in_order(held[0] + 1, backwards=backwards), NO_SORT, self.name)
            if given is None:
                self.passed_over = OTHER_PLAN
                return
            yield from _difference(held, given[:2])
            if given[2]:
                yield f"is out of order in {given[2]} places"
        yield from self._faults_of_look_ups()

    def _faults_of_look_ups(self) -> Iterator[str]:
        wrong = next((one for one in self._look_ups() if one), None)
        if wrong is None:
            self.passed_over = OTHER_PLAN
        elif wrong[0]:
            yield f"does not lead to the rows of {wrong[0]} of the keys in its table"
        if len(self.keys) == 1:
            empty = self._whole_table(f"{self.keys[0].text} IS NULL")
            held, given = _answer(empty, NO_INDEX), _answer(empty, NO_SORT, self.name)
            if held and given:
                yield from _difference(held, given)

    def _in_order(self, most: int, *, backwards: bool) -> str:
        """Read the whole index; compare each key with the one before it.

        A damaged index may lead round in a circle, so no more rows are asked for than *most*.
        """
        keys = ", ".join(f"{key.text} AS k{n}" for n, key in enumerate(self.keys))
        order = ", ".join(key.order(backwards=backwards) for key in self.keys)
        columns = ", ".join(f"k{n}" for n in range(len(self.keys)))
        before = ", ".join(f"lag(k{n}) OVER () AS b{n}" for n in range(len(self.keys)))
        wrong = "false"
        for n, key in reversed(list(enumerate(self.keys))):
            less = key.more if backwards else key.less
            wrong = f"k{n} {less} b{n} OR (k{n} = b{n} AND ({wrong}))"
        return (
            f"SELECT count(*), {_digest(columns)}, count(*) FILTER (WHERE {wrong}) FROM ("
            f"SELECT ctid, {columns}, {before} FROM (SELECT ctid, {keys} FROM {self.table}"
            f"{self._condition()} ORDER BY {order} LIMIT {most}) AS read) AS compared"
        )

    def _whole_table(self, more: str = "") -> str:
        columns = ", ".join(key.text for key in self.keys)
        return f"SELECT count(*), {_digest(columns)} FROM {self.table}{self._condition(more)}"

    def _look_ups(self) -> Iterator[tuple[Any, ...] | None]:
        """Look each key of the table up from the root, with conditions that this index may
        serve."""
        numbered = list(enumerate(self.keys))
        if len(numbered) == 1:
            # By the operators that only an index of this order serves.
            (key,) = self.keys
            same = f"{key.text} {key.at_least} k0 AND {key.text} {key.at_most} k0"
            yield _answer(self._wrong_keys(same), NO_HASH, self.name)
            return
        same = " AND ".join(f"{key.text} = k{n}" for n, key in numbered)
        yield _answer(self._wrong_keys(same), NO_HASH, self.name)
        # If another index serves that as well: by the order that only this one gives.
        row = f"({', '.join(key.text for key in self.keys)})"
        same = f"({', '.join(f'k{n}' for n, _key in numbered)})"
        order = f" ORDER BY {', '.join(key.order(backwards=False) for key in self.keys)}"
        ranges = self._wrong_keys(f"{row} >= {same} AND {row} <= {same}", order)
        yield _answer(ranges, (*NO_HASH, *NO_SORT), self.name)

    def _wrong_keys(self, same: str, order: str = "") -> str:
        """Count the keys that do not lead to the very rows that have them.

        TABLESAMPLE reads the table itself, whatever plans are forbidden.
        """
        held = ", ".join(f"{key.text} AS k{n}" for n, key in enumerate(self.keys))
        columns = ", ".join(f"k{n}" for n in range(len(self.keys)))
        told = " AND ".join(f"{key.text} IS NOT NULL" for key in self.keys)
        return (
            f"SELECT count(*) FROM (SELECT {columns}, {ROWS} AS rows FROM (SELECT ctid, {held}"
            f" FROM {self.table} TABLESAMPLE SYSTEM (100){self._condition(told)}) AS read"
            f" GROUP BY {columns}) AS held"
            f" WHERE rows IS DISTINCT FROM (SELECT {ROWS} FROM ("
            f"SELECT ctid FROM {self.table}{self._condition(same)}{order}) AS found)"
        )

    def _condition(self, more: str = "") -> str:
        conditions = " AND ".join(one for one in (self.where, more) if one)
        return f" WHERE {conditions}" if conditions else ""


def indexes_of(table: str) -> list[Index]:
    """Return the valid indexes of a table."""
    quoted = f'"{table}"'
    with connections[RECORD].cursor() as cursor:
        cursor.execute(INDEXES, [quoted])
        return [_index(quoted, *row) for row in cursor.fetchall()]


def _index(
    table: str, name: str, method: str, is_unique: bool, where: str | None,
    texts: list[str], options: list[int], operators: list[str],
) -> Index:  # fmt: skip
    if method != "btree":
        return Index(name, table, [], "", is_unique, f"is not a b-tree but {method}: not checked")
    keys = [_key(*one) for one in zip(texts, options, operators, strict=True)]
    return Index(name, table, keys, where or "", is_unique)


def _key(text: str, option: int, named: str) -> Key:
    operators = json.loads(named)
    less, more = ("5", "1") if option & DESCENDING else ("1", "5")
    return Key(
        text, operators[less], operators[more], operators["2"], operators["4"],
        nulls_first=bool(option & NULLS_FIRST),
    )  # fmt: skip


def _difference(held: tuple[Any, ...], given: tuple[Any, ...]) -> Iterator[str]:
    if given[0] != held[0]:
        yield f"gives {given[0]} rows, but its table holds {held[0]}"
    elif given != held:
        yield "gives other rows than its table holds"


def _digest(columns: str) -> str:
    return f"coalesce(sum(hashtextextended(row(ctid, {columns})::text, 0)), 0)"


def _answer(statement: str, without: tuple[str, ...], index: str = "") -> tuple[Any, ...] | None:
    """Return the answer to a statement, or None if it would not be read by that index."""
    with transaction.atomic(using=RECORD), connections[RECORD].cursor() as cursor:
        for plan in PLANS:
            cursor.execute(f"SET LOCAL enable_{plan} = {'off' if plan in without else 'on'}")
        # An unwanted plan counts as very costly, and costly plans would be compiled.
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(f"SET LOCAL statement_timeout = '{PATIENCE}'")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
        plan = json.dumps(cursor.fetchone()[0])
        answer = None
        if not index or _is_read_by(plan, index, without):
            cursor.execute(statement)
            answer = cursor.fetchone()
        # Takes the settings back.
        transaction.set_rollback(True, using=RECORD)
    return answer


def _is_read_by(plan: str, index: str, without: tuple[str, ...]) -> bool:
    is_sorted = "sort" in without and '"Node Type": "Sort"' in plan
    return set(INDEX_NAME.findall(plan)) == {index} and not is_sorted
