"""verify_log proves that the triggers of the log are there, switched on, and have our text."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from publishing.append_only import (
    BODY,
    FORMS,
    LINE,
    NEWEST,
    REFUSAL,
    create_triggers,
    drop_triggers,
)
from publishing.proving.triggers import trigger_breaks
from tests.builders import BOTH
from tests.processes import fresh_site, on_postgresql
from tests.tampering import on_record

pytestmark = BOTH
FORM = FORMS[NEWEST]
UNSEEN = "so the log could be changed unseen"
MISSING, CHANGED = f"is missing, {UNSEEN}", f"differs from ours, {UNSEEN}"
TRIGGERS = (
    {t.name: t.table for t in FORM.triggers} if on_postgresql() else dict.fromkeys(FORM.sqlite, "")
)
only_sqlite = pytest.mark.skipif(on_postgresql(), reason="PostgreSQL keeps triggers otherwise")
only_postgresql = pytest.mark.skipif(not on_postgresql(), reason="SQLite has no such thing")


@pytest.fixture(autouse=True)
def cursor(published_case: str) -> Iterator[Any]:
    with on_record().cursor() as cursor:
        yield cursor


def found() -> list[str]:
    return [str(one) for one in trigger_breaks()]


def test_nothing_is_wrong_with_triggers_that_nobody_touched() -> None:
    assert found() == []


@pytest.mark.parametrize("name", TRIGGERS)
def test_a_trigger_that_was_dropped_is_named(cursor: Any, name: str) -> None:
    cursor.execute(f"DROP TRIGGER {name}" + (f" ON {TRIGGERS[name]}" if on_postgresql() else ""))

    assert found() == [f"trigger {name}: {MISSING}"]


def test_all_triggers_that_were_dropped_are_named() -> None:
    drop_triggers(on_record())

    expected = FORM.sqlite
    if on_postgresql():
        expected = {**FORM.functions, **TRIGGERS}
    assert len(found()) == len(expected)


def test_triggers_of_an_earlier_form_are_named() -> None:
    drop_triggers(on_record())
    create_triggers(on_record(), form=1)

    assert any("is not ours" in one or "differs from ours" in one for one in found())


def test_a_trigger_too_many_is_named(cursor: Any) -> None:
    text = "AFTER INSERT ON publishing_revision"
    if on_postgresql():
        text += " FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
    else:
        text += " BEGIN SELECT 1; END"
    cursor.execute(f"CREATE TRIGGER smuggled {text}")

    assert found() == ["trigger smuggled: is on the log but is not ours"]


@only_sqlite
@pytest.mark.parametrize("name", FORM.sqlite)
def test_a_trigger_with_another_text_is_named(cursor: Any, name: str) -> None:
    cursor.execute(f"DROP TRIGGER {name}")
    cursor.execute(
        FORM.sqlite[name].replace("RAISE(ABORT", "RAISE(IGNORE").replace(f", '{REFUSAL}'", "")
    )

    assert found() == [f"trigger {name}: {CHANGED}"]


@only_sqlite
def test_a_trigger_moved_to_another_table_is_named(cursor: Any) -> None:
    cursor.execute("DROP TRIGGER publishing_revision_update")
    text = FORM.sqlite["publishing_revision_update"]
    cursor.execute(text.replace(" ON publishing_revision", " ON publishing_head"))

    assert found() == [f"trigger publishing_revision_update: {MISSING}"]


REPLACED = {
    "for other events": "CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW"
    " EXECUTE FUNCTION publishing_refuse()",
    "for some columns": "CREATE TRIGGER {name} BEFORE UPDATE OF seq ON {table} FOR EACH ROW"
    " EXECUTE FUNCTION publishing_refuse()",
    "under a condition": "CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN (false)"
    " EXECUTE FUNCTION publishing_refuse()",
    "afterwards": "CREATE TRIGGER {name} AFTER UPDATE ON {table} FOR EACH ROW"
    " EXECUTE FUNCTION publishing_refuse()",
    "with another function": "CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW"
    " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
}


@only_postgresql
@pytest.mark.parametrize("way", REPLACED)
def test_a_trigger_that_was_replaced_is_named(cursor: Any, way: str) -> None:
    name = f"{BODY}_keep"
    cursor.execute(f"DROP TRIGGER {name} ON {BODY}")
    cursor.execute(REPLACED[way].format(name=name, table=BODY))

    assert found() == [f"trigger {name}: {CHANGED}"]


FUNCTIONS = {
    "another text": "AS $$ BEGIN RETURN OLD; END $$",
    "another search path": "SET search_path = pg_temp, public AS $${source}$$",
    "no search path": "AS $${source}$$",
    "other rights": "SECURITY DEFINER SET search_path = public, pg_temp AS $${source}$$",
}


@only_postgresql
@pytest.mark.parametrize("name", FORM.functions)
@pytest.mark.parametrize("way", FUNCTIONS)
def test_a_function_that_was_changed_is_named(cursor: Any, way: str, name: str) -> None:
    text = FUNCTIONS[way].format(source=FORM.functions[name])
    cursor.execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {text}")

    assert found() == [f"function {name}: {CHANGED}"]


@only_postgresql
@pytest.mark.parametrize("state", ["DISABLE", "ENABLE REPLICA"])
def test_a_trigger_that_was_switched_off_is_named(cursor: Any, state: str) -> None:
    _check_deferred(cursor)
    cursor.execute(f"ALTER TABLE {LINE} {state} TRIGGER {LINE}_keep")

    assert found() == [f"trigger {LINE}_keep: is switched off, {UNSEEN}"]


@only_postgresql
def test_all_triggers_of_a_table_switched_off_are_named(cursor: Any) -> None:
    _check_deferred(cursor)
    cursor.execute(f"ALTER TABLE {BODY} DISABLE TRIGGER ALL")

    assert len(found()) == 3


def _check_deferred(cursor: Any) -> None:
    """Foreign keys that wait for COMMIT would keep the tables from being altered."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@only_postgresql
