"""Coverage: which parts of a complete text of a statement were answered.

Shown for complete texts only; nobody can say how much excerpts cover.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from publishing.nouns import Document
from publishing.reading.records import Record

# Where spans overlap, the first of these that applies is shown.
ANSWERED, UNANSWERED, NOT_A_CLAIM, UNMARKED = "answered", "unanswered", "not_a_claim", "unmarked"
ORDER = (ANSWERED, UNANSWERED, NOT_A_CLAIM, UNMARKED)


@dataclass(frozen=True)
class Segment:
    """A stretch of text of one kind, with the slugs of the claims that it belongs to."""

    text: str
    kind: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Coverage:
    """A complete text in segments, and how many of its characters are of which kind."""

    segments: tuple[Segment, ...]

    def characters(self, kind: str) -> int:
        """Return how many characters (code points) are of this kind."""
        return sum(len(segment.text) for segment in self.segments if segment.kind == kind)

    def share(self, kind: str) -> int:
        """Return the share of this kind in whole per cent of the text."""
        total = sum(len(segment.text) for segment in self.segments)
        return round(100 * self.characters(kind) / total) if total else 0


def coverage_of(
    rendition: Document, claims: Iterable[Record], answered: Iterable[str]
) -> Coverage | None:
    """Return the coverage of a rendition, or None if its text is not complete."""
    if not rendition["complete"]:
        return None
    slugs = set(answered)
    spans = [span for claim in claims if claim.is_live for span in _spans(claim, rendition, slugs)]
    text = rendition["text"]
    cuts = sorted({0, len(text), *(edge for start, end, *_ in spans for edge in (start, end))})
    segments = [_segment(text, start, end, spans) for start, end in pairwise(cuts)]
    return Coverage(tuple(segments))


def _spans(
    claim: Record, rendition: Document, answered: set[str]
) -> list[tuple[int, int, str, str]]:
    kind = ANSWERED if claim.slug in answered else UNANSWERED
    spans = []
    if claim["rendition"] == rendition["id"]:
        spans.append((claim["start"], claim["end"], kind, claim.slug))
    for passage in claim["passages"]:
        if passage["rendition"] == rendition["id"]:
            own = NOT_A_CLAIM if passage["purpose"] == NOT_A_CLAIM else kind
            spans.append((passage["start"], passage["end"], own, claim.slug))
    return spans


def _segment(text: str, start: int, end: int, spans: list[tuple[int, int, str, str]]) -> Segment:
    here = [span for span in spans if span[0] <= start and end <= span[1]]
    kinds = {span[2] for span in here} or {UNMARKED}
    claims = tuple(sorted({span[3] for span in here}))
    return Segment(text[start:end], next(k for k in ORDER if k in kinds), claims)
