"""Builders: each makes one record at the desk, complete enough to be published.

Give only what the test is about; everything else has a sensible default.
"""

import itertools
import json
from typing import Any, TypeVar

import pytest
from django.contrib.auth import get_user_model

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
from claims.models.quotation import find_quote
from desk.models import ChangeSet, Operation
from desk.proposing import Proposal, propose, refresh_digest
from desk.review import approve
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
from publishing.canonical import sha256
from publishing.databases import at_desk
from publishing.documents import document_of, shape_of
from publishing.gates import owner_of
from publishing.models import Part, Publishable, Revision
from publishing.registry import noun
from publishing.shapes import Target, links_in

BOTH = pytest.mark.django_db(databases=["default", "desk"])

P = TypeVar("P", bound=Publishable)
T = TypeVar("T", bound=Part)

_numbers = itertools.count(1)


def unique(stem: str) -> str:
    """Return a slug that no other record has."""
    return f"{stem}-test-{next(_numbers)}"


def make_editor(name: str | None = None, **fields: Any) -> Any:
    """Make a staff account at the desk; its password is “correct horse”."""
    user = get_user_model()(
        username=name or unique("editor"), is_staff=True, is_superuser=True, **fields
    )
    user.set_password("correct horse")
    user.save()
    return user


def publish(*records: Publishable, reason: str = "For a test.", **options: Any) -> list[Revision]:
    """Propose the records as one editor and approve them as another."""
    return approve(proposed(*records, reason=reason, **options), make_editor())


def proposed(
    *records: Publishable,
    reason: str = "For a test.",
    operation: Operation = Operation.PUBLISH,
    author: Any = None,
) -> ChangeSet:
    """Propose the records; they are read afresh from the desk."""
    with at_desk():
        fresh = [type(r)._default_manager.get(slug=r.slug) for r in records]
    return propose([Proposal(r, operation) for r in fresh], reason, author or make_editor())


def everything_about(*records: Publishable) -> list[Publishable]:
    """Return the records with all that they link to, as a set that can be published at once."""
    found: dict[tuple[str, str], Publishable] = {}
    waiting = [(record.kind, record.slug) for record in records]
    while waiting:
        kind, slug = waiting.pop()
        if (kind, slug) in found:
            continue
        one = noun(kind)
        with at_desk():
            record = one.model._default_manager.get(slug=slug)
            document = json.loads(document_of(record, one.document))
            targets = list(links_in(document, shape_of(one.document)))
            waiting += [_owner(t) if t.part else (t.kind, t.slug) for t in targets]
        found[kind, slug] = record
    return list(found.values())


def _owner(target: Target) -> tuple[str, str]:
    assert target.part
    kind, owner = owner_of(target.part)
    part = target.part._default_manager.get(pk=target.slug)
    return kind, getattr(part, owner).slug


def publish_all(*records: Publishable, **options: Any) -> list[Revision]:
    """Publish the records with everything that they link to."""
    return publish(*everything_about(*records), **options)


def edit(record: Any, **changes: Any) -> Any:
    """Change fields of a record at the desk and return it as it stands there."""
    with at_desk():
        fresh = type(record)._default_manager.get(slug=record.slug)
        for name, value in changes.items():
            setattr(fresh, name, value)
        fresh.save()
    refresh_digest(fresh)
    return fresh


def _saved(record: P, **many: Any) -> P:
    record.save()
    for name, others in many.items():
        getattr(record, name).set(others)
    refresh_digest(record)
    return record


def _part(part: T, owner: Publishable) -> T:
    part.save()
    refresh_digest(owner)
    return part


@at_desk()
def make_party(**fields: Any) -> Party:
    slug = fields.pop("slug", None) or unique("party")
    return _saved(Party(slug=slug, **{"name": {"en": "A party"}, "type": "company", **fields}))


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
    return _saved(Source(**{**defaults, **fields}))


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
    return _part(Capture(source=source, **{**defaults, **fields}), source)


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
    return _saved(record, sources=sources or [make_source()], derived_from=derived_from or [])


