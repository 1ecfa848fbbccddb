"""The places where words are kept. Whoever adds a table, file or folder registers it with these.

Those of the record are in record.py, those of the desk in desk/redactions/places.py and
desk/casefiles/places.py; a new one may have a module beside them.

A place says which tables and files are its own, how it is searched, and how its words are erased. A
test fails for a table, or for a file under PEGASUS_VAR, that no place names.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.utils.functional import Promise

from publishing.nouns import Document, Key
from values.sought import Run, Sought

# A table by the alias of its database and its name.
Table = tuple[str, str]


@dataclass(frozen=True)
class Spot:
    """Where words are in a record: the text, such as “answers / 2 / note / en”, and the version.

    Version 0 is the working copy at the desk.
    """

    text: str
    version: int


@dataclass(frozen=True)
class Find:
    """Words that are in one place, and each spot of the record or row that holds them.

    ``subject`` tells that record or row from others, and ``where`` says in words which it is,
    if it is none of the records; ``lasts`` says why the words cannot be erased there.
    """

    place: str
    subject: str
    run: Run
    shown: str
    key: Key | None = None
    spots: tuple[Spot, ...] = ()
    where: str = ""
    lasts: str = ""

    @property
    def id(self) -> str:
        """The key under which a decision about these words is kept."""
        digest = hashlib.sha256(self.run.folded.encode()).hexdigest()
        return f"{self.subject}:{digest[:12]}"


@dataclass(frozen=True)
class Erasure:
    """What a published redaction erases: the words, which finds of them, and its own documents.

    ``documents`` are those that it published without the words.
    """

    sought: Sought
    goes: Callable[[Find], bool]
    documents: Mapping[Key, Document] = field(default_factory=dict)
    redacted: frozenset[Key] = frozenset()


def nothing(sought: Sought) -> Iterator[Find]:
    """Search a place that holds no words of records."""
    return iter(())


def by_publishing(erasure: Erasure) -> None:
    """Erase nothing: publishing the redaction did, or nothing can."""


@dataclass(frozen=True)
class Place:
    """Where words are kept, how they are found, and how they are erased: in plain words, and in
    fact.

    ``files`` are patterns below PEGASUS_VAR. ``beyond`` says what is out of reach, and what to
    do about it.
    """

    name: str | Promise
    goes: str | Promise
    tables: Callable[[], Iterable[Table]] = field(default=lambda: ())
    files: tuple[str, ...] = ()
    search: Callable[[Sought], Iterator[Find]] = nothing
    erase: Callable[[Erasure], None] = by_publishing
    beyond: Callable[[Sought], Iterable[str]] = lambda sought: ()


_places: dict[str, Place] = {}


def register(*places: Place) -> None:
    """Add places; one of the same name is replaced."""
    for place in places:
        _places[str(place.name)] = place


def places() -> list[Place]:
    """Return every place, in the order of registration."""
    return list(_places.values())


def search(sought: Sought) -> list[Find]:
    """Return every find in every place, the longest words first within each."""
    found: list[Find] = []
    for place in places():
        here = sorted(place.search(sought), key=lambda one: (-len(one.run.folded), one.subject))
        found += here
    return found


def unnamed_tables() -> list[Table]:
    """Return the tables that no place names."""
    named = {table for place in places() for table in place.tables()}
    return sorted(
        (alias, table)
        for alias in connections
        for table in connections[alias].introspection.table_names()
        if (alias, table) not in named
    )


def unnamed_files(folder: Path = settings.VAR) -> list[Path]:
    """Return the files under PEGASUS_VAR that no place names."""
    named = {path for place in places() for one in place.files for path in folder.glob(one)}
    return sorted(path for path in folder.rglob("*") if path.is_file() and path not in named)
