"""Verifying the bodies of the log: exactly those must be there that nothing erased."""

import json
from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from publishing.databases import RECORD
from publishing.models import Action, Revision, RevisionBody
from publishing.nouns import Document
from publishing.proving.breaks import Break, described
from publishing.proving.chunks import Unreadable, attempt, rows_in, unreadable
from values.canonical import sha256


def body_breaks() -> Iterator[Break]:
    """Expect exactly the bodies that no redaction names, each with its line's hash."""
    redacted = _redacted()
    for line in rows_in(Revision.objects.select_related("body")):
        if isinstance(line, Unreadable):
            yield unreadable("body of log line", line)
            continue
        place = f"body of log line {line.seq} ({line.kind}/{line.slug})"
        erased = redacted.get((line.kind, line.slug), 0) >= line.seq
        try:
            words = _break_of(line, erased=erased)
        except Exception as error:  # whatever was written by hand
            words = f"cannot be checked: {described(error)}"
        if words:
            yield Break(place, words)


def stray_body_breaks() -> Iterator[Break]:
    """Expect no body without a line."""
    line = Revision.objects.using(RECORD).filter(pk=OuterRef("pk"))
    for body in rows_in(RevisionBody.objects.filter(~Exists(line))):
        yield Break(f"body {body.pk}", "belongs to no log line")


def document_of_line(line: Revision) -> tuple[Document, str] | None:
    """Return the document of a line, parsed and as text, or None if it has no sound one."""
    body: RevisionBody | None = getattr(line, "body", None)
    document = _parsed(body.body) if body else None
    return (document, body.body) if body and document is not None else None


def _redacted() -> dict[tuple[str, str], int]:
    lines = Revision.objects.using(RECORD).filter(action=Action.REDACTED).order_by("seq")
    found = attempt(lambda: list(lines.values_list("kind", "slug", "seq")))
    return {(kind, slug): seq for kind, slug, seq in found}


def _break_of(line: Revision, *, erased: bool) -> str:
    body: RevisionBody | None = getattr(line, "body", None)
    if erased and body:
        return "is there, although the record was redacted"
    if not erased and not body:
        return "is missing, although nothing redacted the record"
    if body and sha256(body.body) != line.sha256:
        return "was changed: it does not give the hash in the log"
    if body and _misnames(body.body, line):
        return "is the document of another record"
    return ""


def _parsed(text: str) -> Document | None:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def _misnames(text: str, line: Revision) -> bool:
    document = _parsed(text) or {}
    return (document.get("kind"), document.get("slug")) != (line.kind, line.slug)
