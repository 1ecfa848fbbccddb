"""Public pages of evidence, sources, parties, devices and indicators."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from evidence.models import Device, Evidence, Indicator, Party, Source
from publishing.models import Publishable
from publishing.nouns import noun
from publishing.reading.as_of import as_public, day_asked
from publishing.reading.pages import Context, record_page
from publishing.reading.records import Library, Record, Selection, load


def _records(kind: str, **lookups: Any) -> QuerySet[Publishable]:
    """Return records of a kind that this app cannot import, by the name of the reverse relation."""
    return noun(kind).model._default_manager.filter(**lookups).distinct()


@record_page("evidence", by_day=True)
def evidence(request: HttpRequest, record: Record) -> Context:
    """Show an item of evidence: method, limits, editions, examinations, and who cites it."""
    mine = {"evidence__slug": record.slug}
    parts = record["editions"] + record["examinations"]
    sources = {*record["sources"], record["quote_source"], *(part["source"] for part in parts)}
    examiners = {part["examiner"] for part in record["examinations"]}
    day = day_asked(request)
    everything = load(
        *(_dating_claims(record.slug) if day else []),
        Party.objects.filter(slug__in=examiners | {record["producer"]}),
        Source.objects.filter(slug__in=sources - {None}),
        Evidence.objects.filter(slug__in=record["derived_from"]),
        Evidence.objects.filter(derived_from__slug=record.slug),
        Device.objects.filter(traces__evidence__slug=record.slug),
        Indicator.objects.filter(listings__edition__evidence__slug=record.slug),
        _records("rebuttal", citations__evidence__slug=record.slug),
        _records("claim", answers__rebuttal__citations__evidence__slug=record.slug),
        _records("claim", citations__evidence__slug=record.slug),
        _records("claim", answers_evidence__slug=record.slug),
        _records("event", **mine),
        Party.objects.filter(rebuttals__citations__evidence__slug=record.slug),
    )
    library = as_public(everything, day)
    cited = _citations_of(record, library)
    count = sum(citing.is_live for citing, _citation in cited)
    return {"library": library, "cited": cited, "count": count}


def _dating_claims(slug: str) -> Selection:
    """Select the statements that date the claims which an item of evidence bears on."""
    return [
        _records("statement", claims__answers__rebuttal__citations__evidence__slug=slug),
        _records("statement", claims__citations__evidence__slug=slug),
        _records("statement", claims__answers_evidence__slug=slug),
    ]


def _citations_of(record: Record, library: Library) -> list[tuple[Record, dict[str, Any]]]:
    """Return each citation of an item of evidence with the record that cites it."""
    return [
        (citing, citation)
        for kind in ("rebuttal", "claim")
        for citing in library.of_kind(kind)
        for citation in citing["citations"]
        if citation["evidence"] == record.slug
    ]


@record_page("source")
def source(request: HttpRequest, record: Record) -> Context:
    """Show a document, how it was seen, and everything in the record that rests on it."""
    slug = record.slug
    library = load(
        Party.objects.filter(slug=record["publisher"] or ""),
        Source.objects.filter(slug=record["copy_of"] or ""),
        Source.objects.filter(copy_of__slug=slug),
        Evidence.objects.filter(sources__slug=slug),
        Evidence.objects.filter(editions__source__slug=slug),
        _records("statement", sources__slug=slug),
        _records("statement", renditions__source__slug=slug),
        _records("claim", also_seen_in__slug=slug),
        _records("rebuttal", source__slug=slug),
        _records("rebuttal", citations__source__slug=slug),
        _records("event", sources__slug=slug),
    )
    return {"library": library}


@record_page("party")
def party(request: HttpRequest, record: Record) -> Context:
    """Show a person or organisation: what it said, answered, published and had examined."""
    slug = record.slug
    library = load(
        _records("statement", speaker__slug=slug),
        _records("statement", about__slug=slug),
        _records("claim", statement__speaker__slug=slug),
        _records("rebuttal", speaker__slug=slug),
        Evidence.objects.filter(producer__slug=slug),
        Evidence.objects.filter(examinations__examiner__slug=slug),
        Device.objects.filter(owner__slug=slug),
        Source.objects.filter(publisher__slug=slug),
    )
    return {"library": library}


@record_page("device")
def device(request: HttpRequest, record: Record) -> Context:
    """Show a device and the traces published of it."""
    traces = record["traces"]
    library = load(
        Party.objects.filter(slug=record["owner"]),
        Evidence.objects.filter(slug__in={trace["evidence"] for trace in traces}),
        Source.objects.filter(slug__in={trace["source"] for trace in traces}),
        Indicator.objects.filter(slug__in={trace["indicator"] for trace in traces} - {None}),
    )
    return {"library": library}


@record_page("indicator")
def indicator(request: HttpRequest, record: Record) -> Context:
    """Show an indicator, which editions name it, and the devices that show it."""
    library = load(
        Evidence.objects.filter(editions__listings__indicator__slug=record.slug),
        Device.objects.filter(traces__indicator__slug=record.slug),
        Party.objects.filter(devices__traces__indicator__slug=record.slug),
    )
    return {"library": library, "listings": _listings(record, library)}


def _listings(record: Record, library: Library) -> list[dict[str, Any]]:
    """Return the editions that name, remove or put back an indicator, with their evidence."""
    editions = {
        edition["id"]: (one, edition)
        for one in library.of_kind("evidence")
        for edition in one["editions"]
    }
    return [
        {"status": listing["status"], "evidence": found[0], "edition": found[1]}
        for listing in record["listings"]
        if (found := editions.get(listing["edition"]))
    ]


def producers_of(slugs: list[str]) -> Selection:
    """Select who produced the evidence of a list."""
    return [Party.objects.filter(produced_evidence__slug__in=slugs)]


def owners_of(slugs: list[str]) -> Selection:
    """Select whose devices those of a list are."""
    return [Party.objects.filter(devices__slug__in=slugs)]
