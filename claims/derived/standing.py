"""Standing of a claim: how it was answered, and on what. Derived, and never a verdict.

Two axes. *How answered*: the relations of its live answers. *On what*: how many
independent lines of evidence those answers rest on, and whether each was seen at
its publisher or is known from reports. The rubric is public, on the method page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from claims.models import CitationRelation, Relation
from evidence.models.verification import Verification
from publishing.reading.records import Record

UNANSWERED, OFF_POINT = "unanswered", Relation.OFF_POINT.value


@dataclass(frozen=True)
class Standing:
    """The two axes: ``how`` and the independent ``lines`` of evidence, by origin."""

    how: tuple[str, ...]
    primary: frozenset[str] = field(default=frozenset())
    reported: frozenset[str] = field(default=frozenset())
    helping: frozenset[str] = field(default=frozenset())

    @property
    def lines(self) -> int:
        """The number of independent lines that the answers rest on."""
        return len(self.primary | self.reported)

    @property
    def is_unanswered(self) -> bool:
        return self.how == (UNANSWERED,)


def standing_of(
    claim: str,
    rebuttals: Iterable[Record],
    evidence: Mapping[str, Record],
    origins: Mapping[str, frozenset[str]],
) -> Standing:
    """Return the standing of the claim with slug *claim*.

    Only live rebuttals and live evidence count. ``primary`` are the origins of
    evidence seen at its publisher, ``reported`` the others, ``helping`` those of
    evidence that its citation says helps the denial.
    """
    relations: set[str] = set()
    supporting: set[str] = set()
    helping: set[str] = set()
    for rebuttal in rebuttals:
        relation = relation_to(rebuttal, claim)
        if not rebuttal.is_live or relation is None:
            continue
        relations.add(relation)
        if relation != OFF_POINT:
            supporting |= _cited(rebuttal, evidence, CitationRelation.SUPPORTS_ANSWER)
        helping |= _cited(rebuttal, evidence, CitationRelation.HELPS_DENIAL)
    primary = {s for s in supporting if evidence[s]["verification"] == Verification.PUBLISHER}
    lines = _origins(primary, origins)
    return Standing(
        how=_how(relations),
        primary=lines,
        reported=_origins(supporting, origins) - lines,
        helping=_origins(helping, origins),
    )


def relation_to(rebuttal: Record, claim: str) -> str | None:
    """Return how a rebuttal bears on a claim, or None if it does not answer it."""
    for answer in rebuttal.document.get("answers", []):
        if answer["claim"] == claim:
            return str(answer["relation"])
    return None


def _how(relations: set[str]) -> tuple[str, ...]:
    if not relations:
        return (UNANSWERED,)
    # Every relation but one, so that a new one cannot be forgotten.
    to_the_point = relations - {OFF_POINT}
    return tuple(each for each in Relation.values if each in to_the_point) or (OFF_POINT,)


def _cited(rebuttal: Record, evidence: Mapping[str, Record], relation: str) -> set[str]:
    return {
        citation["evidence"]
        for citation in rebuttal["citations"]
        if citation["relation"] == relation
        and citation["evidence"] in evidence
        and evidence[citation["evidence"]].is_live
    }


def _origins(slugs: set[str], origins: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset(origin for slug in slugs for origin in origins.get(slug, {slug}))
