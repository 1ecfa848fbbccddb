"""Verifying everything: which checks there are, and in which order they are made.

Whatever was written into the tables by hand is reported, never raised, and a check that cannot go
on does not prevent the others.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connections

from publishing.databases import RECORD, one_moment
from publishing.formats.serializers import shape_of
from publishing.models import Entry, Head, Revision, RevisionBody
from publishing.nouns import nouns
from publishing.proving.bodies import body_breaks, stray_body_breaks
from publishing.proving.breaks import Break, Notice, described, reported
from publishing.proving.chain import head_breaks, line_breaks, version_breaks
from publishing.proving.engine import engine_breaks
from publishing.proving.entries import entry_breaks, missing_entry_breaks
from publishing.proving.erasures import erasure_breaks
from publishing.proving.indexes import index_breaks
from publishing.proving.progress import begin
from publishing.proving.rows import row_breaks
from publishing.proving.sets import agreement_breaks, set_breaks
from publishing.proving.stored import value_breaks
from publishing.proving.tables import link_breaks, sequence_breaks, stray_part_breaks, table_breaks
from publishing.proving.triggers import trigger_breaks


@dataclass(frozen=True)
class Check:
    """One thing that is checked; ``group`` is the heading under which its breaks are listed."""

    group: str
    run: Callable[[], Iterable[Break]]

    def findings(self) -> Iterator[Break]:
        """Yield what is found, and if so, that the check could not go on."""
        return reported(self.group, self.run)


LOG = [
    Check("lines of the log", line_breaks),
    Check("lines of the log", version_breaks),
    Check("head of the log", head_breaks),
    Check("bodies of the log", body_breaks),
    Check("bodies of the log", stray_body_breaks),
    Check("bodies of the log", erasure_breaks),
    Check("lines of the log", set_breaks),
    Check("lines of the log", agreement_breaks),
]
ENTRIES = [
    Check("entries", entry_breaks),
    Check("entries", missing_entry_breaks),
]


STORAGE = [
    Check("tables", table_breaks),
    Check("tables", link_breaks),
    Check("tables", stray_part_breaks),
    Check("tables", sequence_breaks),
    Check("indexes", index_breaks),
    Check("files of the database", engine_breaks),
]


def checks() -> list[Check]:
    """Return every check, in the order of the log, then of the record, then of its storage."""
    return [
        *[Check("stored values", partial(value_breaks, model)) for model in tables_of_the_log()],
        *LOG,
        *ENTRIES,
        *[Check("stored values", partial(value_breaks, model)) for model in tables_of_nouns()],
        *[Check("rows", partial(row_breaks, one)) for one in nouns()],
        Check("triggers of the log", trigger_breaks),
        *STORAGE,
    ]


def breaks() -> Iterator[Break]:
    """Yield every break of the record."""
    return (one for _group, one in findings(checks()) if not isinstance(one, Notice))


def log_breaks() -> Iterator[Break]:
    """Yield the breaks of the log itself: its lines, its head and its bodies."""
    return (one for _group, one in findings(LOG) if not isinstance(one, Notice))


def findings(made: Iterable[Check]) -> Iterator[tuple[str, Break]]:
    """Make the checks; yield what each finds, with its group.

    They see the record as it is at one moment, or, if a check costs the connection, the rest
    of them at a later one. Raises whatever the database raises if the record cannot be opened.
    """
    waiting = deque(made)
    while waiting:
        before = len(waiting)
        try:
            with one_moment():
                yield from _made_until_lost(waiting)
        except Exception as error:
            connections[RECORD].close()
            if len(waiting) == before:
                raise
            yield "connection", Break("connection to the record", f"was lost: {described(error)}")


def _made_until_lost(waiting: deque[Check]) -> Iterator[tuple[str, Break]]:
    while waiting:
        check = waiting.popleft()
        begin(check.group)
        for one in check.findings():
            yield check.group, one
        if not connections[RECORD].is_usable():
            return


def tables_of_the_log() -> list[Any]:
    """Return the models of the log and of what readers get of it."""
    return [Revision, RevisionBody, Head, Entry]


def tables_of_nouns() -> list[Any]:
    """Return the models of the records and of their parts, each once."""
    found: dict[Any, None] = {}
    for one in nouns():
        parts = (child.model for _name, child in shape_of(one.document).parts)
        found.update(dict.fromkeys([one.model, *parts]))
    return list(found)
