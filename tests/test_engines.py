"""The tests run on the engine that script/test says, with the driver that is pinned."""

import importlib.util
import os

import pytest
from django.db import connections


@pytest.mark.parametrize("alias", ["default", "desk"])
def test_a_run_uses_the_engine_that_the_script_announces(alias: str) -> None:
    announced = os.environ.get("PEGASUS_TEST_ENGINE", "sqlite")
    assert connections[alias].vendor == announced


def test_psycopg_3_is_absent_since_django_would_silently_prefer_it() -> None:
    assert importlib.util.find_spec("psycopg") is None
    assert importlib.util.find_spec("psycopg2") is not None
