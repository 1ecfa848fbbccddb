"""Fixtures of all tests.

The real case is imported and published once for each test database; tests run
inside transactions on top of it. What needs commits of its own (kill -9, closed
connections, threads) runs in subprocesses on databases of its own.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

from publishing.databases import RECORD, unlock_record

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "cases" / "pegasus-project"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Publish the real case in the test databases."""
    with django_db_blocker.unblock():
        call_command("import_case", CASE, verbosity=0)
        call_command("publish_case", CASE, verbosity=0, stdout=_Nowhere())
        # A test's transaction begins before publish() opens the door, so the connection has
        # to be open before. That it is closed otherwise is tested in test_closed_record.py.
        unlock_record(connections[RECORD])


class _Nowhere:
    def write(self, text: str) -> None:
        pass


@pytest.fixture
def published_case() -> str:
    """Return the slug of the real case, which every test database holds."""
    return "pegasus-project"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Let every test begin in English."""
    from django.utils import translation

    with translation.override("en"):
        yield
