"""Clocks that are wrong: that of this machine, and that of the database server with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from unittest import mock


@contextmanager
def at(ahead: timedelta, *, server: bool = True) -> Iterator[None]:
    """Let this machine's clock be ahead of the right time; the server's too, unless told not."""

    def moved() -> datetime:
        return datetime.now(UTC) + ahead

    with mock.patch("publishing.moments.clock", moved):
        if not server:
            yield
            return
        with mock.patch("publishing.moments.server_clock", moved):
            yield
