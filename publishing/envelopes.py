"""The forms of the log's lines: which fields a line's hash is over.

A form is never changed, only followed by a new one, so that whoever noted a link once
can compute it for ever. A line of the first form names no form: its column is empty.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from values.canonical import canonical, instant, sha256

if TYPE_CHECKING:
    from publishing.models import Revision

NEWEST = 2
FORMS: dict[int, tuple[str, ...]] = {
    1: (
        "seq", "kind", "slug", "version", "action", "reason", "approval", "changeset",
        "recorded_at", "sha256", "previous",
    ),
    2: (
        "envelope", "seq", "kind", "slug", "version", "action", "reason", "approval", "changeset",
        "author", "approver", "signature", "recorded_at", "format", "sha256", "erases", "previous",
    ),
}  # fmt: skip
ADDED = tuple(name for name in FORMS[NEWEST] if name not in FORMS[1])


class UnknownEnvelope(ValueError):
    """A line is of a form that this program does not know."""


def form_of(envelope: int | None) -> tuple[str, ...]:
    """Return the fields that the hash of a line with this number is over."""
    try:
        return FORMS[1 if envelope is None else envelope]
    except KeyError:
        raise UnknownEnvelope(f"No form of lines has the number {envelope}.") from None


def envelope_of(line: "Revision") -> dict[str, Any]:
    """Return every field of a line but its link, as it is hashed."""
    return {name: as_hashed(getattr(line, name)) for name in form_of(line.envelope)}


def link_of(line: "Revision") -> str:
    """Return what the link of a line has to be."""
    return sha256(canonical(envelope_of(line)))


def as_hashed(value: Any) -> Any:
    """Return a field's value as JSON can say it."""
    if isinstance(value, datetime):
        return instant(value)
    return str(value) if isinstance(value, UUID) else value
