"""Databases and disks that cannot be used now, told apart from our own mistakes, in words.

Django calls everything OperationalError, from a full disk to a slip in SQL; what the drivers
and the system say is more exact.
"""

import errno
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseTrouble

from publishing.databases import DESK, RECORD

PLACES = {RECORD: "The record", DESK: "The desk"}

UNREACHABLE = (
    "Its server does not answer or lets nobody in. Check whether it is running, and whether"
    " DATABASE_URL and DESK_DATABASE_URL are right (docs/deployment.md)."
)
MISSING = (
    "Its file is not there or may not be opened. Check whether PEGASUS_VAR, DATABASE_URL and"
    " DESK_DATABASE_URL name the right place, and who may read it; script/serve makes what is"
    " missing."
)
READ_ONLY = "It can only be read here. Let this user write to the file and to its folder."
DENIED = "This user may not read it, or may not write to it. Change that, or name another place."
FULL = "The disk is full. Make room and try again."
FAILING = (
    "The disk could not be read or written: it is full or failing. See the system's log, and try"
    " again."
)
DAMAGED = (
    "It is damaged. Keep a copy of it, then restore a backup (docs/deployment.md, Backups); a"
    " record whose log is sound is made again by rebuild_record."
)
BUSY = "Others were writing for too long. Try again in a moment."
OVERLOADED = "It has no memory or no room for another connection. Try again in a moment."
NOT_MADE = (
    "Its tables are not there, or older than this code: run script/manage migrate, or"
    " script/serve, which does it."
)

# The primary code, which is the last byte of what SQLite answers.
SQLITE = {
    3: READ_ONLY,
    5: BUSY,
    6: BUSY,
    7: OVERLOADED,
    8: READ_ONLY,
    10: FAILING,
    11: DAMAGED,
    13: FULL,
    14: MISSING,
    15: BUSY,
    26: DAMAGED,
}
SQLITE_ERROR = 1
# What SQLite has no code for.
NO_TABLE = ("no such table", "no such column", "has no column named")

# Beginnings of what PostgreSQL calls SQLSTATE.
POSTGRESQL = {
    "08": UNREACHABLE,
    "25006": READ_ONLY,
    "28": UNREACHABLE,
    "3D": UNREACHABLE,
    "3F": NOT_MADE,
    "40001": BUSY,
    "40P01": BUSY,
    "42501": DENIED,
    "42703": NOT_MADE,
    "42P01": NOT_MADE,
    "53100": FULL,
    "53": OVERLOADED,
    "55P03": BUSY,
    "57014": BUSY,
    "57P": UNREACHABLE,
    "58": FAILING,
    "XX001": DAMAGED,
    "XX002": DAMAGED,
}
SYSTEM = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EROFS: READ_ONLY,
    errno.EACCES: DENIED,
    errno.EPERM: DENIED,
    errno.EIO: FAILING,
}


@dataclass(frozen=True)
class Unusable:
    """What cannot be used, in the words of whatever noticed, and what to do about it."""

    said: str
    advice: str


def unusable_database(error: BaseException | None) -> Unusable | None:
    """Return why a database cannot be used now, or None for an error of another kind."""
    if not isinstance(error, DatabaseTrouble):
        return None
    for one in _chain(error):
        advice = _of_sqlite(one) or _of_postgresql(one)
        if advice:
            return Unusable(f"A database cannot be used: {_first_line(one)}.", advice)
    return None


def unusable(error: BaseException | None) -> Unusable | None:
    """Return why a database or a file cannot be used now, or None for an error of another kind."""
    if isinstance(error, OSError) and error.errno in SYSTEM:
        place = error.filename or "A file"
        return Unusable(f"{place} cannot be used: {error.strerror}.", SYSTEM[error.errno])
    return unusable_database(error)


def words_for_operators(error: BaseException) -> str | None:
    """Return what a command says of an error, and what to do; None if it is a mistake of ours."""
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    found = unusable(error)
    if found is None:
        return None
    lines = [found.said, found.advice]
    if isinstance(error, DatabaseTrouble):
        lines += [f"{PLACES[alias]}: {_place(alias)}" for alias in settings.DATABASES]
    return "\n  ".join(lines)


def _place(alias: str) -> str:
    """Return where a database is, without the password."""
    config = settings.DATABASES[alias]
    server = f" on {config['HOST'] or 'this machine'}" if "postgresql" in config["ENGINE"] else ""
    return f"{config['NAME']}{server}"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and those that it was raised from: the driver's is among them."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__


def _of_sqlite(error: BaseException) -> str | None:
    code: int | None = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    if code == SQLITE_ERROR and any(words in str(error) for words in NO_TABLE):
        return NOT_MADE
    return SQLITE.get(code & 0xFF)


def _of_postgresql(error: BaseException) -> str | None:
    if not hasattr(error, "pgcode"):
        return None
    state: str | None = error.pgcode
    if state is None:
        # The connection could not be made, or broke: there was no server to name a state.
        is_broken = type(error).__name__ == "OperationalError" or "closed" in str(error)
        return UNREACHABLE if is_broken else None
    return next((words for begin, words in POSTGRESQL.items() if state.startswith(begin)), None)


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
