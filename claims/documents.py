"""The document formats of cases, statements, claims, families, rebuttals and events."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from claims import anchoring, gates
from claims.models import (
    Answer,
    Case,
    Citation,
    Claim,
    Event,
    Family,
    Passage,
    Rebuttal,
    Rendition,
    Statement,
    Tension,
)
from publishing.formats.serializers import PartDocument, RecordDocument
from publishing.nouns import Noun, register


class CaseDocument(RecordDocument):
    class Meta:
        model = Case
        fields: ClassVar[list[str]] = ["kind", "slug", "title", "summary", "note"]


class RenditionDocument(PartDocument):
    class Meta:
        model = Rendition
        fields: ClassVar[list[str]] = [
            "id", "type", "source", "language", "direction", "complete", "translation",
            "translated_by", "text", "text_sha256",
        ]  # fmt: skip


class StatementDocument(RecordDocument):
    renditions = RenditionDocument(many=True)

    class Meta:
        model = Statement
        fields: ClassVar[list[str]] = [
            "kind", "slug", "cases", "title", "speaker", "type", "channel", "issued",
            "issued_unknown", "time_zone", "original_language", "about", "summary", "sources",
            "verification", "note", "renditions",
        ]  # fmt: skip


class PassageDocument(PartDocument):
    class Meta:
        model = Passage
        fields: ClassVar[list[str]] = [
            "id", "rendition", "purpose", "exact", "prefix", "suffix", "start", "end",
        ]  # fmt: skip


class CitationDocument(PartDocument):
    class Meta:
        model = Citation
        fields: ClassVar[list[str]] = [
            "id", "evidence", "source", "locator", "quote", "quote_language", "relation",
            "strength", "shows", "does_not_show",
        ]  # fmt: skip


class ClaimDocument(RecordDocument):
    passages = PassageDocument(many=True, required=False)
    citations = CitationDocument(many=True, required=False)

    class Meta:
        model = Claim
        fields: ClassVar[list[str]] = [
            "kind", "slug", "statement", "summary", "rendition", "exact", "prefix", "suffix",
            "start", "end", "translation", "reported_speech", "topics", "family",
            "answers_rebuttal", "answers_evidence", "also_seen_in", "verification", "note",
            "passages", "citations",
        ]  # fmt: skip


class TensionDocument(PartDocument):
    class Meta:
        model = Tension
        fields: ClassVar[list[str]] = ["id", "first", "second", "note"]


class FamilyDocument(RecordDocument):
    tensions = TensionDocument(many=True, required=False)

    class Meta:
        model = Family
        fields: ClassVar[list[str]] = ["kind", "slug", "title", "assertion", "note", "tensions"]


class AnswerDocument(PartDocument):
    class Meta:
        model = Answer
        fields: ClassVar[list[str]] = ["id", "claim", "relation", "paired_by", "note"]


class RebuttalDocument(RecordDocument):
    answers = AnswerDocument(many=True)
    citations = CitationDocument(many=True, required=False)

    class Meta:
        model = Rebuttal
        fields: ClassVar[list[str]] = [
            "kind", "slug", "speaker", "issued", "issued_unknown", "time_zone", "source",
            "editorial_observation", "locator", "one_line", "short", "full", "quote",
            "quote_language", "verification", "note", "answers", "citations",
        ]  # fmt: skip


class EventDocument(RecordDocument):
    class Meta:
        model = Event
        fields: ClassVar[list[str]] = [
            "kind", "slug", "cases", "type", "title", "happened", "time_zone", "time_as_shown",
            "summary", "sources", "evidence", "statements", "verification", "note",
        ]  # fmt: skip


register(
    Noun("cases", _("Timelines"), CaseDocument, lambda d: d["title"], rank=0),
    Noun(
        "families", _("The same assertion, many voices"), FamilyDocument, lambda d: d["title"],
        rank=5, ink="said", lead=_(
            "When the same assertion recurs in many statements, its uses are gathered here in"
            " chronological order."
        ),
    ),
    Noun(
        "statements", _("Statements"), StatementDocument, lambda d: d["title"], gates.STATEMENT,
        date="issued", dates_itself=True, rank=1, ink="said",
    ),
    Noun(
        "claims", _("Claims"), ClaimDocument, lambda d: d["summary"], gates.CLAIM,
        date="statement__issued", rank=2, ink="said", moved=anchoring.moved,
    ),
    Noun(
        "rebuttals", _("Answers"), RebuttalDocument, lambda d: d["one_line"], gates.REBUTTAL,
        date="issued", dates_itself=True, rank=3, ink="answered",
    ),
    Noun(
        "events", _("Events"), EventDocument, lambda d: d["title"],
        date="happened", dates_itself=True, rank=6,
    ),
)  # fmt: skip
