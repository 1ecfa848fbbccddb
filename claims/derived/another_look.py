"""Which answers need another look: evidence that they cite changed after their last review.

Evidence that was published again with the same words, in whatever format, did not change.

An editor reviews an answer by publishing or correcting it. Withdrawing and restoring it is not a
review, so a restored answer still needs the look that it needed before. A correction by which a
record only loses words, in a redaction, is neither a change nor a review. In SQL this is
``Rebuttal.objects.needing_another_look()``.
"""

import uuid
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from claims.models import REVIEWS, Rebuttal
from publishing.models import ONLY_LOSES_WORDS, Revision
from publishing.reading.records import Record


class Review(NamedTuple):
    """When an answer was last reviewed, in which change set, and what it cites."""

    seq: int
    changeset: uuid.UUID | None
    cites: frozenset[str]


def reviews_of(rebuttals: Iterable[Record]) -> dict[str, Review]:
    """Return the last review of each answer, by slug; asks the log only for changed answers."""
    found = {one.slug: Review(one.seq, one.changeset, _cites(one)) for one in rebuttals}
    # A draft has no line in the log, and what was never changed was reviewed by its first one.
    changed = [one.slug for one in rebuttals if one.seq and one.version > 1]
    if changed:
        lines = Revision.objects.exclude(ONLY_LOSES_WORDS).filter(
            kind=Rebuttal.kind, slug__in=changed, action__in=REVIEWS
        )
        for slug, seq, changeset in lines.order_by("seq").values_list("slug", "seq", "changeset"):
            found[slug] = Review(seq, changeset, found[slug].cites)
    return found


def changed_since(review: Review, evidence: Mapping[str, Record]) -> list[Record]:
    """Return the cited evidence that changed after a review; its own change set does not count."""
    return [
        evidence[slug]
        for slug in sorted(review.cites & evidence.keys())
        if evidence[slug].changed_seq > review.seq and evidence[slug].changed_in != review.changeset
    ]


def _cites(rebuttal: Record) -> frozenset[str]:
    return frozenset(part["evidence"] for part in rebuttal.document.get("citations", []))