@at_desk()
def make_edition(evidence: Evidence, **fields: Any) -> Edition:
    defaults: dict[str, Any] = {
        "label": "First edition",
        "issued": "2021-07-18",
        "changed": {"en": "First published."},
        "reason": {"en": "The material read states no reason."},
    }
    return _part(Edition(evidence=evidence, **{**defaults, **fields}), evidence)


@at_desk()
def make_examination(evidence: Evidence, **fields: Any) -> Examination:
    defaults: dict[str, Any] = {"finding": "confirmed", "summary": {"en": "It was confirmed."}}
    part = Examination(evidence=evidence, **{**defaults, **fields})
    part.examiner = fields.get("examiner") or make_party()
    part.source = fields.get("source") or make_source()
    return _part(part, evidence)


@at_desk()
def make_indicator(**fields: Any) -> Indicator:
    slug = fields.pop("slug", None) or unique("indicator")
    return _saved(Indicator(slug=slug, **{"type": "process", "value": slug, **fields}))


@at_desk()
def make_listing(indicator: Indicator, edition: Edition, **fields: Any) -> Listing:
    part = Listing(indicator=indicator, edition=edition, **{"status": "named", **fields})
    return _part(part, indicator)


@at_desk()
def make_device(**fields: Any) -> Device:
    defaults = {"slug": unique("device"), "label": {"en": "A telephone"}}
    record = Device(**{**defaults, **fields})
    if record.owner_id is None:
        record.owner = make_party()
    return _saved(record)


@at_desk()
def make_trace(device: Device, **fields: Any) -> Trace:
    defaults: dict[str, Any] = {
        "type": "process",
        "as_published": "bh",
        "first_seen": "2019-07-05T11:23:29Z",
        "finding": "trace",
        "verification": "publisher",
    }
    part = Trace(device=device, **{**defaults, **fields})
    part.evidence = fields.get("evidence") or make_evidence()
    part.source = fields.get("source") or make_source()
    return _part(part, device)


@at_desk()
def make_case(**fields: Any) -> Case:
    defaults = {
        "slug": unique("case"),
        "title": {"en": "A matter"},
        "summary": {"en": "What it is about."},
    }
    return _saved(Case(**{**defaults, **fields}))


@at_desk()
def make_statement(
    text: str = "We were never a client.",
    *,
    cases: list[Case] | None = None,
    sources: list[Source] | None = None,
    **fields: Any,
) -> Statement:
    """Make a statement with one rendition that holds *text*."""
    defaults: dict[str, Any] = {
        "slug": unique("statement"),
        "title": {"en": "A denial"},
        "type": "press_release",
        "issued": "2021-07-21",
        "original_language": "en",
        "summary": {"en": "The speaker denies it."},
        "verification": "publisher",
    }
    record = Statement(**{**defaults, **fields})
    if record.speaker_id is None:
        record.speaker = make_party()
    sources = sources or [make_source()]
    _saved(record, sources=sources, cases=cases if cases is not None else [make_case()])
    make_rendition(record, text, source=sources[0])
    return record


@at_desk()
def make_rendition(statement: Statement, text: str, **fields: Any) -> Rendition:
    defaults: dict[str, Any] = {"type": "original", "language": "en", "complete": True}
    part = Rendition(statement=statement, text=text, **{**defaults, **fields})
    part.source = fields.get("source") or make_source()
    return _part(part, statement)


