"""Verifying the forms of the log's lines: what a line says of its envelope, salt and erasures."""

import re
from collections.abc import Iterator

from django.db.models import Q

from publishing.databases import RECORD
from publishing.envelopes import ADDED, FORMS
from publishing.erasing import erases
from publishing.models import Action, Revision, RevisionBody
from publishing.nouns import Key
from publishing.proving.chunks import attempt
from values.canonical import salted_sha256

HEX_32, HEX_64 = re.compile("[0-9a-f]{32}"), re.compile("[0-9a-f]{64}")


def line_faults(line: Revision, before: Revision | None) -> Iterator[str]:
    """Yield what is wrong with a line's fields, by themselves and after the line before it."""
    if line.envelope is not None and line.envelope not in FORMS:
        yield f"has the envelope {line.envelope}, which this program does not know"
        return
    if line.computed_link() != line.link:
        yield "was changed: its fields do not give its link"
    if line.envelope is None:
        yield from _faults_of_first_form(line, before)


def _faults_of_first_form(line: Revision, before: Revision | None) -> Iterator[str]:
    """Yield what a line without a number cannot be: its new columns are not hashed."""
    if given := [name for name in ADDED if getattr(line, name) is not None]:
        yield f"is of the first envelope, which has no {', '.join(given)}"
    if before and before.envelope is not None:
        yield f"is of the first envelope, although line {before.seq} is of a later one"


def body_fault(line: Revision, body: RevisionBody | None, erased_by: int | None) -> str:
    """Return what is wrong with the body of a line; empty if nothing is.

    *erased_by* is the line that erased it, if one did.
    """
    if erased_by or not line.sha256:
        words = f"line {erased_by} erased it" if erased_by else "its line has none"
        return f"is there, although {words}" if body else ""
    if body is None:
        return "is missing, although no line erased it"
    if not _is_salted_rightly(line, body):
        return "has another salt than a line of this envelope has"
    if salted_sha256(body.salt or "", body.body) != line.sha256:
        return "was changed: it does not give the hash in the log"
    return ""


def _is_salted_rightly(line: Revision, body: RevisionBody) -> bool:
    if line.envelope is None:
        return body.salt is None
    return bool(body.salt and HEX_32.fullmatch(body.salt))


class Erasures:
    """By which line each erased document was erased; only the lines that erase are kept."""

    def __init__(self) -> None:
        lines = Revision.objects.using(RECORD).filter(
            Q(action=Action.REDACTED) | Q(envelope__isnull=False) & ~Q(erases="[]")
        )
        self._by_record: dict[Key, list[Revision]] = {}
        columns = ("seq", "kind", "slug", "action", "envelope", "erases")
        for line in attempt(lambda: list(lines.order_by("seq").only(*columns))):
            self._by_record.setdefault((line.kind, line.slug), []).append(line)

    def of(self, line: Revision) -> int | None:
        """Return the seq of the line that erased the document of this one, if any did."""
        here = self._by_record.get((line.kind, line.slug), [])
        return next((one.seq for one in here if one.seq > line.seq and erases(one, line.seq)), None)
