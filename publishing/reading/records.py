"""Reading: SQL selects records, their stored documents are what is shown.

``load()`` fetches the documents of any number of querysets in one query. At the
desk, where nothing is stored yet, it writes them from the rows: a preview.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.db.models import QuerySet

from publishing.databases import is_at_desk
from publishing.formats.evolving import read
from publishing.formats.serializers import documents_of
from publishing.models import Entry, Publishable
from publishing.nouns import Document, noun, noun_of
from values.days import UNDATED, Order, in_time

DRAFT = "draft"
Selection = list[QuerySet[Any]]


@dataclass(frozen=True)
class Record:
    """A published document with what the log says about its newest version.

    ``changed_seq`` and ``changed_in`` name the newest line that changed what it says, and that
    line's change set: the same words may have been published again since.
    """

    kind: str
    slug: str
    document: Document
    title: dict[str, str]
    version: int
    seq: int
    sha256: str
    state: str
    changeset: uuid.UUID | None = None
    recorded_at: datetime | None = None
    changed_seq: int = 0
    changed_in: uuid.UUID | None = None

    def __getitem__(self, key: str) -> Any:
        return self.document[key]

    @property
    def is_readable(self) -> bool:
        """Whether the words are still there: a redacted record has none."""
        return bool(self.document)

    @property
    def is_live(self) -> bool:
        return self.state in ("live", DRAFT)

    @property
    def plural(self) -> str:
        return noun(self.kind).plural


class Library:
    """The records that one page or answer needs, by kind and slug."""

    def __init__(self, records: Iterator[Record] | list[Record]) -> None:
        self._records = {(record.kind, record.slug): record for record in records}
        self._in_order: dict[str, list[Record]] = {}

    def get(self, kind: str, slug: str | None) -> Record | None:
        """Return a record, or None if it was not loaded."""
        return self._records.get((kind, slug or ""))

    def of_kind(self, kind: str) -> list[Record]:
        """Return all loaded records of a kind that can be read, in order of time, then by slug."""
        if kind not in self._in_order:
            found = [r for r in self._records.values() if r.kind == kind and r.is_readable]
            self._in_order[kind] = sorted(found, key=lambda one: (self._when(one), one.slug))
        return list(self._in_order[kind])

    def _when(self, record: Record) -> Order:
        """Return the place of a record in time, by the date that places its noun."""
        *links, field = noun(record.kind).date.split("__")
        dated: Record | None = record
        for link in links:
            dated = self.get(link, dated[link]) if dated and dated.is_readable else None
        if not field or dated is None or not dated.is_readable:
            return UNDATED
        return in_time(dated[field], dated["time_zone"])

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records.values())

    def __contains__(self, key: object) -> bool:
        return key in self._records

    def __len__(self) -> int:
        return len(self._records)


def load(*querysets: QuerySet[Any]) -> Library:
    """Return the records that any of the querysets selects, in one query."""
    if is_at_desk():
        return Library([record for queryset in querysets for record in _drafts(queryset)])
    keys = [queryset.order_by().values("entry_id") for queryset in querysets]
    wanted = keys[0].union(*keys[1:]) if len(keys) > 1 else keys[0]
    return Library(record_of(entry) for entry in Entry.objects.filter(pk__in=wanted))


def load_entries(entries: QuerySet[Entry]) -> Library:
    """Return the records of a queryset of entries, in its order."""
    return Library(record_of(entry) for entry in entries)


def record_of(entry: Entry) -> Record:
    """Return the record that an entry stores."""
    return Record(
        kind=entry.kind,
        slug=entry.slug,
        document=read(entry.document, noun(entry.kind)) if entry.document else {},
        title=entry.title,
        version=entry.version,
        seq=entry.seq,
        sha256=entry.sha256,
        state=entry.state,
        changeset=entry.changeset,
        recorded_at=entry.recorded_at,
        changed_seq=entry.changed_seq,
        changed_in=entry.changed_in,
    )


def _drafts(queryset: QuerySet[Any]) -> Iterator[Record]:
    one = noun_of(queryset.model)
    row: Publishable
    for row, text in documents_of(queryset, one.document):
        document = orjson.loads(text)
        yield Record(
            kind=one.kind,
            slug=row.slug,
            document=document,
            title=one.title(document),
            version=row.published_version,
            seq=0,
            sha256=row.document_sha256,
            state=DRAFT,
        )