@at_desk()
def make_claim(
    statement: Statement | None = None, exact: str = "never a client", **fields: Any
) -> Claim:
    """Make a claim quoting *exact* from the statement's first rendition."""
    also_seen_in = fields.pop("also_seen_in", [])
    statement = statement or make_statement()
    rendition = fields.pop("rendition", None) or statement.renditions.get()
    span = find_quote(rendition.text, exact) or (0, len(exact))
    defaults: dict[str, Any] = {
        "slug": unique("claim"),
        "summary": {"en": "The speaker says it was never a client."},
        "start": span[0],
        "end": span[1],
        "topics": ["no-evidence"],
        "verification": "publisher",
    }
    record = Claim(statement=statement, rendition=rendition, exact=exact, **{**defaults, **fields})
    return _saved(record, also_seen_in=also_seen_in)


@at_desk()
def make_passage(claim: Claim, exact: str, **fields: Any) -> Passage:
    rendition = Rendition.objects.get(pk=claim.rendition_id)
    start, end = find_quote(rendition.text, exact) or (0, len(exact))
    part = Passage(claim=claim, rendition=rendition, exact=exact, start=start, end=end, **fields)
    return _part(part, claim)


@at_desk()
def make_family(**fields: Any) -> Family:
    defaults = {
        "slug": unique("family"),
        "title": {"en": "Never a client"},
        "assertion": {"en": "The speaker was never a client."},
    }
    return _saved(Family(**{**defaults, **fields}))


@at_desk()
def make_tension(family: Family, first: Claim, second: Claim, **fields: Any) -> Tension:
    note = {"en": "They pull against one another."}
    part = Tension(family=family, first=first, second=second, **{"note": note, **fields})
    return _part(part, family)


@at_desk()
def make_rebuttal(
    *claims: Claim,
    evidence: list[Evidence] | None = None,
    relation: str = "contradicts",
    **fields: Any,
) -> Rebuttal:
    """Make a rebuttal that answers the claims and cites the evidence."""
    defaults: dict[str, Any] = {
        "slug": unique("rebuttal"),
        "issued": "2021-07-22",
        "one_line": {"en": "The newspaper answers with a finding."},
        "verification": "publisher",
    }
    record = Rebuttal(**{**defaults, **fields})
    if record.speaker_id is None:
        record.speaker = make_party()
    if record.source_id is None and not record.editorial_observation:
        record.source = make_source()
    _saved(record)
    for claim in claims or [make_claim()]:
        make_answer(record, claim, relation=relation)
    for one in evidence or []:
        make_citation(record, one)
    return record


@at_desk()
def make_answer(rebuttal: Rebuttal, claim: Claim, **fields: Any) -> Answer:
    defaults = {"relation": "contradicts", "paired_by": "editor"}
    position = rebuttal.answers.count()
    part = Answer(rebuttal=rebuttal, claim=claim, position=position, **{**defaults, **fields})
    return _part(part, rebuttal)


@at_desk()
def make_citation(owner: Rebuttal | Claim, evidence: Evidence, **fields: Any) -> Citation:
    defaults: dict[str, Any] = {
        "locator": "page 1",
        "relation": "supports_answer",
        "strength": "direct",
        "shows": {"en": "That something was found."},
        "does_not_show": {"en": "Who did it."},
    }
    source = fields.pop("source", None) or evidence.sources.first()
    position = owner.citations.count()
    link = {owner.kind: owner}
    part = Citation(
        evidence=evidence, source=source, position=position, **link, **{**defaults, **fields}
    )
    return _part(part, owner)


@at_desk()
def make_event(
    *,
    cases: list[Case] | None = None,
    sources: list[Source] | None = None,
    evidence: list[Evidence] | None = None,
    statements: list[Statement] | None = None,
    **fields: Any,
) -> Event:
    defaults: dict[str, Any] = {
        "slug": unique("event"),
        "type": "publication",
        "title": {"en": "Something was published"},
        "happened": "2021-07-18",
        "verification": "publisher",
    }
    return _saved(
        Event(**{**defaults, **fields}),
        cases=cases if cases is not None else [make_case()],
        sources=sources or [make_source()],
        evidence=evidence or [],
        statements=statements or [],
    )
