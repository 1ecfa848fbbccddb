"""A database that cannot be used is a 503 with words, and the site goes on once it can be."""

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from publishing.unusable import BUSY, DAMAGED, FAILING, FULL, NOT_MADE, unusable
from tests.breaking import AS_ANYBODY, DESK, RECORD, missing, read_only, spoil, taken_away
from tests.builders import BOTH
from tests.postgresql import on_postgresql
from tests.processes import Site, calling, fresh_site
from tests.serving import Answer, ask, serving
from tests.test_served import PASSWORD, make_editor

PAGES = ["/", "/about/", "/claims/", "/changes/", "/search/?q=nso"]
ANSWERS = ["/api/v1/", "/api/v1/claims/", "/api/v1/changes/"]
COOKIE = "Cookie: sessionid=abcdefghijklmnopqrstuvwxyz012345"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Make an empty installation with one account."""
    with fresh_site(tmp_path_factory.mktemp("site")) as made:
        made.call(make_editor)
        yield made


@pytest.fixture(scope="module")
def port(site: Site) -> Iterator[int]:
    """Serve it; SQLite's files are opened for each request, as they are after a minute."""
    with serving(site, CONN_MAX_AGE="60" if on_postgresql() else "0") as found:
        yield found


def is_page_of_503(answer: Answer) -> bool:
    """Tell whether this is a page that says what the matter is, under the site's policies."""
    return (
        answer.status == 503
        and answer.headers["retry-after"] == "60"
        and answer.headers["cache-control"] in ("no-store", "private, no-store")
        and "default-src 'none'" in answer.headers["content-security-policy"]
        and answer.headers["content-type"] == "text/html; charset=utf-8"
        and "at the moment</h1>" in answer.text
    )


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_without_the_record_pages_are_503_until_it_is_back(
    site: Site, port: int, method: str
) -> None:
    ask(port, method, "/")

    with taken_away(site.urls[RECORD]):
        for address in PAGES:
            answer = ask(port, method, address)
            assert answer.status == 503, address
            assert method == "HEAD" or is_page_of_503(answer), address
            assert method == "HEAD" or "The record cannot be read" in answer.text

    for address in PAGES:
        assert ask(port, method, address).status == 200


def test_without_the_record_the_api_is_a_503_problem_until_it_is_back(
    site: Site, port: int
) -> None:
    with taken_away(site.urls[RECORD]):
        for address in ANSWERS:
            answer = ask(port, "GET", address)
            problem = json.loads(answer.body)
            assert (answer.status, answer.headers["retry-after"]) == (503, "60")
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.headers["access-control-allow-origin"] == "*"
            assert problem["title"] == "Service Unavailable"
            assert problem["instance"] == address
            assert "Ask again in a minute" in problem["detail"]

    for address in ANSWERS:
        assert ask(port, "GET", address).status == 200


def test_without_the_desk_readers_notice_nothing(site: Site, port: int) -> None:
    with taken_away(site.urls[DESK]):
        desk = ask(port, "GET", "/desk/", COOKIE)
        pages = [ask(port, "GET", address).status for address in (*PAGES, *ANSWERS)]

    assert is_page_of_503(desk)
    assert "nothing was saved" in desk.text
    assert set(pages) == {200}
    assert ask(port, "GET", "/desk/", COOKIE).status == 302


def test_the_log_has_one_line_for_each_503(site: Site, port: int) -> None:
    log = site.folder / "served.log"
    before = len(log.read_text())
    with taken_away(site.urls[DESK]):
        ask(port, "GET", "/desk/", COOKIE)

    written = log.read_text()[before:]
    assert re.fullmatch(r"/desk/: A database cannot be used: .*\n", written), written


def sign_in(times: int, limit: int = 0) -> list[int]:
    """Send the sign-in form; runs in a separate process, with a bound for files if given."""
    import resource

    from django.test import Client

    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    client.get("/about/")
    client.get("/desk/", headers={"cookie": COOKIE.partition(": ")[2]})
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    form = {"username": "editor", "password": PASSWORD}
    found = [client.post("/desk/login/", form).status_code for _time in range(times)]
    return [*found, client.get("/about/").status_code]


