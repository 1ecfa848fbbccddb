"""Triggers that keep the log append-only, for SQLite and PostgreSQL.

Lines and bodies refuse update and delete. One exception: a body may be deleted
when the log holds a ``redacted`` line of the same record, later or the same.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

# ruff: noqa: S608 — only names of our own tables are put into these statements.

REFUSAL = "the log is append-only"
LINE, BODY = "publishing_revision", "publishing_revisionbody"

REDACTED = """EXISTS (
    SELECT 1 FROM publishing_revision this JOIN publishing_revision later
      ON later.kind = this.kind AND later.slug = this.slug AND later.seq >= this.seq
    WHERE this.seq = OLD.seq AND later.action = 'redacted')"""

SAME_BODY = "kept.seq = NEW.seq OR kept.rowid = NEW.rowid"
SAME_LINE = f"""{SAME_BODY} OR kept.link = NEW.link
    OR (kept.kind = NEW.kind AND kept.slug = NEW.slug AND kept.version = NEW.version)"""

SQLITE_EVENTS = [
    # INSERT OR REPLACE deletes without firing delete triggers, so it is refused by itself:
    # for each unique column, and for the row number that SQLite keeps beside them.
    (LINE, "insert", f"WHEN EXISTS (SELECT 1 FROM {LINE} kept WHERE {SAME_LINE})"),
    (LINE, "update", ""),
    (LINE, "delete", ""),
    (BODY, "insert", f"WHEN EXISTS (SELECT 1 FROM {BODY} kept WHERE {SAME_BODY})"),
    (BODY, "update", ""),
    (BODY, "delete", f"WHEN NOT {REDACTED}"),
]

POSTGRESQL = [
    f"""CREATE FUNCTION publishing_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$""",
    f"""CREATE FUNCTION publishing_refuse_unless_redacted() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NOT {REDACTED} THEN RAISE EXCEPTION '{REFUSAL}'; END IF;
          RETURN OLD;
        END $$""",
    f"""CREATE TRIGGER {LINE}_keep BEFORE UPDATE OR DELETE ON {LINE}
        FOR EACH ROW EXECUTE FUNCTION publishing_refuse()""",
    f"""CREATE TRIGGER {LINE}_keep_all BEFORE TRUNCATE ON {LINE}
        FOR EACH STATEMENT EXECUTE FUNCTION publishing_refuse()""",
    f"""CREATE TRIGGER {BODY}_keep BEFORE UPDATE ON {BODY}
        FOR EACH ROW EXECUTE FUNCTION publishing_refuse()""",
    f"""CREATE TRIGGER {BODY}_keep_unless_redacted BEFORE DELETE ON {BODY}
        FOR EACH ROW EXECUTE FUNCTION publishing_refuse_unless_redacted()""",
    f"""CREATE TRIGGER {BODY}_keep_all BEFORE TRUNCATE ON {BODY}
        FOR EACH STATEMENT EXECUTE FUNCTION publishing_refuse()""",
]


def create_triggers(connection: BaseDatabaseWrapper) -> None:
    """Make the log append-only on this connection's database."""
    statements = POSTGRESQL if connection.vendor == "postgresql" else _sqlite_statements()
    _execute(connection, statements)


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Lift the protection; for reversing the migration and for tests of what it prevents."""
    if connection.vendor == "postgresql":
        functions = ("publishing_refuse()", "publishing_refuse_unless_redacted()")
        _execute(connection, [f"DROP FUNCTION {name} CASCADE" for name in functions])
    else:
        triggers = [f"{table}_{event}" for table, event, _when in SQLITE_EVENTS]
        _execute(connection, [f"DROP TRIGGER {name}" for name in triggers])


def _sqlite_statements() -> list[str]:
    return [
        f"CREATE TRIGGER {table}_{event} BEFORE {event.upper()} ON {table} {when}"
        f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for table, event, when in SQLITE_EVENTS
    ]


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
