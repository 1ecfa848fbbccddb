"""Builders of parties, sources, evidence, indicators and devices."""

from typing import Any

from evidence.models import (
    Capture,
    Device,
    Edition,
    Evidence,
    Examination,
    Indicator,
    Listing,
    Party,
    Source,
    Trace,
)
from publishing.databases import at_desk
from tests.builders.saving import part, saved, unique
from values.canonical import sha256


@at_desk()
def make_party(**fields: Any) -> Party:
    slug = fields.pop("slug", None) or unique("party")
    return saved(Party(slug=slug, **{"name": {"en": "A party"}, "type": "company", **fields}))


@at_desk()
def make_source(**fields: Any) -> Source:
    defaults: dict[str, Any] = {
        "slug": unique("source"),
        "title": "A document",
        "publisher_name": "A publisher",
        "type": "news_article",
        "language": "en",
        "url": "https://example.org/document",
        "url_seen": "seen",
        "published": "2021-07-20",
    }
    return saved(Source(**{**defaults, **fields}))


@at_desk()
def make_capture(source: Source, **fields: Any) -> Capture:
    defaults: dict[str, Any] = {
        "media_type": "text/html",
        "bytes": 3,
        "sha256": sha256("abc"),
        "captured_at": "2021-07-20T10:00:00Z",
        "captured_by": "A tool",
        "text": "abc",
    }
    return part(Capture(source=source, **{**defaults, **fields}), source)


@at_desk()
def make_evidence(
    *,
    sources: list[Source] | None = None,
    derived_from: list[Evidence] | None = None,
    **fields: Any,
) -> Evidence:
    defaults: dict[str, Any] = {
        "slug": unique("evidence"),
        "title": {"en": "A finding"},
        "type": "forensic_report",
        "summary": {"en": "Something was found."},
        "method": {"en": "The material read states no method."},
        "limits": {"en": "The material read states no limits."},
        "became_public": "2021-07-18",
        "verification": "publisher",
    }
    record = Evidence(**{**defaults, **fields})
    if record.producer_id is None:
        record.producer = make_party()
    return saved(record, sources=sources or [make_source()], derived_from=derived_from or [])


@at_desk()
def make_edition(evidence: Evidence, **fields: Any) -> Edition:
    defaults: dict[str, Any] = {
        "label": "First edition",
        "issued": "2021-07-18",
        "changed": {"en": "First published."},
        "reason": {"en": "The material read states no reason."},
    }
    return part(Edition(evidence=evidence, **{**defaults, **fields}), evidence)


@at_desk()
def make_examination(evidence: Evidence, **fields: Any) -> Examination:
    defaults: dict[str, Any] = {"finding": "confirmed", "summary": {"en": "It was confirmed."}}
    one = Examination(evidence=evidence, **{**defaults, **fields})
    one.examiner = fields.get("examiner") or make_party()
    one.source = fields.get("source") or make_source()
    return part(one, evidence)


@at_desk()
def make_indicator(**fields: Any) -> Indicator:
    slug = fields.pop("slug", None) or unique("indicator")
    return saved(Indicator(slug=slug, **{"type": "process", "value": slug, **fields}))


@at_desk()
def make_listing(indicator: Indicator, edition: Edition, **fields: Any) -> Listing:
    one = Listing(indicator=indicator, edition=edition, **{"status": "named", **fields})
    return part(one, indicator)


@at_desk()
def make_device(**fields: Any) -> Device:
    defaults = {"slug": unique("device"), "label": {"en": "A telephone"}}
    record = Device(**{**defaults, **fields})
    if record.owner_id is None:
        record.owner = make_party()
    return saved(record)


@at_desk()
def make_trace(device: Device, **fields: Any) -> Trace:
    defaults: dict[str, Any] = {
        "type": "process",
        "as_published": "bh",
        "first_seen": "2019-07-05T11:23:29Z",
        "finding": "trace",
        "verification": "publisher",
    }
    one = Trace(device=device, **{**defaults, **fields})
    one.evidence = fields.get("evidence") or make_evidence()
    one.source = fields.get("source") or make_source()
    return part(one, device)
