"""The document formats of parties, sources, evidence, devices and indicators."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from evidence import gates
from evidence.models import (
    Capture,
    Device,
    Edition,
    Evidence,
    Examination,
    Indicator,
    Listing,
    Party,
    PartyType,
    Source,
    Trace,
)
from publishing.formats.serializers import PartDocument, RecordDocument
from publishing.nouns import Document, Noun, register


class PartyDocument(RecordDocument):
    class Meta:
        model = Party
        fields: ClassVar[list[str]] = [
            "kind", "slug", "name", "type", "country", "wikidata", "description",
            "right_of_reply", "note",
        ]  # fmt: skip


class CaptureDocument(PartDocument):
    class Meta:
        model = Capture
        fields: ClassVar[list[str]] = [
            "id", "file", "media_type", "bytes", "sha256", "captured_at", "captured_by", "text",
        ]  # fmt: skip


class SourceDocument(RecordDocument):
    captures = CaptureDocument(many=True, required=False)

    class Meta:
        model = Source
        fields: ClassVar[list[str]] = [
            "kind", "slug", "title", "title_verified", "publisher_name", "publisher", "authors",
            "type", "language", "url", "url_seen", "published", "time_zone", "published_as_shown",
            "copy_of", "original_url", "original_url_seen", "text_seen", "note", "captures",
        ]  # fmt: skip


class EditionDocument(PartDocument):
    class Meta:
        model = Edition
        fields: ClassVar[list[str]] = [
            "id", "label", "issued", "source", "locator", "changed", "reason",
        ]  # fmt: skip


class ExaminationDocument(PartDocument):
    class Meta:
        model = Examination
        fields: ClassVar[list[str]] = [
            "id", "examiner", "finding", "issued", "source", "locator", "summary",
        ]  # fmt: skip


class EvidenceDocument(RecordDocument):
    editions = EditionDocument(many=True, required=False)
    examinations = ExaminationDocument(many=True, required=False)

    class Meta:
        model = Evidence
        fields: ClassVar[list[str]] = [
            "kind", "slug", "title", "type", "producer", "sources", "summary", "method", "limits",
            "would_change", "derived_from", "happened", "became_public", "time_zone", "quote",
            "quote_language", "quote_source", "verification", "note", "editions", "examinations",
        ]  # fmt: skip


class TraceDocument(PartDocument):
    class Meta:
        model = Trace
        fields: ClassVar[list[str]] = [
            "id", "type", "indicator", "as_published", "first_seen", "last_seen", "finding",
            "evidence", "source", "locator", "quote", "quote_language", "attribution",
            "verification", "note",
        ]  # fmt: skip


class DeviceDocument(RecordDocument):
    traces = TraceDocument(many=True, required=False)

    class Meta:
        model = Device
        fields: ClassVar[list[str]] = ["kind", "slug", "label", "owner", "model", "note", "traces"]


class ListingDocument(PartDocument):
    class Meta:
        model = Listing
        fields: ClassVar[list[str]] = ["id", "edition", "status"]


class IndicatorDocument(RecordDocument):
    listings = ListingDocument(many=True, required=False)

    class Meta:
        model = Indicator
        fields: ClassVar[list[str]] = [
            "kind", "slug", "type", "value", "stix_id", "note", "listings",
        ]  # fmt: skip


def _text(document: Document, key: str) -> dict[str, str]:
    value: Any = document[key]
    return {document.get("language", "en"): value} if isinstance(value, str) else value


def _indicator_title(document: Document) -> dict[str, str]:
    return {"en": document["value"]}


def people() -> list[dict[str, str]]:
    """Return the names of the people among the parties; a code name is meant to be seen."""
    return list(Party.objects.filter(type=PartyType.PERSON).values_list("name", flat=True))


register(
    Noun(
        "parties", _("People and organisations"), PartyDocument, lambda d: _text(d, "name"),
        rank=7, people=people,
    ),
    Noun("sources", _("Sources"), SourceDocument, lambda d: _text(d, "title"), date="published"),
    Noun(
        "evidence", _("Evidence"), EvidenceDocument, lambda d: _text(d, "title"), gates.EVIDENCE,
        date="became_public", dates_itself=True, rank=4, ink="shown",
    ),
    Noun("indicators", _("Indicators"), IndicatorDocument, _indicator_title, ink="shown"),
    Noun("devices", _("Devices"), DeviceDocument, lambda d: _text(d, "label"), ink="shown"),
)  # fmt: skip
