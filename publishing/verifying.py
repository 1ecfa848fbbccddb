"""Verifying the log: every hash, every link, every body, and the record against the log."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from publishing.canonical import sha256
from publishing.databases import RECORD
from publishing.documents import documents_of
from publishing.models import GENESIS, Action, Entry, Head, Revision, RevisionBody, State
from publishing.publish import entry_for
from publishing.registry import nouns

CHUNK = 500


@dataclass(frozen=True)
class Break:
    """Something in the log or the record that is not as the log says it must be."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


def breaks() -> Iterator[Break]:
    """Yield every break, in the order of the log, then of the record."""
    yield from _chain_breaks()
    yield from _body_breaks()
    yield from _entry_breaks()
    yield from _row_breaks()


def _chain_breaks() -> Iterator[Break]:
    """Recompute each line's link and compare it, its predecessor and its version."""
    previous, expected = GENESIS, 1
    versions: dict[tuple[str, str], int] = {}
    for revision in Revision.objects.using(RECORD).order_by("seq").iterator(CHUNK):
        place = f"log line {revision.seq} ({revision.kind}/{revision.slug})"
        if revision.seq != expected:
            yield Break(f"log line {expected}", f"is missing; the next one is {revision.seq}")
        if revision.previous != previous:
            yield Break(place, "does not follow the line before it: its field previous was changed")
        if revision.computed_link() != revision.link:
            yield Break(place, "was changed: its fields do not give its link")
        version = versions.get((revision.kind, revision.slug), 0) + 1
        if revision.version != version:
            yield Break(place, f"is version {revision.version}, but version {version} is due")
        versions[revision.kind, revision.slug] = version
        previous, expected = revision.link, revision.seq + 1
    head = Head.objects.using(RECORD).get(pk=1)
    if (head.seq, head.link) != (expected - 1, previous):
        yield Break("head of the log", f"does not name the last line, {expected - 1}")


def _body_breaks() -> Iterator[Break]:
    """Expect exactly the bodies that no redaction names, each with its line's hash."""
    redacted = {
        (r.kind, r.slug): r.seq for r in Revision.objects.using(RECORD).filter(action="redacted")
    }
    lines = Revision.objects.using(RECORD).order_by("seq").select_related("body")
    for revision in lines.iterator(CHUNK):
        place = f"body of log line {revision.seq} ({revision.kind}/{revision.slug})"
        body: RevisionBody | None = getattr(revision, "body", None)
        erased = redacted.get((revision.kind, revision.slug), 0) >= revision.seq
        if erased and body:
            yield Break(place, "is there, although the record was redacted")
        elif not erased and not body:
            yield Break(place, "is missing, although nothing redacted the record")
        elif body and sha256(body.body) != revision.sha256:
            yield Break(place, "was changed: it does not give the hash in the log")
        elif body and _misnames(body.body, revision):
            yield Break(place, "is the document of another record")
    if orphan := RevisionBody.objects.using(RECORD).filter(revision__isnull=True).first():
        yield Break(f"body {orphan.pk}", "belongs to no log line")


def _misnames(body: str, revision: Revision) -> bool:
    document = json.loads(body)
    return (document["kind"], document["slug"]) != (revision.kind, revision.slug)


def _entry_breaks() -> Iterator[Break]:
    """Compare each entry, field by field, with what the log's newest line makes of it."""
    newest: dict[tuple[str, str], Revision] = {}
    first: dict[tuple[str, str], int] = {}
    for revision in Revision.objects.using(RECORD).order_by("seq").select_related("body"):
        newest[revision.kind, revision.slug] = revision
        first.setdefault((revision.kind, revision.slug), revision.seq)
    for entry in Entry.objects.using(RECORD).order_by("id").iterator(CHUNK):
        known = newest.pop((entry.kind, entry.slug), None)
        place = f"entry {entry.kind}/{entry.slug}"
        if known is None:
            yield Break(place, "is in no line of the log")
            continue
        for name in _differing_fields(entry, _expected(known, first[entry.kind, entry.slug])):
            yield Break(place, f"its {name} is not what log line {known.seq} says")
    for kind, slug in newest:
        yield Break(f"entry {kind}/{slug}", "is missing, although the log holds the record")


def _expected(revision: Revision, pk: int) -> Entry:
    body: RevisionBody | None = getattr(revision, "body", None)
    text = body.body if body and revision.action != Action.REDACTED else ""
    return entry_for(revision, pk, json.loads(text) if text else None, text)


def _differing_fields(one: Entry, other: Entry) -> list[str]:
    return [
        field.name
        for field in Entry._meta.concrete_fields
        if getattr(one, field.attname) != getattr(other, field.attname)
    ]


def _row_breaks() -> Iterator[Break]:
    """Write each record's document from its rows again and compare it with the entry's."""
    for noun in nouns():
        queryset: Any = noun.model._default_manager.using(RECORD).select_related("entry")
        for record, text in documents_of(queryset.order_by("pk"), noun.document):
            place = f"rows of {noun.kind}/{record.slug}"
            if record.entry is None or record.pk != record.entry_id:
                yield Break(place, "have no entry of their own")
            elif record.entry.state != State.REDACTED and text != record.entry.document:
                yield Break(place, "do not give the published document")
        entries = Entry.objects.using(RECORD).filter(kind=noun.kind)
        lost = entries.filter(**{f"{noun.model._meta.model_name}__isnull": True}).first()
        if lost:
            yield Break(f"rows of {noun.kind}/{lost.slug}", "are missing")
