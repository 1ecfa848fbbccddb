"""Fixtures of all tests.

The real case is imported and published once for a whole run, and each process of the run tests on a
copy of it, inside transactions. What has to commit (kill -9, closed connections, threads) runs in
subprocesses on separate databases.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.utils import translation

from publishing.databases import DESK, RECORD, unlock_record
from tests import originals
from tests.postgresql import drop_what_this_run_made, name_this_run
from tests.processes import CASE, Site, name_in, on_postgresql, published_site

__all__ = ["CASE"]

LONGEST = {
    f"test_{name}"
    for name in (
        *("rehearsal", "redacting_finish", "random_damage", "killed", "put_back", "alter_log"),
        *("unusable_commands", "envelopes", "tampering", "tampering_odd"),
    )
}


def pytest_configure(config: pytest.Config) -> None:
    """Name the run in the one process that starts it."""
    if not hasattr(config, "workerinput"):
        name_this_run(keep=config.getoption("reuse_db"))
        if config.getoption("create_db"):
            originals.forget_all()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Drop what the run left on a PostgreSQL server, even after Ctrl-C."""
    if not hasattr(config, "workerinput") and on_postgresql():
        drop_what_this_run_made()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest, so that no process is left alone with one at the end."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """Give this process a copy of the published case to test on."""
    with published_site(tmp_path_factory.mktemp("databases")) as site:
        with django_db_blocker.unblock():
            _connect_to(site)
        yield
        with django_db_blocker.unblock():
            connections.close_all()


def _connect_to(site: Site) -> None:
    for alias, variable in ((RECORD, "DATABASE_URL"), (DESK, "DESK_DATABASE_URL")):
        connection, url = connections[alias], site.urls[variable]
        connection.close()
        if on_postgresql():
            connection.settings_dict["NAME"] = name_in(url)
        else:
            _load(Path(url.removeprefix("sqlite:///")), connection)
    # A test's transaction begins before publish() opens the door, so the connection has
    # to be open before. That it is closed otherwise is tested in test_closed_record.py.
    unlock_record(connections[RECORD])


def _load(file: Path, connection: Any) -> None:
    """Load a file into a database in memory, which never waits for a disk."""
    name = f"file:memorydb_{connection.alias}?mode=memory&cache=shared"
    connection.settings_dict["NAME"] = name
    connection.ensure_connection()
    if connection.alias == RECORD:
        unlock_record(connection)
    with closing(sqlite3.connect(file)) as source:
        # There is no WAL in memory, so the copy must not say that it has one.
        source.execute("PRAGMA journal_mode = DELETE")
        source.backup(connection.connection)


@pytest.fixture
def published_case() -> str:
    """Return the slug of the real case, which every test database holds."""
    return "pegasus-project"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Let every test begin in English."""
    with translation.override("en"):
        yield


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the tables that tests kept, including those of other processes."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, text in report.user_properties:
                if name == "table":
                    terminalreporter.write_line(f"\n{text}")
