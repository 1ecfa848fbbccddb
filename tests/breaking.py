"""Databases made unusable in earnest, on either engine, before a site starts or while it runs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgresql import name_in, on_postgresql, on_server, server_url
from tests.processes import Site

RECORD, DESK = "DATABASE_URL", "DESK_DATABASE_URL"
# Nobody can forbid root to write to a file, unless this right is taken away too.
AS_ANYBODY = [] if os.geteuid() else ["setpriv", "--bounding-set", "-dac_override"]


def file_of(url: str) -> Path:
    """Return the file of a SQLite database."""
    return Path(url.removeprefix("sqlite:///"))


def missing(site: Site, *variables: str) -> dict[str, str]:
    """Return the environment in which these databases are not where they are looked for."""
    if on_postgresql():
        return dict.fromkeys(variables, server_url("no_such_database"))
    nowhere = site.folder / "no-such-folder"
    return {variable: f"sqlite:///{nowhere / variable}.sqlite3" for variable in variables}


@contextmanager
def taken_away(url: str) -> Iterator[None]:
    """Take a database away from whoever is connected to it, and give it back."""
    if not on_postgresql():
        with _moved(file_of(url)):
            yield
        return
    name = name_in(url)
    on_server(
        f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
    )
    try:
        yield
    finally:
        on_server(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


@contextmanager
def _moved(file: Path) -> Iterator[None]:
    """Put a folder in place of a file, which root cannot open as a file either."""
    parts = [one for one in file.parent.glob(f"{file.name}*") if one.is_file()]
    away = file.parent / "away"
    away.mkdir()
    for one in parts:
        one.rename(away / one.name)
    file.mkdir()
    try:
        yield
    finally:
        file.rmdir()
        for one in parts:
            (away / one.name).rename(one)
        away.rmdir()


def spoil(url: str) -> None:
    """Write over a SQLite file with what is not a database."""
    file_of(url).write_bytes(b"This is no database. " * 1000)


@contextmanager
def read_only(url: str) -> Iterator[None]:
    """Let connections that are made from now on only read a database."""
    if on_postgresql():
        name = name_in(url)
        on_server(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        try:
            yield
        finally:
            on_server(f"ALTER DATABASE {name} RESET default_transaction_read_only")
        return
    file = file_of(url)
    was = {one: one.stat().st_mode for one in (file.parent, *file.parent.glob("*.sqlite3*"))}
    for one in was:
        one.chmod(0o555 if one.is_dir() else 0o444)
    try:
        yield
    finally:
        for one, mode in was.items():
            one.chmod(mode)
