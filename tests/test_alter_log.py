"""The log's tables can be altered: the triggers are lifted for that and put back afterwards."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connections, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from publishing.append_only import NEWEST, AlterLog
from publishing.databases import RECORD, unlock_record
from publishing.models import Revision
from publishing.proving.triggers import trigger_breaks
from publishing.proving.verifying import log_breaks
from tests.builders import make_party, publish
from tests.processes import Site, fresh_site, on_postgresql
from tests.test_triggers import texts

# What SQLite can only do by rebuilding the whole table.
REMAKES: dict[str, list[Operation]] = {
    "a column with a default": [
        migrations.AddField("revision", "extra", models.CharField(max_length=9, default="x"))
    ],
    "another word for approvals": [
        migrations.RemoveConstraint("revision", "publishing_approval_known"),
        migrations.AddConstraint(
            "revision",
            models.CheckConstraint(
                condition=~models.Q(approval=""), name="publishing_approval_known"
            ),
        ),
    ],
    "a longer column": [migrations.AlterField("revision", "kind", models.CharField(max_length=30))],
    "a column of the bodies with a default": [
        migrations.AddField("revisionbody", "extra", models.CharField(max_length=9, default="x"))
    ],
}


def prepare() -> None:
    """Publish something; runs in a separate process."""
    publish(make_party(), make_party())


def alter(way: str, *, lifted: bool, back: bool = False) -> str:
    """Alter the log in one way; return what went wrong; runs in a separate process."""
    connection = connections[RECORD]
    unlock_record(connection)
    before = MigrationLoader(connection).project_state()
    after = before.clone()
    operation = AlterLog(REMAKES[way], before=NEWEST, after=NEWEST)
    operation.state_forwards("publishing", after)
    try:
        with connection.schema_editor(atomic=True) as editor:
            if not lifted:
                _unlifted(editor, before, REMAKES[way])
            elif back:
                operation.database_backwards("publishing", editor, after, before)
            else:
                operation.database_forwards("publishing", editor, before, after)
    except IntegrityError as error:
        return str(error)
    return ""


def _unlifted(editor: Any, state: Any, operations: list[Operation]) -> None:
    for operation in operations:
        old, state = state, state.clone()
        operation.state_forwards("publishing", state)
        operation.database_forwards("publishing", editor, old, state)


def broken() -> list[str]:
    """Return what is wrong with the log, but for its changed table, which is intended here."""
    return [str(one) for one in (*log_breaks(), *trigger_breaks())]


def lines() -> list[str]:
    return [f"{line.link} {line.body.body}" for line in Revision.objects.select_related("body")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("altered")
    with fresh_site(folder) as one:
        one.call(prepare)
        yield one


@pytest.mark.parametrize("way", REMAKES)
def test_the_log_can_be_altered_there_and_back(site: Site, way: str) -> None:
    triggers, log = site.call(texts), site.call(lines)

    there = site.python("-c", calling(way, lifted=True))
    altered = site.call(texts), site.call(lines), site.call(broken)
    back = site.python("-c", calling(way, lifted=True, back=True))

    assert (there.stdout, back.stdout) == ("''\n", "''\n"), there.stderr + back.stderr
    assert altered == (triggers, log, [])
    assert (site.call(texts), site.call(lines)) == (triggers, log)


def calling(way: str, **options: bool) -> str:
    """Return the code that alters the log and prints what went wrong."""
    return (
        "import sys, django; sys.path.insert(0, '.'); django.setup();"
        f" from tests.test_alter_log import alter; print(repr(alter({way!r}, **{options!r})))"
    )


@pytest.mark.skipif(on_postgresql(), reason="PostgreSQL alters tables in place")
def test_sqlite_refuses_it_while_the_triggers_are_there(site: Site) -> None:
    done = site.python("-c", calling("a column with a default", lifted=False))

    assert "invalid foreign key" in done.stdout, done.stderr
