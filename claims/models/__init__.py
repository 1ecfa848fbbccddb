"""Claims: what was said, what answered it, and what the answers rest on."""

from claims.models.case import Case
from claims.models.citation import Citation, CitationRelation, Strength
from claims.models.claim import Claim, Passage, Purpose
from claims.models.event import Event, EventType
from claims.models.family import Family, Tension
from claims.models.rebuttal import REVIEWS, Answer, PairedBy, Rebuttal, Relation
from claims.models.statement import (
    Direction,
    Rendition,
    RenditionType,
    Statement,
    StatementType,
    Translation,
)
from claims.models.topic import Topic

__all__ = [
    "REVIEWS",
    "Answer",
    "Case",
    "Citation",
    "CitationRelation",
    "Claim",
    "Direction",
    "Event",
    "EventType",
    "Family",
    "PairedBy",
    "Passage",
    "Purpose",
    "Rebuttal",
    "Relation",
    "Rendition",
    "RenditionType",
    "Statement",
    "StatementType",
    "Strength",
    "Tension",
    "Topic",
    "Translation",
]
