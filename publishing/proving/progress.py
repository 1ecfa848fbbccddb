"""Telling whoever waits how far verification has come."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Advance = Callable[[int], object]

_watcher: ContextVar[Advance | None] = ContextVar("watcher", default=None)


@contextmanager
def watched(watcher: Advance) -> Iterator[None]:
    """Call *watcher* with the number of rows read, again and again, inside this block."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def advance(rows: int) -> None:
    """Say that so many rows more have been looked at."""
    watcher = _watcher.get()
    if watcher:
        watcher(rows)
