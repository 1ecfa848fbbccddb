"""What evidence must have to be published."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from publishing.formats.gates import Failure, Prospect
from publishing.nouns import Document, Gate


def has_a_source(document: Document, prospect: Prospect) -> Iterator[Failure]:
    """Evidence needs a source that anyone can go and read."""
    if not document["sources"]:
        yield Failure("evidence", document["slug"], "sources", _("needs at least one source"))


def does_not_derive_from_itself(document: Document, prospect: Prospect) -> Iterator[Failure]:
    """Derivation has no circles, or independent lines could not be counted.

    A redacted item keeps its derivation, so a circle cannot be closed through it either.
    """
    seen: set[str] = set()
    waiting = list(document["derived_from"])
    while waiting:
        slug = waiting.pop()
        if slug == document["slug"]:
            message = _("rests on itself through its derivation; remove one link")
            yield Failure("evidence", document["slug"], "derived_from", message)
            return
        if slug not in seen:
            seen.add(slug)
            waiting += prospect.linked("evidence", slug, "derived_from")


EVIDENCE: tuple[Gate, ...] = (has_a_source, does_not_derive_from_itself)
