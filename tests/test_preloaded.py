"""Processes that are forked with Django loaded are like new ones."""

import os
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from publishing.databases import DESK, RECORD
from tests.preloaded import run
from tests.processes import Site, fresh_site

pytestmark = pytest.mark.once


def seen() -> dict[str, object]:
    """Return what a process knows of itself."""
    return {
        "folder": str(settings.VAR),
        "databases": [str(connections[alias].settings_dict["NAME"]) for alias in (RECORD, DESK)],
        "mark": os.environ.get("MARK", ""),
    }


def leave_a_mark() -> None:
    os.environ["MARK"] = "left"


def test_a_process_has_the_settings_of_its_installation(tmp_path: Path) -> None:
    with fresh_site(tmp_path) as site:
        found = site.call(seen)

    assert found["folder"] == str(tmp_path)
    assert all(str(tmp_path) in name for name in found["databases"])


def test_nothing_stays_of_the_process_before(tmp_path: Path) -> None:
    site = Site(tmp_path, {})
    site.call(leave_a_mark)

    assert site.call(seen)["mark"] == ""


def test_it_says_how_it_ended(tmp_path: Path) -> None:
    site = Site(tmp_path, {})

    assert site.python("-c", "import sys; sys.exit(3)").returncode == 3
    assert site.python("-c", "import os; os.kill(os.getpid(), 9)").returncode == -9
    assert "ZeroDivisionError" in site.python("-c", "1 / 0").stderr
    assert site.manage("no_such_command").returncode == 1


def test_a_process_without_end_is_ended_and_the_next_one_runs(tmp_path: Path) -> None:
    environment = Site(tmp_path, {}).environment()

    with pytest.raises(subprocess.TimeoutExpired):
        run(["-c", "import time; time.sleep(60)"], environment, 1)

    assert run(["-c", "print(2)"], environment, 20).stdout == "2\n"
