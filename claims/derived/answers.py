"""The answers to claims, with what they rest on and how they lie in time."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from claims.derived.another_look import changed_since, reviews_of
from claims.derived.distance import Distance, distance
from claims.derived.public_before import WhenPublic, when_public
from claims.derived.standing import OFF_POINT, Standing
from claims.models import CitationRelation, Relation
from claims.quoted import readable
from publishing.nouns import Document
from publishing.reading.records import Library, Record
from values.days import in_time


@dataclass(frozen=True)
class Cited:
    """One citation, with the evidence it names and when that was public."""

    citation: Document
    evidence: Record
    producer: Record | None
    source: Record | None
    public: WhenPublic | None

    @property
    def relation(self) -> str:
        """Return the relation to the answer, in words."""
        return str(CitationRelation(self.citation["relation"]).label)

    @property
    def is_live(self) -> bool:
        """Whether the evidence still stands: what was withdrawn counts for nothing."""
        return self.evidence.is_live

    @property
    def was_public_before(self) -> bool:
        """Whether the evidence was public before the statement was made."""
        return self.public is not None and self.public.is_before


@dataclass(frozen=True)
class Answered:
    """One answer to one claim."""

    rebuttal: Record
    answer: Document
    speaker: Record | None
    when: Distance | None
    cited: list[Cited]
    another_look: list[Record]

    @property
    def is_live(self) -> bool:
        """Whether the answer still stands: what was withdrawn counts for nothing."""
        return self.rebuttal.is_live

    @property
    def relation(self) -> str:
        """Return how it answers, in words."""
        return str(Relation(self.answer["relation"]).label)

    @property
    def by_editor(self) -> bool:
        """Whether an editor, not the speaker, put the answer beside this claim."""
        return bool(self.answer["paired_by"] == "editor")

    @property
    def longest_public(self) -> Cited | None:
        """Return the live evidence that had been public longest when the claim was made."""
        before = [cited for cited in self.cited if cited.is_live and cited.was_public_before]
        return min(before, key=_public_since, default=None)

    @property
    def caveats(self) -> list[str]:
        """Return what a reader has to know of its state before reading it, in words."""
        withdrawn = [gettext("withdrawn")] if self.rebuttal.state == "withdrawn" else []
        return withdrawn + ([gettext("needs another look")] if self.another_look else [])


class Answers:
    """The answers in a library, found by the claim they answer."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.by_claim: dict[str, list[tuple[Record, Document]]] = defaultdict(list)
        rebuttals = library.of_kind("rebuttal")
        self.reviews = reviews_of(rebuttals)
        for rebuttal in rebuttals:
            for answer in rebuttal.document["answers"]:
                self.by_claim[answer["claim"]].append((rebuttal, answer))

    def to(self, claim: Record, statement: Record | None) -> list[Answered]:
        """Return the answers to a claim: live ones first, those meant for it first, by time."""
        said = _issued(statement)
        found = [self._answered(*pair, said) for pair in self.by_claim[claim.slug]]
        return sorted(found, key=_reading_order)

    def cited_by(self, record: Record, statement: Record | None) -> list[Cited]:
        """Return what the citations of a claim or rebuttal name."""
        return self._cited(record.document["citations"], _issued(statement))

    def _answered(self, rebuttal: Record, answer: Document, said: tuple[str, str]) -> Answered:
        document = rebuttal.document
        return Answered(
            rebuttal=rebuttal,
            answer=answer,
            speaker=self.library.get("party", document["speaker"]),
            when=distance(document["issued"], document["time_zone"], *said),
            cited=self._cited(document["citations"], said),
            another_look=self.changed_under(rebuttal),
        )

    def changed_under(self, rebuttal: Record) -> list[Record]:
        """Return the evidence that changed after a rebuttal that cites it was last reviewed."""
        slugs = {citation["evidence"] for citation in rebuttal["citations"]}
        found = {slug: self.library.get("evidence", slug) for slug in slugs}
        review = self.reviews.get(rebuttal.slug) or reviews_of([rebuttal])[rebuttal.slug]
        return changed_since(review, {slug: one for slug, one in found.items() if one})

    def _cited(self, citations: Iterable[Document], said: tuple[str, str]) -> list[Cited]:
        found = []
        for citation in citations:
            evidence = readable(self.library, "evidence", citation["evidence"])
            if evidence:
                found.append(self._one_cited(citation, evidence, said))
        return found

    def _one_cited(self, citation: Document, evidence: Record, said: tuple[str, str]) -> Cited:
        document = evidence.document
        return Cited(
            citation=citation,
            evidence=evidence,
            producer=self.library.get("party", document["producer"]),
            source=self.library.get("source", citation["source"]),
            public=when_public(document, said),
        )


def live(answers: Iterable[Answered]) -> list[Answered]:
    """Return the answers that still stand; only they are counted."""
    return [answered for answered in answers if answered.is_live]


def counted(answers: Iterable[Answered]) -> list[tuple[str, int]]:
    """Return how many live answers there are of each relation, in the order of the rubric."""
    counts = Counter(answered.answer["relation"] for answered in live(answers))
    return [(str(kind.label), counts[kind]) for kind in Relation if counts[kind]]


def answered_how(standing: Standing, answers: Iterable[Answered]) -> list[tuple[str, int]]:
    """Return how a claim was answered, as its standing says it, with the number of answers."""
    counts = Counter(answered.answer["relation"] for answered in live(answers))
    return [(str(Relation(how).label), counts[how]) for how in standing.how if counts[how]]


def beside_the_point(standing: Standing, answers: Iterable[Answered]) -> int:
    """Return how many answers do not meet the point, where others do."""
    if standing.how == (OFF_POINT,):
        return 0
    return sum(answered.answer["relation"] == OFF_POINT for answered in live(answers))


def _issued(statement: Record | None) -> tuple[str, str]:
    if statement is None or not statement.is_readable:
        return "", ""
    return statement.document["issued"], statement.document["time_zone"]


def _public_since(cited: Cited) -> date:
    return cited.public.distance.first if cited.public else date.max


def _reading_order(answered: Answered) -> tuple[Any, ...]:
    document = answered.rebuttal.document
    return (
        not answered.is_live,
        answered.by_editor,
        in_time(document["issued"], document["time_zone"]),
        answered.rebuttal.slug,
    )
