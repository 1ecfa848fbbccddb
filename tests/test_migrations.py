"""Migrations of both databases: whole, repeatable, reversible where they protect the log."""

from collections.abc import Iterator

import pytest
from django.db import connections

from publishing.databases import (
    Router,
)
from tests.builders import (
    BOTH,
)
from tests.processes import Site, fresh_site

router = Router()


@pytest.mark.parametrize(
    ("app", "in_the_record"),
    [("publishing", True), ("evidence", True), ("claims", True), ("desk", False), ("auth", False)],
)
def test_only_the_domain_has_tables_in_the_record(app: str, in_the_record: bool) -> None:
    assert router.allow_migrate("default", app) is in_the_record
    assert router.allow_migrate("desk", app) is None


@BOTH
@pytest.mark.parametrize("table", ["auth_user", "desk_changeset", "django_session"])
def test_the_record_has_no_table_of_the_desk(table: str) -> None:
    assert table not in connections["default"].introspection.table_names()
    assert table in connections["desk"].introspection.table_names()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with fresh_site(tmp_path_factory.mktemp("migrated")) as one:
        yield one


def test_migrating_again_does_nothing(site: Site) -> None:
    done = site.manage("migrate")

    assert done.returncode == 0, done.stderr
    assert done.stdout.count("No migrations to apply.") == 2


def test_no_migration_is_missing(site: Site) -> None:
    done = site.manage("makemigrations", "--check", "--dry-run")

    assert done.returncode == 0, done.stdout + done.stderr


def triggers() -> list[str]:
    """Name the triggers of the log in the record; runs in a separate process."""
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connections["default"].cursor() as cursor:
        cursor.execute(catalogue[connections["default"].vendor])
        return sorted(name for [name] in cursor.fetchall())


def test_the_triggers_can_be_lifted_and_put_back(site: Site) -> None:
    before = site.call(triggers)
    back = site.manage("migrate", "publishing", "0001", "--database=default", "--verbosity=0")
    without = site.call(triggers)
    forth = site.manage("migrate", "--database=default", "--verbosity=0")

    assert (back.returncode, forth.returncode) == (0, 0), back.stderr + forth.stderr
    assert len(before) >= 5
    assert without == []
    assert site.call(triggers) == before
