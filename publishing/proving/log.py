"""Verifying the log: every hash, every link, every body, and the record against the log."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from publishing.databases import RECORD
from publishing.models import GENESIS, Action, Entry, Head, Revision, RevisionBody
from publishing.nouns import Document
from publishing.proving.engines import malformed
from publishing.proving.rows import Break, row_breaks
from publishing.publish import entry_for
from values.canonical import sha256

CHUNK = 500


def breaks() -> Iterator[Break]:
    """Yield every break, in the order of the log, then of the record.

    Whatever somebody wrote into the tables by hand is reported, never raised.
    """
    for model in (Revision, RevisionBody, Head, Entry):
        yield from _reported(f"table {model._meta.db_table}", partial(_malformed, model))
    yield from log_breaks()
    yield from _reported("entries", _entry_breaks)
    yield from _reported("rows", row_breaks)


def log_breaks() -> Iterator[Break]:
    """Yield the breaks of the log by itself: its lines, its head and its bodies."""
    yield from _reported("log", _chain_breaks)
    yield from _reported("head of the log", _head_breaks)
    yield from _reported("bodies of the log", _body_breaks)


def _reported(place: str, check: Callable[[], Iterator[Break]]) -> Iterator[Break]:
    """Yield what a check finds, and that it could not go on if what it reads cannot be read."""
    try:
        yield from check()
    except Exception as error:
        yield Break(place, f"cannot be read to its end: {type(error).__name__}, {error}")


NAMES: dict[Any, str] = {
    Revision: "log line",
    RevisionBody: "body of log line",
    Head: "head of the log, row",
    Entry: "entry",
}


def _malformed(model: Any) -> Iterator[Break]:
    for row, field in malformed(model):
        yield Break(f"{NAMES[model]} {row}", f"its {field} is not a value that was written here")


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


def _head_breaks() -> Iterator[Break]:
    last = Revision.objects.using(RECORD).order_by("seq").last()
    seq, link = (last.seq, last.link) if last else (0, GENESIS)
    head = Head.objects.using(RECORD).filter(pk=1).first()
    if head is None:
        yield Break("head of the log", "is missing")
    elif (head.seq, head.link) != (seq, link):
        yield Break("head of the log", f"does not name the last line, {seq}")
    if Head.objects.using(RECORD).exclude(pk=1).exists():
        yield Break("head of the log", "is there more than once")


def _body_breaks() -> Iterator[Break]:
    """Expect exactly the bodies that no redaction names, each with its line's hash."""
    lines = Revision.objects.using(RECORD)
    redacted = {(r.kind, r.slug): r.seq for r in lines.filter(action=Action.REDACTED)}
    for revision in lines.order_by("seq").select_related("body").iterator(CHUNK):
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
    for orphan in RevisionBody.objects.using(RECORD).exclude(pk__in=lines.values("pk")):
        yield Break(f"body {orphan.pk}", "belongs to no log line")


def _document(text: str) -> Document | None:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def _misnames(body: str, revision: Revision) -> bool:
    document = _document(body) or {}
    return (document.get("kind"), document.get("slug")) != (revision.kind, revision.slug)


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
        expected = _expected(known, first[entry.kind, entry.slug])
        if expected is None:
            yield Break(place, f"cannot be compared: log line {known.seq} has no sound document")
        else:
            for name in _differing_fields(entry, expected):
                yield Break(place, f"its {name} is not what log line {known.seq} says")
    for kind, slug in newest:
        yield Break(f"entry {kind}/{slug}", "is missing, although the log holds the record")


def _expected(revision: Revision, pk: int) -> Entry | None:
    """Return the entry that a line makes, or None if its body does not hold a document."""
    if revision.action == Action.REDACTED:
        return entry_for(revision, pk, None, "")
    body: RevisionBody | None = getattr(revision, "body", None)
    document = _document(body.body) if body else None
    if body is None or document is None:
        return None
    try:
        return entry_for(revision, pk, document, body.body)
    except (LookupError, TypeError, ValueError, AttributeError):
        return None


def _differing_fields(one: Entry, other: Entry) -> list[str]:
    return [
        field.name
        for field in Entry._meta.concrete_fields
        if getattr(one, field.attname) != getattr(other, field.attname)
    ]