def run(site: Site, *before: str, **environment: str) -> list[int]:
    """Sign in, in a process that is started with these words before."""
    code = calling(sign_in, 1)
    line = [*before, sys.executable, "-c", code]
    done = subprocess.run(
        line, env=site.environment(**environment), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[int] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_desk_that_may_only_be_read_takes_no_form(site: Site) -> None:
    with read_only(site.urls[DESK]):
        assert run(site, *AS_ANYBODY)[0] == 503

    assert run(site) == [302, 200]


@pytest.mark.skipif("on_postgresql()", reason="files of SQLite")
def test_a_disk_on_which_files_cannot_grow_takes_no_form(tmp_path: Path) -> None:
    with fresh_site(tmp_path) as site:
        site.call(make_editor)
        statuses = site.call(sign_in, 8, 60_000)

    assert statuses[-1] == 200, "readers go on reading"
    assert set(statuses[:-1]) <= {302, 503}
    assert statuses[-2] == 503


@pytest.mark.skipif("on_postgresql()", reason="a disk for SQLite")
def test_a_full_disk_takes_no_form(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = f"mount -t tmpfs -o size=2m none {small}"
    inside = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
    if subprocess.run([*inside, mount], capture_output=True, check=False).returncode:
        pytest.skip("this system mounts no small disk for a test")
    with fresh_site(tmp_path) as site:
        site.call(make_editor)
        fill = f"cp {tmp_path}/*.sqlite3 {small}; cat /dev/zero >{small}/filler 2>/dev/null"
        urls = {name: url.replace(str(tmp_path), str(small)) for name, url in site.urls.items()}
        found = run(site, *inside, f'{mount}; {fill}; exec "$@"', "sh", **urls)

    assert found[0] == 503
    assert found[1] in (200, 503)


@pytest.mark.skipif("not on_postgresql()", reason="what PostgreSQL says")
@pytest.mark.parametrize("state", ["53100", "53300", "57P01", "58030", "25006"])
def test_what_postgresql_cannot_do_now_is_a_503(site: Site, state: str) -> None:
    from tests.postgresql import name_in, on_server

    desk = name_in(site.urls[DESK])
    on_server(
        f"""CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'not now' USING ERRCODE = '{state}'; END $$""",
        "CREATE TRIGGER fails BEFORE INSERT ON django_session EXECUTE FUNCTION fails()",
        database=desk,
    )
    try:
        assert site.call(sign_in, 1) == [503, 200]
    finally:
        on_server("DROP FUNCTION fails() CASCADE", database=desk)


@pytest.mark.skipif("on_postgresql()", reason="files of SQLite")
@pytest.mark.parametrize("variable", [RECORD, DESK])
def test_a_damaged_file_is_a_503(tmp_path: Path, variable: str) -> None:
    with fresh_site(tmp_path) as site:
        spoil(site.urls[variable])
        statuses = site.call(look, "/about/", "/api/v1/claims/", "/desk/")

    assert statuses == ([503, 503, 302] if variable == RECORD else [200, 200, 503])


def look(*addresses: str) -> list[int]:
    """Ask for addresses as an editor whose session the desk has to look up."""
    from django.test import Client

    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    client.cookies["sessionid"] = "abcdefghijklmnopqrstuvwxyz012345"
    return [client.get(address).status_code for address in addresses]


@pytest.mark.parametrize("gone", [RECORD, DESK])
def test_a_database_that_never_was_there_is_a_503(tmp_path: Path, gone: str) -> None:
    with fresh_site(tmp_path) as site:
        statuses = site.call(look, "/about/", "/desk/", **missing(site, gone))

    assert statuses == ([503, 302] if gone == RECORD else [200, 503])


# Which errors these are.


def raised_by(attempt: Callable[[], Any]) -> BaseException:
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        attempt()
    return caught.value


def execute(statement: str) -> Callable[[], Any]:
    def attempt() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return attempt


@BOTH
@pytest.mark.parametrize(
    "statement", ["SELEC 1", "SELECT 1/0 FROM publishing_head WHERE", "SELECT unknown(1)"]
)
def test_a_mistake_of_ours_is_not_called_the_databases(statement: str) -> None:
    assert unusable(raised_by(execute(statement))) is None


@BOTH
def test_a_table_that_is_not_there_is_said_to_be_made_by_migrating() -> None:
    found = unusable(raised_by(execute("SELECT 1 FROM no_such_table")))

    assert found
    assert found.advice == NOT_MADE


def test_an_error_of_no_database_is_none() -> None:
    assert unusable(ValueError("disk is full")) is None
    assert unusable(None) is None
    assert unusable(FileNotFoundError(2, "No such file", "x")) is None


def test_a_file_that_cannot_be_written_is_named() -> None:
    found = unusable(OSError(28, "No space left on device", "/x/y"))

    assert found
    assert found.said == "/x/y cannot be used: No space left on device."
    assert found.advice == FULL


SQLITE_CODES = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_BUSY_SNAPSHOT: BUSY,
    sqlite3.SQLITE_IOERR_WRITE: FAILING,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
}


@pytest.mark.parametrize(("code", "advice"), SQLITE_CODES.items())
def test_the_codes_of_sqlite_are_known(code: int, advice: str) -> None:
    cause = sqlite3.OperationalError("as the engine says it")
    cause.sqlite_errorcode = code
    error = DatabaseError("as the engine says it")
    error.__cause__ = cause

    found = unusable(error)

    assert found
    assert found.advice == advice


def test_a_lock_held_for_too_long_is_said_to_be_busy(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite3"
    with sqlite3.connect(file) as holding, sqlite3.connect(file, timeout=0) as waiting:
        holding.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError) as caught:
            waiting.execute("CREATE TABLE t (x)")
        holding.rollback()
    error = DatabaseError()
    error.__cause__ = caught.value

    found = unusable(error)

    assert found
    assert found.advice == BUSY


def test_a_database_that_has_no_more_pages_is_said_to_be_full(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "x.sqlite3") as full:
        full.execute("CREATE TABLE t (x)")
        full.execute("PRAGMA max_page_count = 2")
        with pytest.raises(sqlite3.OperationalError) as caught:
            full.execute("INSERT INTO t VALUES (zeroblob(100000))")
    error = DatabaseError()
    error.__cause__ = caught.value

    found = unusable(error)

    assert found
    assert found.advice == FULL
