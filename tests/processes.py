"""Processes of their own on databases of their own, for what has to be committed or killed.

SQLite: two files in a folder. PostgreSQL: two databases with names of their own on
the server of the tests, dropped afterwards. Migrating takes seconds, so it is done
once and copied.
"""

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connections

ROOT = Path(__file__).resolve().parent.parent
FILES = {"DATABASE_URL": "record.sqlite3", "DESK_DATABASE_URL": "desk.sqlite3"}
SET_UP = "import sys, json, django; sys.path.insert(0, '.'); django.setup(); "
PATIENCE = 120


def on_postgresql() -> bool:
    """Tell whether this run is on PostgreSQL."""
    return connections["default"].vendor == "postgresql"


@dataclass
class Site:
    """An installation: its folder and its two databases."""

    folder: Path
    urls: dict[str, str]

    def environment(self, **extra: str) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PEGASUS_", "DJANGO_"))}
        return {
            **kept,
            **self.urls,
            "PEGASUS_VAR": str(self.folder),
            "SECRET_KEY": "for-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PYTHONDONTWRITEBYTECODE": "1",
            **extra,
        }

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start Python with these arguments."""
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment(**environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def python(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run Python with these arguments to its end, whatever that is."""
        process = self.start(*arguments, **environment)
        try:
            out, err = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def manage(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run manage.py to its end, whatever that is."""
        return self.python("manage.py", *arguments, **environment)

    def call(self, function: Callable[..., Any], *arguments: Any, **environment: str) -> Any:
        """Call a function of a test module in a process of its own; return its answer."""
        done = self.python("-c", calling(function, *arguments), **environment)
        assert done.returncode == 0, done.stderr[-4000:]
        return json.loads(done.stdout.splitlines()[-1])


def calling(function: Callable[..., Any], *arguments: Any) -> str:
    """Return the code that calls a function of a test module and prints its answer."""
    module, name = function.__module__, function.__qualname__
    words = ", ".join(repr(argument) for argument in arguments)
    return f"{SET_UP}from {module} import {name}; print(json.dumps({name}({words})))"


@contextmanager
def fresh_site(folder: Path) -> Iterator[Site]:
    """Give a migrated, empty installation that goes away with the block."""
    with copied(_template(), folder) as site:
        yield site


@contextmanager
def copied(site: Site, folder: Path) -> Iterator[Site]:
    """Give a copy of an installation that nobody is connected to."""
    if on_postgresql():
        urls = {name: _copy_database(url) for name, url in site.urls.items()}
        try:
            yield Site(folder, urls)
        finally:
            _drop_databases(urls)
        return
    # What a process that was killed has committed may still stand in the file beside.
    for file in site.folder.glob("*.sqlite3*"):
        shutil.copy(file, folder)
    yield Site(folder, _files_in(folder))


@cache
def _template() -> Site:
    folder = Path(tempfile.mkdtemp(prefix="pegasus-template-"))
    owner = os.getpid()
    urls = _new_databases() if on_postgresql() else _files_in(folder)
    site = Site(folder, urls)

    def remove() -> None:
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)
            if on_postgresql():
                _drop_databases(urls)

    atexit.register(remove)
    done = site.manage("migrate", "--verbosity=0")
    assert done.returncode == 0, done.stderr
    return site


def _files_in(folder: Path) -> dict[str, str]:
    return {variable: f"sqlite:///{folder / name}" for variable, name in FILES.items()}


def server_url(database: str) -> str:
    """Return the URL of another database on the PostgreSQL server of the tests."""
    given = os.environ["DATABASE_URL"]
    base, _mark, options = given.partition("?")
    return f"{base.rpartition('/')[0]}/{database}" + (f"?{options}" if options else "")


def name_in(url: str) -> str:
    """Return the name of the database in a URL."""
    return url.partition("?")[0].rpartition("/")[2]


def on_server(*statements: str, database: str = "postgres") -> None:
    """Run statements on the PostgreSQL server of the tests, outside any transaction."""
    import psycopg2  # type: ignore[import-untyped]

    settings = connections["default"].settings_dict
    connection = psycopg2.connect(
        dbname=database,
        user=settings["USER"],
        password=settings["PASSWORD"],
        host=settings["HOST"],
        port=settings["PORT"] or None,
    )
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        connection.close()


def _new_database(options: str = "") -> str:
    name = f"pegasus_{uuid.uuid4().hex[:12]}"
    on_server(f"CREATE DATABASE {name} {options}")
    return server_url(name)


def _new_databases() -> dict[str, str]:
    return {variable: _new_database() for variable in FILES}


def _copy_database(url: str) -> str:
    return _new_database(f"TEMPLATE {name_in(url)}")


def _drop_databases(urls: dict[str, str]) -> None:
    on_server(*[f"DROP DATABASE IF EXISTS {name_in(url)} WITH (FORCE)" for url in urls.values()])
