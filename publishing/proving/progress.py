"""Telling whoever is waiting how far verification has got."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


class Watcher(Protocol):
    """Whoever wants to know; a bar on a terminal."""

    def begun(self, group: str) -> None:
        """Hear that a check begins."""

    def read(self, rows: int) -> None:
        """Hear that so many more rows were read."""


_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


@contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    """Tell *watcher* of every check that is made inside this block."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def begin(group: str) -> None:
    """Say that a check begins."""
    watcher = _watcher.get()
    if watcher:
        watcher.begun(group)


def advance(rows: int) -> None:
    """Say that so many more rows were read."""
    watcher = _watcher.get()
    if watcher:
        watcher.read(rows)
