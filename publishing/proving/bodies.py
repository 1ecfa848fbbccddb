"""Verifying the bodies of the log: exactly those that nothing erased must be there."""

import json
from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from publishing.databases import RECORD
from publishing.formats.evolving import has_keys_of
from publishing.models import Revision, RevisionBody
from publishing.nouns import Document, noun
from publishing.proving.breaks import Break, described
from publishing.proving.chunks import Unreadable, rows_in, unreadable
from publishing.proving.envelopes import body_fault
from publishing.proving.erasures import Erasures


def body_breaks() -> Iterator[Break]:
    """Expect exactly the bodies that no line erases, each with its line's hash."""
    erasures = Erasures()
    for line in rows_in(Revision.objects.select_related("body")):
        if isinstance(line, Unreadable):
            yield unreadable("body of log line", line)
            continue
        place = f"body of log line {line.seq} ({line.kind}/{line.slug})"
        try:
            words = _break_of(line, erasures.of(line))
        except Exception as error:  # whatever was written by hand
            words = f"cannot be checked: {described(error)}"
        if words:
            yield Break(place, words)


def stray_body_breaks() -> Iterator[Break]:
    """Expect no body without a line."""
    line = Revision.objects.using(RECORD).filter(pk=OuterRef("pk"))
    for body in rows_in(RevisionBody.objects.filter(~Exists(line))):
        yield Break(f"body {body.pk}", "belongs to no log line")


def document_of_line(line: Revision) -> tuple[Document, str, str | None] | None:
    """Return the document of a line, parsed and as text, and its salt; None if it is not sound."""
    body: RevisionBody | None = getattr(line, "body", None)
    document = _parsed(body.body) if body else None
    return (document, body.body, body.salt) if body and document is not None else None


def _break_of(line: Revision, erased_by: int | None) -> str:
    body: RevisionBody | None = getattr(line, "body", None)
    words = body_fault(line, body, erased_by)
    return _wrong_with(body.body, line) if body and not words else words


def _wrong_with(text: str, line: Revision) -> str:
    """Say what is wrong with a document that its line's hash is of; empty if nothing is."""
    document, number = _parsed(text) or {}, line.format or 1
    if (document.get("kind"), document.get("slug")) != (line.kind, line.slug):
        return "is the document of another record"
    one = noun(line.kind)
    if number > one.format:
        return f"is in format {number}, which this release does not know; newer ones do"
    if not has_keys_of(document, one, number):
        return f"does not have the keys of format {number}, which its line names"
    return ""


def _parsed(text: str) -> Document | None:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None
