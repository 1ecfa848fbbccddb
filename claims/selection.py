"""Which records each page needs: SQL selects, ``load()`` fetches them in one query."""

from claims.models import Case, Claim, Event, Family, Rebuttal, Statement
from evidence.models import Evidence, Party, Source
from publishing.reading.records import Record, Selection


def of_case(slug: str) -> Selection:
    """Select what the timeline of a case shows."""
    return [
        Statement.objects.filter(cases__slug=slug),
        Claim.objects.filter(statement__cases__slug=slug),
        Rebuttal.objects.filter(answers__claim__statement__cases__slug=slug),
        Event.objects.filter(cases__slug=slug),
        Evidence.objects.filter(citations__rebuttal__answers__claim__statement__cases__slug=slug),
        Evidence.objects.filter(citations__claim__statement__cases__slug=slug),
        Evidence.objects.filter(events__cases__slug=slug),
        Evidence.objects.filter(answered_by__statement__cases__slug=slug),
        Party.objects.filter(statements__cases__slug=slug),
        Party.objects.filter(rebuttals__answers__claim__statement__cases__slug=slug),
        Party.objects.filter(
            produced_evidence__citations__rebuttal__answers__claim__statement__cases__slug=slug
        ),
        Party.objects.filter(produced_evidence__events__cases__slug=slug),
    ]


def of_statement(record: Record) -> Selection:
    """Select what the page of a statement shows."""
    slug = record.slug
    sources = {*record["sources"], *(text["source"] for text in record["renditions"])}
    return [
        Case.objects.filter(slug__in=record["cases"]),
        Party.objects.filter(slug__in={record["speaker"], record["about"]} - {None}),
        Source.objects.filter(slug__in=sources),
        Claim.objects.filter(statement__slug=slug),
        Rebuttal.objects.filter(answers__claim__statement__slug=slug),
        Party.objects.filter(rebuttals__answers__claim__statement__slug=slug),
        Evidence.objects.filter(citations__rebuttal__answers__claim__statement__slug=slug),
        Event.objects.filter(statements__slug=slug),
    ]


def of_claim(record: Record, day: str = "") -> Selection:
    """Select what the page of a claim shows; for a day, also what dates the other claims."""
    slug = record.slug
    dated = [
        Statement.objects.filter(claims__family__slug=record["family"] or ""),
        Statement.objects.filter(claims__answers_rebuttal__answers__claim__slug=slug),
    ]
    return [
        *(dated if day else []),
        Statement.objects.filter(slug=record["statement"]),
        Case.objects.filter(statements__slug=record["statement"]),
        Party.objects.filter(statements__slug=record["statement"]),
        Source.objects.filter(renditions__id=record["rendition"]),
        Source.objects.filter(slug__in=record["also_seen_in"]),
        Family.objects.filter(slug=record["family"] or ""),
        Claim.objects.filter(family__slug=record["family"] or ""),
        Rebuttal.objects.filter(slug=record["answers_rebuttal"] or ""),
        Evidence.objects.filter(slug=record["answers_evidence"] or ""),
        Rebuttal.objects.filter(answers__claim__slug=slug),
        Party.objects.filter(rebuttals__answers__claim__slug=slug),
        Source.objects.filter(rebuttals__answers__claim__slug=slug),
        Evidence.objects.filter(citations__rebuttal__answers__claim__slug=slug),
        Party.objects.filter(produced_evidence__citations__rebuttal__answers__claim__slug=slug),
        Source.objects.filter(citations__rebuttal__answers__claim__slug=slug),
        Evidence.objects.filter(citations__claim__slug=slug),
        Party.objects.filter(produced_evidence__citations__claim__slug=slug),
        Source.objects.filter(citations__claim__slug=slug),
        Claim.objects.filter(answers_rebuttal__answers__claim__slug=slug),
    ]


def of_family(record: Record) -> Selection:
    """Select what the page of a family shows."""
    slug = record.slug
    tense = {part[end] for part in record["tensions"] for end in ("first", "second")}
    return [
        Claim.objects.filter(family__slug=slug),
        Claim.objects.filter(slug__in=tense),
        Statement.objects.filter(claims__family__slug=slug),
        Statement.objects.filter(claims__slug__in=tense),
        Party.objects.filter(statements__claims__family__slug=slug),
    ]


def of_rebuttal(record: Record) -> Selection:
    """Select what the page of an answer shows."""
    claims = [answer["claim"] for answer in record["answers"]]
    cited = {citation["evidence"] for citation in record["citations"]}
    sources = {record["source"], *(citation["source"] for citation in record["citations"])}
    return [
        Party.objects.filter(slug=record["speaker"]),
        Source.objects.filter(slug__in=sources - {None}),
        Claim.objects.filter(slug__in=claims),
        Statement.objects.filter(claims__slug__in=claims),
        Party.objects.filter(statements__claims__slug__in=claims),
        Evidence.objects.filter(slug__in=cited),
        Party.objects.filter(produced_evidence__slug__in=cited),
        Claim.objects.filter(answers_rebuttal__slug=record.slug),
    ]


def of_event(record: Record) -> Selection:
    """Select what the page of an event shows."""
    return [
        Case.objects.filter(slug__in=record["cases"]),
        Source.objects.filter(slug__in=record["sources"]),
        Evidence.objects.filter(slug__in=record["evidence"]),
        Statement.objects.filter(slug__in=record["statements"]),
    ]
