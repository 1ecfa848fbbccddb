"""Commands say in a few lines what cannot be used and what to do, and leave no traceback."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests import documentation
from tests.breaking import AS_ANYBODY, DESK, RECORD, missing, read_only, spoil
from tests.fingerprint import ROOT
from tests.postgresql import on_postgresql  # noqa: F401
from tests.processes import CASE, Site, fresh_site

# What each command has to be given, if anything.
ARGUMENTS = {"import_case": [str(CASE)], "publish_case": [str(CASE)]}
OURS = sorted(documentation.commands())
DJANGOS = ["changepassword", "createsuperuser"]


def arguments(command: str) -> list[str]:
    if command in DJANGOS:
        return ["manage.py", command, "--database", "desk", *_who(command)]
    return ["manage.py", command, *ARGUMENTS.get(command, [])]


def _who(command: str) -> list[str]:
    named = ["--noinput", "--username=someone", "--email=someone@example.org"]
    return ["editor"] if command == "changepassword" else named


def is_said(done: "subprocess.CompletedProcess[str]", *words: str) -> bool:
    """Tell whether a command ended with an error in these words and not with a traceback."""
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    assert done.returncode, done.stderr[-3000:]
    return "Error: " in done.stderr and all(one in done.stderr for one in words)


@pytest.mark.parametrize("command", [*OURS, *DJANGOS])
def test_a_command_says_that_a_database_is_not_there(tmp_path: Path, command: str) -> None:
    site = Site(tmp_path, {})

    done = site.python(*arguments(command), **missing(site, RECORD, DESK))

    # verify_log has its own words.
    assert is_said(done, "DATABASE_URL")
    assert command == "verify_log" or "A database cannot be used: " in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_preparing_says_that_a_database_is_not_there(tmp_path: Path) -> None:
    site = Site(tmp_path, {})

    done = site.python("script/prepare.py", **missing(site, RECORD, DESK))

    assert is_said(done, "A database cannot be used: ", "DATABASE_URL")


def test_a_server_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    urls = dict.fromkeys((RECORD, DESK), "postgres://pegasus:secret@127.0.0.1:1/record")

    done = Site(tmp_path, urls).manage("publish_pending")

    assert is_said(done, "Its server does not answer", "The record: record on 127.0.0.1")
    assert "secret" not in done.stderr


def test_a_server_that_says_nothing_is_given_up(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        urls = dict.fromkeys((RECORD, DESK), f"postgres://pegasus@127.0.0.1:{port}/record")

        done = Site(tmp_path, urls).manage("publish_pending")

    assert is_said(done, "timeout", "Its server does not answer")


@pytest.mark.parametrize("command", ["changepassword", "import_case", "publish_pending"])
def test_a_command_says_that_the_tables_are_not_made(tmp_path: Path, command: str) -> None:
    urls = {name: f"sqlite:///{tmp_path / name}.sqlite3" for name in (RECORD, DESK)}

    done = Site(tmp_path, urls).python(*arguments(command))

    assert is_said(done, "script/manage migrate")


def test_a_command_says_that_a_database_may_only_be_read(tmp_path: Path) -> None:
    with fresh_site(tmp_path) as site, read_only(site.urls[DESK]):
        line = [*AS_ANYBODY, sys.executable, *arguments("create_first_editor")]
        done = subprocess.run(
            line, cwd=ROOT, env=site.environment(), capture_output=True, text=True, check=False
        )

    assert is_said(done, "A database cannot be used: ")


@pytest.mark.skipif("on_postgresql()", reason="files of SQLite")
@pytest.mark.parametrize("command", ["migrate", "import_case", "rebuild_record"])
def test_a_command_says_that_a_file_is_damaged(tmp_path: Path, command: str) -> None:
    with fresh_site(tmp_path) as site:
        spoil(site.urls[RECORD])

        done = site.python(*arguments(command))

    assert is_said(done, "file is not a database", "restore a backup")


@pytest.mark.skipif("on_postgresql()", reason="files of SQLite")
def test_a_command_that_fills_the_disk_says_so_and_can_be_run_again(tmp_path: Path) -> None:
    with fresh_site(tmp_path) as site:
        # In blocks of 1,024 bytes: enough for a small part of the case.
        line = ["bash", "-c", 'ulimit -f 700; exec "$@"', "bash", sys.executable]
        done = subprocess.run(
            [*line, *arguments("import_case"), "--verbosity=0"],
            cwd=ROOT,
            env=site.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        again = site.python(*arguments("import_case"), "--verbosity=0")

    assert is_said(done, "A database cannot be used: ", "full")
    assert again.returncode == 0, again.stderr
    assert "648 added" in again.stdout


def test_settings_that_cannot_be_are_said_without_a_traceback(tmp_path: Path) -> None:
    done = Site(tmp_path, {}).manage("check", PEGASUS_ROLE="publik")

    assert is_said(done, "PEGASUS_ROLE is “publik”")


def test_a_mistake_of_ours_keeps_its_traceback(tmp_path: Path) -> None:
    done = Site(tmp_path, {}).manage("check", DJANGO_SETTINGS_MODULE="tests.no_such_settings")

    assert done.returncode == 1
    assert "Traceback" in done.stderr


def test_a_traceback_can_be_asked_for(tmp_path: Path) -> None:
    site = Site(tmp_path, {})

    done = site.manage("publish_pending", "--traceback", **missing(site, RECORD, DESK))

    assert "Traceback" in done.stderr