def test_a_session_whose_triggers_are_switched_off_is_named(cursor: Any) -> None:
    cursor.execute("SET LOCAL session_replication_role = replica")

    assert found() == [
        "setting session_replication_role: is replica in this session, which switches all"
        " triggers off"
    ]


@only_postgresql
def test_a_database_whose_triggers_are_switched_off_is_named(cursor: Any) -> None:
    cursor.execute("SELECT current_database()")
    name = cursor.fetchone()[0]
    cursor.execute(f'ALTER DATABASE "{name}" SET session_replication_role = replica')

    assert found() == [
        f"setting session_replication_role: switches all triggers off for {name}, every role"
    ]


@only_postgresql
def test_a_temporary_table_does_not_pass_for_the_log(cursor: Any) -> None:
    cursor.execute(
        "CREATE TEMPORARY TABLE publishing_revision ON COMMIT DROP AS"
        " SELECT * FROM public.publishing_revision"
    )
    cursor.execute("UPDATE pg_temp.publishing_revision SET erases = '[7]' WHERE seq = 7")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        cursor.execute("DELETE FROM publishing_revisionbody WHERE seq = 7")


def test_the_command_names_a_trigger_that_is_missing(tmp_path: Any) -> None:
    with fresh_site(tmp_path) as site:
        site.call(lift)

        verified = site.manage("verify_log")

    assert verified.returncode == 1
    assert UNSEEN in verified.stderr


def lift() -> None:
    """Drop all triggers; runs in a separate process."""
    drop_triggers(on_record())


def texts() -> list[list[str]]:
    """Return every trigger and function of the record; runs in a separate process."""
    catalogue = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
        "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
        " UNION ALL SELECT proname, pg_get_functiondef(oid) FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace ORDER BY 1",
    }
    with on_record().cursor() as cursor:
        cursor.execute(catalogue[cursor.db.vendor])
        return [list(row) for row in cursor.fetchall()]


def test_an_updated_database_has_the_triggers_of_a_new_one(tmp_path: Any) -> None:
    with fresh_site(tmp_path) as site:
        new = site.call(texts)
        back = site.manage("migrate", "publishing", "0002", "--database=default", "--verbosity=0")
        first = site.call(texts)
        forth = site.manage("migrate", "--database=default", "--verbosity=0")

        assert (back.returncode, forth.returncode) == (0, 0), back.stderr + forth.stderr
        assert first != new
        assert site.call(texts) == new
