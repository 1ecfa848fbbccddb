"""Verification of damaged and missing files, servers and connections: words, no traceback."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from django.db import connections
from django.test import Client

from publishing.databases import RECORD, in_record
from publishing.proving.breaks import Break
from publishing.proving.verifying import Check, findings
from tests.builders import make_party, publish
from tests.damage.sqlite_file import SQLiteFile
from tests.processes import Site, empty_site, fresh_site, on_postgresql, published_site

on_sqlite = pytest.mark.skipif(on_postgresql(), reason="about files of SQLite")
SLUG = b"clm-map-never-used"
PAGE = "/claims/clm-map-never-used/"


def record_of(site: Site) -> Path:
    return Path(site.urls["DATABASE_URL"].removeprefix("sqlite:///"))


def without_traceback(done: CompletedProcess[str]) -> CompletedProcess[str]:
    assert "Traceback" not in done.stderr + done.stdout
    return done


def status_of(address: str) -> int:
    """Return the status of an address; runs in a separate process."""
    return Client().get(address).status_code


@on_sqlite
def test_a_byte_in_an_index_that_hides_a_claim_is_named(tmp_path: Path) -> None:
    told = []
    with published_site(tmp_path) as site:
        sound = record_of(site).read_bytes()
        for page in SQLiteFile(sound).pages("index leaf"):
            at = sound.find(SLUG, page.start, page.start + 4096)
            if at < 0:
                continue
            record_of(site).write_bytes(sound[: at + 9] + b"o" + sound[at + 10 :])
            done = without_traceback(site.manage("verify_log"))
            told.append((site.call(status_of, PAGE), done.returncode, "index" in done.stderr))

    assert (404, 1, True) in told
    assert {code for _status, code, _named in told} == {1}


@on_sqlite
@pytest.mark.parametrize("content", [b"no database " * 1000, bytes(4096)])
def test_a_file_that_is_not_a_database_is_broken(tmp_path: Path, content: bytes) -> None:
    with published_site(tmp_path) as site:
        record_of(site).write_bytes(content)

        done = without_traceback(site.manage("verify_log"))

    assert done.returncode == 1
    assert done.stderr.startswith("Broken: ")


@on_sqlite
def test_a_file_that_is_missing_is_not_made(tmp_path: Path) -> None:
    with published_site(tmp_path) as site:
        record_of(site).unlink()

        done = without_traceback(site.manage("verify_log"))

        assert not record_of(site).exists()
    assert done.returncode == 2
    assert f"There is no record at {record_of(site)}" in done.stderr


@on_sqlite
def test_a_lost_end_is_whole_by_itself_and_named_by_a_kept_link(tmp_path: Path) -> None:
    with published_site(tmp_path) as site:
        older = record_of(site).read_bytes()
        kept = site.call(publish_one_more)
        record_of(site).write_bytes(older)

        alone, against = site.manage("verify_log"), site.manage("verify_log", "--against", kept)

    assert (alone.returncode, against.returncode) == (0, 1)
    assert "its end, from line 649 on, is lost" in against.stderr


def publish_one_more() -> str:
    """Publish a record and return the new end of the log; runs in a separate process."""
    (line,) = publish(make_party())
    return f"{line.seq}:{line.link}"


def test_a_terminal_shows_what_is_checked(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    # A terminal without a size shows no bar.
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    with fresh_site(tmp_path) as site:
        done = subprocess.run(
            [sys.executable, "manage.py", "verify_log"],
            cwd=site.code,
            env=site.environment(),
            stdout=subprocess.PIPE,
            stderr=theirs,
            text=True,
        )
    # Reading a terminal to which nothing was written would wait for ever.
    os.set_blocking(ours, False)
    shown = os.read(ours, 65536).decode()
    os.close(theirs)
    os.close(ours)

    assert "The log is whole: 0 lines." in done.stdout
    assert "Checking the" in shown


def test_a_database_without_tables_is_broken(tmp_path: Path) -> None:
    with empty_site(tmp_path) as site:
        if not on_postgresql():
            record_of(site).touch()

        done = without_traceback(site.manage("verify_log", "--all"))

    assert done.returncode == 1
    assert "Broken: table publishing_revision: is missing" in done.stderr


@pytest.mark.postgres
def test_a_server_that_does_not_answer_is_not_checked(tmp_path: Path) -> None:
    site = Site(tmp_path, {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/record"})

    done = without_traceback(site.manage("verify_log"))

    assert done.returncode == 2
    assert "nothing was checked" in done.stderr


@pytest.mark.postgres
def test_a_lost_connection_is_a_break_and_the_rest_is_checked(tmp_path: Path) -> None:
    with published_site(tmp_path) as site:
        assert site.call(lose_the_connection) == ["first", "connection", "last"]


def lose_the_connection() -> list[str]:
    """Let the server end the connection in the middle; runs in a separate process."""

    def ended() -> list[Break]:
        with connections[RECORD].cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return []

    def answered() -> list[Break]:
        with connections[RECORD].cursor() as cursor:
            cursor.execute("SELECT 1")
        return [Break("the rest", "was checked")]

    with in_record():
        return [group for group, _one in findings([Check("first", ended), Check("last", answered)])]
