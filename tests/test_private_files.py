"""Nobody else on the machine reads the desk's file, its WAL or what is in the data folder."""

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from publishing.private_files import keep_folder_private
from tests.fingerprint import ROOT
from tests.postgresql import on_postgresql  # noqa: F401
from tests.processes import Site, fresh_site, published_site
from tests.stores import urls_in
from tests.test_served import make_editor

# The widest rights that a careless system gives to what is made.
CARELESS = ["bash", "-c", 'umask 0; exec "$@"', "bash", sys.executable]
OF_THE_DESK = ["desk.sqlite3", "desk.sqlite3-shm", "desk.sqlite3-wal"]


def rights(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


def carelessly(site: Site, *arguments: str, **environment: str) -> None:
    """Run Python where every new file can be read by everyone."""
    line = [*CARELESS, *arguments]
    subprocess.run(line, cwd=ROOT, env=site.environment(**environment), check=True)


def while_writing() -> dict[str, str]:
    """Write at the desk, and return the rights of each file in the data folder meanwhile."""
    from django.conf import settings

    make_editor()
    return {path.name: rights(path) for path in settings.VAR.iterdir()}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with fresh_site(tmp_path) as made:
        yield made


@pytest.mark.skipif("on_postgresql()", reason="files of SQLite")
def test_what_is_new_is_private(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    site = Site(folder, urls_in(folder))

    carelessly(site, "manage.py", "migrate", "--verbosity=0", SECRET_KEY="")

    assert rights(folder) == "0o710"
    assert rights(folder / "secret_key") == "0o600"
    found = site.call(while_writing)
    assert {name: found[name] for name in OF_THE_DESK} == dict.fromkeys(OF_THE_DESK, "0o600")


@pytest.mark.skipif("on_postgresql()", reason="files of SQLite")
def test_preparing_makes_an_older_installation_private(tmp_path: Path) -> None:
    with published_site(tmp_path) as site:
        tmp_path.chmod(0o777)
        for path in (tmp_path / "desk.sqlite3", tmp_path / "secret_key"):
            path.touch()
            path.chmod(0o666)

        carelessly(site, "script/prepare.py")

        assert rights(tmp_path) == "0o710"
        assert rights(tmp_path / "desk.sqlite3") == rights(tmp_path / "secret_key") == "0o600"


@pytest.mark.skipif("on_postgresql()", reason="files of SQLite")
def test_files_beside_the_desk_become_private_when_it_is_opened(site: Site) -> None:
    desk = site.folder / "desk.sqlite3"
    with closing(sqlite3.connect(desk)) as held:
        held.execute("CREATE TABLE held (x)")
        held.commit()
        for name in OF_THE_DESK:
            (site.folder / name).chmod(0o644)

        found = site.call(while_writing)

    assert {name: found[name] for name in OF_THE_DESK} == dict.fromkeys(OF_THE_DESK, "0o600")


@pytest.mark.parametrize(("before", "after"), [(0o700, 0o700), (0o2775, 0o2710), (0o755, 0o710)])
def test_a_folder_loses_what_others_may_do_and_no_more(
    tmp_path: Path, before: int, after: int
) -> None:
    tmp_path.chmod(before)

    keep_folder_private(tmp_path)

    assert rights(tmp_path) == oct(after)


def test_a_folder_of_everyone_is_left_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)

    keep_folder_private(tmp_path)

    assert rights(tmp_path) == "0o1777"


def test_a_key_that_could_not_be_written_whole_is_not_kept(tmp_path: Path) -> None:
    line = ["bash", "-c", 'ulimit -f 0; exec "$@"', "bash", sys.executable, "manage.py", "check"]
    site = Site(tmp_path, {})

    done = subprocess.run(
        line,
        cwd=ROOT,
        env=site.environment(SECRET_KEY=""),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "Error: " in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
