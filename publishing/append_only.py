"""Triggers that keep the log append-only, for SQLite and PostgreSQL.

Lines and bodies refuse updates and deletes. One exception: a body may be deleted when a line of the
same record, later or the same, erases it: one that names its seq in ``erases``, or a ``redacted``
line of the first envelope, which erases every earlier body of its record.

What a migration once created stays in ``FORMS`` as it was, so that a database made from
nothing and one that was updated step by step end with the same triggers.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation

# ruff: noqa: S608 — only names of our own tables are put into these statements.

REFUSAL = "the log is append-only"
LINE, BODY = "publishing_revision", "publishing_revisionbody"

LATER = """SELECT 1 FROM publishing_revision this JOIN publishing_revision later
      ON later.kind = this.kind AND later.slug = this.slug AND later.seq >= this.seq
    WHERE this.seq = OLD.seq"""
REDACTED = f"EXISTS (\n    {LATER} AND later.action = 'redacted')"
# The list is stored as [3,5]: with commas for brackets, each number stands between two.
ERASED = f"""EXISTS (
    {LATER} AND ((later.envelope IS NULL AND later.action = 'redacted')
      OR replace(replace(later.erases, '[', ','), ']', ',') LIKE '%,' || this.seq || ',%'))"""

SAME_BODY = "kept.seq = NEW.seq OR kept.rowid = NEW.rowid"
SAME_LINE = f"""{SAME_BODY} OR kept.link = NEW.link
    OR (kept.kind = NEW.kind AND kept.slug = NEW.slug AND kept.version = NEW.version)"""


@dataclass(frozen=True)
class Trigger:
    """A trigger of PostgreSQL: what it stands before, and the function that it calls."""

    name: str
    events: tuple[str, ...]
    table: str
    level: str
    function: str

    @property
    def statement(self) -> str:
        return (
            f"CREATE TRIGGER {self.name} BEFORE {' OR '.join(self.events)} ON {self.table}"
            f" FOR EACH {self.level} EXECUTE FUNCTION {self.function}()"
        )


@dataclass(frozen=True)
class Form:
    """All triggers as one migration made them.

    ``sqlite`` and ``functions`` hold texts by name. ``pinned``: the functions look for tables in
    the log's own schema first, so that no temporary table of the same name passes for the log.
    """

    sqlite: dict[str, str]
    functions: dict[str, str]
    triggers: tuple[Trigger, ...]
    pinned: bool


def _form(word: str, condition: str, *, pinned: bool) -> Form:
    """Return the triggers that let a body go where the condition holds."""
    refuse, unless = "publishing_refuse", f"publishing_refuse_unless_{word}"
    functions = {
        refuse: f"""
        BEGIN RAISE EXCEPTION '{REFUSAL}'; END """,
        unless: f"""
        BEGIN
          IF NOT {condition} THEN RAISE EXCEPTION '{REFUSAL}'; END IF;
          RETURN OLD;
        END """,
    }
    triggers = (
        Trigger(f"{LINE}_keep", ("DELETE", "UPDATE"), LINE, "ROW", refuse),
        Trigger(f"{LINE}_keep_all", ("TRUNCATE",), LINE, "STATEMENT", refuse),
        Trigger(f"{BODY}_keep", ("UPDATE",), BODY, "ROW", refuse),
        Trigger(f"{BODY}_keep_unless_{word}", ("DELETE",), BODY, "ROW", unless),
        Trigger(f"{BODY}_keep_all", ("TRUNCATE",), BODY, "STATEMENT", refuse),
    )
    return Form(dict(_sqlite(condition)), functions, triggers, pinned)


def _sqlite(condition: str) -> Iterator[tuple[str, str]]:
    """Yield each trigger of SQLite with its statement."""
    for table, event, when in [
        # INSERT OR REPLACE deletes without firing delete triggers, so it is refused separately: for
        # each unique column, and for the row number that SQLite keeps beside them.
        (LINE, "insert", f"WHEN EXISTS (SELECT 1 FROM {LINE} kept WHERE {SAME_LINE})"),
        (LINE, "update", ""),
        (LINE, "delete", ""),
        (BODY, "insert", f"WHEN EXISTS (SELECT 1 FROM {BODY} kept WHERE {SAME_BODY})"),
        (BODY, "update", ""),
        (BODY, "delete", f"WHEN NOT {condition}"),
    ]:
        yield (
            f"{table}_{event}",
            f"CREATE TRIGGER {table}_{event} BEFORE {event.upper()} ON {table} {when}"
            f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
        )


FORMS = {
    1: _form("redacted", REDACTED, pinned=False),
    2: _form("erased", ERASED, pinned=True),
}
NEWEST = 2


def create_triggers(connection: BaseDatabaseWrapper, form: int = NEWEST) -> None:
    """Make the log append-only on this connection's database."""
    one = FORMS[form]
    if connection.vendor == "sqlite":
        return _execute(connection, one.sqlite.values())
    pinned = f" SET {search_path(connection)}" if one.pinned else ""
    functions = [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql{pinned} AS $${source}$$"
        for name, source in one.functions.items()
    ]
    return _execute(connection, [*functions, *(trigger.statement for trigger in one.triggers)])


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Lift the protection, whatever its form; for migrations and tests."""
    if connection.vendor == "sqlite":
        names = {name for form in FORMS.values() for name in form.sqlite}
        _execute(connection, [f"DROP TRIGGER IF EXISTS {name}" for name in names])
    else:
        names = {name for form in FORMS.values() for name in form.functions}
        _execute(connection, [f"DROP FUNCTION IF EXISTS {name}() CASCADE" for name in names])


def search_path(connection: BaseDatabaseWrapper) -> str:
    """Return the setting by which PostgreSQL's functions find the log's tables and no others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        return f"search_path={cursor.fetchone()[0]}, pg_temp"


class AlterLog(Operation):
    """Run operations on the log's tables with its triggers lifted, then create those of a form.

    SQLite rebuilds a table for most changes and copies its rows, which our triggers refuse; and a
    rebuilt table has lost them. All of it is one transaction.
    """

    reduces_to_sql = False

    def __init__(self, operations: Sequence[Operation], *, before: int, after: int) -> None:
        self.operations, self.before, self.after = list(operations), before, after

    def state_forwards(self, app_label: str, state: Any) -> None:
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        drop_triggers(schema_editor.connection)
        for operation, old, new in self._steps(app_label, from_state):
            operation.database_forwards(app_label, schema_editor, old, new)
        create_triggers(schema_editor.connection, self.after)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        drop_triggers(schema_editor.connection)
        for operation, old, new in reversed(list(self._steps(app_label, to_state))):
            operation.database_backwards(app_label, schema_editor, new, old)
        create_triggers(schema_editor.connection, self.before)

    def describe(self) -> str:
        return "Alter the log's tables with its triggers lifted"

    def _steps(self, app_label: str, state: Any) -> Iterator[tuple[Operation, Any, Any]]:
        """Yield each operation with the state of the models before and after it."""
        for operation in self.operations:
            old, state = state, state.clone()
            operation.state_forwards(app_label, state)
            yield operation, old, state


def _execute(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
