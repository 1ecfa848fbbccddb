"""Separate processes on separate databases, for what has to be committed or killed.

SQLite: two files in a folder. PostgreSQL: two databases with their own names on the server of the
tests, dropped afterwards. What takes seconds to make is made once and copied: an empty
installation, and one with the real case.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management import call_command
from django.db import connections

from tests import originals, preloaded
from tests.fingerprint import ROOT, loaded
from tests.originals import Original
from tests.postgresql import (
    Urls,
    copy_of,
    drop,
    name_in,
    new_pair,
    on_postgresql,
    on_server,
    server_url,
)
from tests.stores import copy_files, urls_in

__all__ = [
    "Site",
    "calling",
    "copied",
    "empty_site",
    "fresh_site",
    "name_in",
    "on_postgresql",
    "on_server",
    "published_site",
    "server_url",
]

CASE = ROOT / "cases" / "pegasus-project"
SET_UP = "import sys, json, django; sys.path.insert(0, '.'); django.setup(); "
PATIENCE = 120
# Every test of a run waits for this one, and a busy machine takes its time.
MAKING = 900


@dataclass
class Site:
    """An installation: its folder, its two databases, the code that it runs.

    ``patience``: how many seconds a process there may take. ``preloaded``: whether its
    processes may begin with this checkout's code loaded.
    """

    folder: Path
    urls: dict[str, str]
    code: Path = ROOT
    patience: int = PATIENCE
    preloaded: bool = True

    def environment(self, **extra: str) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PEGASUS_", "DJANGO_"))}
        return {
            **kept,
            **self.urls,
            "PEGASUS_VAR": str(self.folder),
            "SECRET_KEY": "for-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            **extra,
        }

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start Python with these arguments."""
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=self.code,
            env=self.environment(**environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def python(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run Python with these arguments to its end, whatever that is."""
        may_be_forked = self.preloaded and self.code == ROOT and not environment
        if may_be_forked and arguments[0] in ("-c", "manage.py"):
            return preloaded.run(arguments, self.environment(), self.patience)
        process = self.start(*arguments, **environment)
        try:
            out, err = process.communicate(timeout=self.patience)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def manage(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run manage.py to its end, whatever that is."""
        return self.python("manage.py", *arguments, **environment)

    def call(self, function: Callable[..., Any], *arguments: Any, **environment: str) -> Any:
        """Call a function of a test module in a separate process; return its answer."""
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
    with _given_back(Site(folder, originals.copied(EMPTY, folder))) as site:
        yield site


@contextmanager
def published_site(folder: Path) -> Iterator[Site]:
    """Give an installation that holds the real case and goes away with the block."""
    with _given_back(Site(folder, originals.copied(PUBLISHED, folder))) as site:
        yield site


@contextmanager
def empty_site(folder: Path) -> Iterator[Site]:
    """Give an installation whose databases hold nothing, not even tables."""
    urls = new_pair() if on_postgresql() else urls_in(folder)
    with _given_back(Site(folder, urls)) as site:
        yield site


@contextmanager
def copied(site: Site, folder: Path) -> Iterator[Site]:
    """Give a copy of an installation that nobody is connected to."""
    if on_postgresql():
        urls = copy_of(site.urls)
    else:
        copy_files(site.folder, folder)
        urls = urls_in(folder)
    with _given_back(Site(folder, urls)) as copy:
        yield copy


@contextmanager
def _given_back(site: Site) -> Iterator[Site]:
    """Drop the databases after the block; files go away with the folder that they are in."""
    try:
        yield site
    finally:
        if on_postgresql():
            drop(*[name_in(url) for url in site.urls.values()])


def migrate() -> list[str]:
    """Migrate two empty databases; runs in a separate process."""
    call_command("migrate", verbosity=0)
    connections.close_all()
    return loaded()


def publish_the_case() -> list[str]:
    """Import and publish the real case; runs in a separate process."""
    call_command("import_case", CASE, verbosity=0)
    call_command("publish_case", CASE, verbosity=0, stdout=StringIO())
    connections.close_all()
    return loaded()


def _making(function: Callable[[], list[str]]) -> Callable[[Urls], list[str]]:
    """Return how to make an original: by calling a function in a separate process."""

    def make(urls: Urls) -> list[str]:
        with TemporaryDirectory(prefix="pegasus-making-") as folder:
            site = Site(Path(folder), urls, patience=MAKING, preloaded=False)
            modules: list[str] = site.call(function)
            return modules

    return make


EMPTY = Original("empty", _making(migrate))
PUBLISHED = Original("published", _making(publish_the_case), base=EMPTY)
