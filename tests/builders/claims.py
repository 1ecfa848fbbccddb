"""Builders of cases, statements, claims, families, rebuttals and events."""

from typing import Any

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
from evidence.models import (
    Evidence,
    Source,
)
from publishing.databases import at_desk
from tests.builders.evidence import make_party, make_source
from tests.builders.saving import part, saved, unique
from values.quotes import find_quote


@at_desk()
def make_case(**fields: Any) -> Case:
    defaults = {
        "slug": unique("case"),
        "title": {"en": "A matter"},
        "summary": {"en": "What it is about."},
    }
    return saved(Case(**{**defaults, **fields}))


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
    saved(record, sources=sources, cases=cases if cases is not None else [make_case()])
    make_rendition(record, text, source=sources[0])
    return record


@at_desk()
def make_rendition(statement: Statement, text: str, **fields: Any) -> Rendition:
    defaults: dict[str, Any] = {"type": "original", "language": "en", "complete": True}
    one = Rendition(statement=statement, text=text, **{**defaults, **fields})
    one.source = fields.get("source") or make_source()
    return part(one, statement)


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
    return saved(record, also_seen_in=also_seen_in)


@at_desk()
def make_passage(claim: Claim, exact: str, **fields: Any) -> Passage:
    rendition = Rendition.objects.get(pk=claim.rendition_id)
    start, end = find_quote(rendition.text, exact) or (0, len(exact))
    one = Passage(claim=claim, rendition=rendition, exact=exact, start=start, end=end, **fields)
    return part(one, claim)


@at_desk()
def make_family(**fields: Any) -> Family:
    defaults = {
        "slug": unique("family"),
        "title": {"en": "Never a client"},
        "assertion": {"en": "The speaker was never a client."},
    }
    return saved(Family(**{**defaults, **fields}))


@at_desk()
def make_tension(family: Family, first: Claim, second: Claim, **fields: Any) -> Tension:
    note = {"en": "They pull against one another."}
    one = Tension(family=family, first=first, second=second, **{"note": note, **fields})
    return part(one, family)


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
    saved(record)
    for claim in claims or [make_claim()]:
        make_answer(record, claim, relation=relation)
    for one in evidence or []:
        make_citation(record, one)
    return record


@at_desk()
def make_answer(rebuttal: Rebuttal, claim: Claim, **fields: Any) -> Answer:
    defaults = {"relation": "contradicts", "paired_by": "editor"}
    position = rebuttal.answers.count()
    one = Answer(rebuttal=rebuttal, claim=claim, position=position, **{**defaults, **fields})
    return part(one, rebuttal)


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
    one = Citation(
        evidence=evidence, source=source, position=position, **link, **{**defaults, **fields}
    )
    return part(one, owner)


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
    return saved(
        Event(**{**defaults, **fields}),
        cases=cases if cases is not None else [make_case()],
        sources=sources or [make_source()],
        evidence=evidence or [],
        statements=statements or [],
    )
