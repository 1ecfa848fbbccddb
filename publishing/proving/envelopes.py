"""Verifying one line of the log, after the line before it, and its body: form, values, hashes."""

import re
from collections.abc import Iterator
from typing import Any

from publishing.envelopes import ADDED, FORMS
from publishing.models import Action, Revision, RevisionBody
from values.canonical import instant, salted_sha256

HEX_32, HEX_64 = re.compile("[0-9a-f]{32}"), re.compile("[0-9a-f]{64}")
MAY_ERASE = (Action.CORRECTED, Action.WITHDRAWN, Action.REDACTED)


def line_faults(line: Revision, before: Revision | None) -> Iterator[str]:
    """Yield what is wrong with a line's fields, by themselves and after the line before it."""
    if line.envelope is not None and (line.envelope not in FORMS or line.envelope == 1):
        yield f"has the envelope {line.envelope}, which this program does not know"
        return
    if line.computed_link() != line.link:
        yield "was changed: its fields do not give its link"
    if line.envelope is None:
        yield from _faults_of_first_form(line, before)
    else:
        yield from _faults_of_values(line)


def order_fault(line: Revision, before: Revision | None) -> str:
    """Say that a line is earlier than the one before it; empty if it is not."""
    if before is None or line.recorded_at >= before.recorded_at:
        return ""
    moments = f"{instant(line.recorded_at)}, {instant(before.recorded_at)}"
    return f"is earlier than line {before.seq} before it: {moments}"


def _faults_of_first_form(line: Revision, before: Revision | None) -> Iterator[str]:
    """Yield what a line of the first form cannot be: its new columns are not hashed."""
    if given := [name for name in ADDED if getattr(line, name) is not None]:
        yield f"is of the first envelope, which has no {', '.join(given)}"
    if before and before.envelope is not None:
        yield f"is of the first envelope, although line {before.seq} is of a later one"


def _faults_of_values(line: Revision) -> Iterator[str]:
    if not _is_number(line.format):
        yield "names no format"
    for name in ("author", "approver"):
        if not (getattr(line, name) is None or _is_number(getattr(line, name))):
            yield f"names an {name} by no number"
    if not (line.signature is None or HEX_64.fullmatch(line.signature)):
        yield "has a signature that is not a SHA-256"
    if not isinstance(line.erases, list):
        yield "has a list of what it erases that is not as it is written here"
    elif line.erases and line.action not in MAY_ERASE:
        yield f"erases documents, which no line “{line.action}” does"
    if bool(line.sha256) == (line.action == Action.REDACTED):
        yield "has a hash, although it redacts" if line.sha256 else "has no hash of a document"


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and value > 0


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
        return "has another salt than a line of its envelope has"
    if salted_sha256(body.salt or "", body.body) != line.sha256:
        return "was changed: it does not give the hash in the log"
    return ""


def _is_salted_rightly(line: Revision, body: RevisionBody) -> bool:
    if line.envelope is None:
        return body.salt is None
    return bool(body.salt and HEX_32.fullmatch(body.salt))
