"""Whatever is damaged at random, verification names all that changes what readers are told.

The seed is fixed, and printed with a table of what became of each kind of damage. What passes
without a word changes nothing that is told, and docs/publishing.md lists it by kind.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.damage import on_postgresql, on_sqlite
from tests.damage.trial import (
    BY_KEPT_LINK,
    HARMLESS,
    NAMED,
    PASSED,
    UNDETECTED,
    Trial,
    harmless,
    table,
)
from tests.documentation import read
from tests.postgres_server import binaries, own_server
from tests.processes import Site, fresh_site
from tests.processes import on_postgresql as runs_on_postgresql

SEED = 2021
PAGES = 20
PATIENCE = 1200
Keep = Callable[[str, object], None]


def judge(engine: str, rows: list[list[Any]], keep: Keep) -> list[Trial]:
    """Print the table; fail for what was missed; return the trials."""
    trials = [Trial(*row) for row in rows]
    keep("table", table(engine, SEED, trials))
    assert [trial for trial in trials if trial.outcome == UNDETECTED] == []
    assert [trial for trial in trials if trial.outcome == PASSED and not harmless(trial)] == []
    return trials


def count(trials: list[Trial], outcome: str) -> int:
    return len([trial for trial in trials if trial.outcome == outcome])


@pytest.mark.skipif(runs_on_postgresql(), reason="damages files of SQLite")
def test_damage_to_sqlite_is_named(tmp_path: Path, record_property: Keep) -> None:
    with fresh_site(tmp_path) as site:
        rows = replace(site, patience=PATIENCE).call(on_sqlite.trials, SEED)

    trials = judge("SQLite", rows, record_property)

    assert len(trials) == 300
    assert count(trials, NAMED) > 150
    lost_ends = [trial for trial in trials if trial.outcome == BY_KEPT_LINK]
    assert lost_ends
    assert {trial.kind for trial in lost_ends} <= {"a byte in the WAL", "the WAL cut short"}
    assert all("is lost" in trial.words for trial in lost_ends)


@pytest.mark.postgres
def test_damage_to_postgresql_is_named(tmp_path: Path, record_property: Keep) -> None:
    folder = binaries()
    if folder is None:
        pytest.fail("A separate server, to stop and damage, is needed: install PostgreSQL here.")
    with own_server(folder) as server:
        for database in ("record", "desk"):
            server.ask("postgres", f"CREATE DATABASE {database}")
        urls = {"DATABASE_URL": server.url("record"), "DESK_DATABASE_URL": server.url("desk")}
        site = Site(tmp_path, urls, patience=PATIENCE)
        assert site.manage("migrate", "--verbosity=0").returncode == 0
        found = site.call(on_postgresql.trials_of_rows, SEED)
        damages = on_postgresql.damage_pages(server, "record", PAGES, SEED)
        told, kept = found["told"], found["kept"]
        pages = site.call(on_postgresql.trials_of_pages, damages, told, kept)

    trials = judge("PostgreSQL", [*found["trials"], *pages], record_property)

    assert len(trials) == 60
    assert [trial for trial in trials if "could not be opened" in trial.words] == []
    assert count(trials, NAMED) > 40


@pytest.mark.parametrize("why", HARMLESS.values())
def test_what_may_pass_is_listed_in_the_docs(why: str) -> None:
    assert why in read("docs/publishing.md").replace("\n  ", " ")
