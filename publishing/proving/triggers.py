"""Verifying what keeps the log append-only: every trigger is there, switched on and has our
text."""

from collections.abc import Iterator
from typing import Any

from django.db import connections

from publishing.append_only import BODY, FORMS, LINE, NEWEST, Trigger, search_path
from publishing.databases import RECORD
from publishing.proving.breaks import Break
from publishing.proving.chunks import attempt

FORM = FORMS[NEWEST]
MISSING = "is missing, so the log could be changed unseen"
NOT_OURS = "differs from ours, so the log could be changed unseen"
# How PostgreSQL records what a trigger comes before.
BITS = {"ROW": 1, "STATEMENT": 0, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}
BEFORE = 2

TRIGGERS = """
    SELECT t.tgname, c.relname, p.proname, t.tgtype, t.tgenabled,
           t.tgqual IS NULL AND t.tgnargs = 0 AND t.tgattr = '' AND t.tgconstraint = 0
           AND p.pronamespace = c.relnamespace
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND c.relname IN (%s, %s)
      AND c.relnamespace = current_schema()::regnamespace"""
FUNCTIONS = """
    SELECT p.proname, p.prosrc, l.lanname = 'plpgsql' AND p.pronargs = 0 AND NOT p.prosecdef,
           p.proconfig
    FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
    WHERE p.pronamespace = current_schema()::regnamespace AND p.proname IN (%s, %s)"""
SWITCHED_OFF = """
    SELECT coalesce(d.datname, 'every database') || ', ' || coalesce(r.rolname, 'every role')
    FROM pg_db_role_setting s LEFT JOIN pg_database d ON d.oid = s.setdatabase
      LEFT JOIN pg_roles r ON r.oid = s.setrole
    WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
      AND EXISTS (SELECT 1 FROM unnest(s.setconfig) one
                  WHERE one LIKE 'session_replication_role=%%' AND one NOT LIKE '%%=origin')"""


def trigger_breaks() -> Iterator[Break]:
    """Expect the triggers that refuse changes of the log, with our text and switched on."""
    if connections[RECORD].vendor == "sqlite":
        yield from _sqlite()
    else:
        yield from _functions()
        yield from _triggers()
        yield from _switches()


def _sqlite() -> Iterator[Break]:
    found = _rows(
        "SELECT name, tbl_name, sql FROM sqlite_master"
        " WHERE type = 'trigger' AND lower(tbl_name) IN (%s, %s)"
    )
    texts = {name: sql for name, _table, sql in found}
    for name, statement in FORM.sqlite.items():
        if name not in texts:
            yield Break(f"trigger {name}", MISSING)
        elif texts[name] != statement:
            yield Break(f"trigger {name}", NOT_OURS)
    for name in sorted(texts.keys() - FORM.sqlite.keys()):
        yield _stranger(name)


def _functions() -> Iterator[Break]:
    names = list(FORM.functions)
    found = {name: rest for name, *rest in _rows(FUNCTIONS, names)}
    pinned = [search_path(connections[RECORD])]
    for name, source in FORM.functions.items():
        if name not in found:
            yield Break(f"function {name}", MISSING)
        elif found[name] != [source, True, pinned]:
            yield Break(f"function {name}", NOT_OURS)


def _triggers() -> Iterator[Break]:
    found = {name: rest for name, *rest in _rows(TRIGGERS)}
    for trigger in FORM.triggers:
        rest = found.pop(trigger.name, None)
        place = f"trigger {trigger.name}"
        if rest is None:
            yield Break(place, MISSING)
            continue
        *text, enabled, plain = rest
        if [*text, plain] != [trigger.table, trigger.function, _type_of(trigger), True]:
            yield Break(place, NOT_OURS)
        if enabled not in ("O", "A"):
            yield Break(place, "is switched off, so the log could be changed unseen")
    yield from (_stranger(name) for name in sorted(found))


def _switches() -> Iterator[Break]:
    """Expect that no session, role or database has all triggers switched off."""
    [[role]] = _rows("SHOW session_replication_role", [])
    if role != "origin":
        words = f"is {role} in this session, which switches all triggers off"
        yield Break("setting session_replication_role", words)
    for [where] in _rows(SWITCHED_OFF, []):
        yield Break("setting session_replication_role", f"switches all triggers off for {where}")


def _type_of(trigger: Trigger) -> int:
    return BEFORE + BITS[trigger.level] + sum(BITS[event] for event in trigger.events)


def _stranger(name: str) -> Break:
    return Break(f"trigger {name}", "is on the log but is not ours")


def _rows(statement: str, values: Any = (LINE, BODY)) -> list[tuple[Any, ...]]:
    def read() -> list[tuple[Any, ...]]:
        with connections[RECORD].cursor() as cursor:
            cursor.execute(statement, list(values))
            return list(cursor.fetchall())

    return attempt(read)
