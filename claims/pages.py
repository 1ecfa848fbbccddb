"""Public pages of cases, statements, claims, families, answers and events."""

from django.http import HttpRequest

from claims.derived.answers import Answers, answered_how, beside_the_point, live
from claims.derived.coverage import coverage_of
from claims.derived.independence import origins_of
from claims.derived.overview import overview
from claims.derived.standing import standing_of
from claims.derived.timeline import ClaimRow, months
from claims.derived.viewpoint import Viewpoint
from claims.models import Statement, Topic
from claims.quoted import quote_of, readable
from claims.selection import of_case, of_claim, of_event, of_family, of_rebuttal, of_statement
from evidence.models import Evidence, Party
from publishing.reading.as_of import as_public, day_asked, was_public
from publishing.reading.pages import Context, record_page
from publishing.reading.parameters import WrongParameters, a_day, a_slug, one_of
from publishing.reading.records import Library, Record, Selection, load


@record_page("case", as_of=a_day, speaker=a_slug, topic=one_of(Topic.values))
def case(request: HttpRequest, record: Record) -> Context:
    """Show the side-by-side timeline of a case."""
    viewpoint = Viewpoint.of(request.GET)
    everything = load(*of_case(record.slug))
    speakers = _speakers(everything)
    _check_speaker(viewpoint.speaker, speakers)
    found = months(viewpoint.seen(everything))
    return {
        "months": found,
        "overview": overview(found),
        "chosen": viewpoint,
        "speakers": speakers,
        "topics": _topics(everything),
    }


def _speakers(library: Library) -> list[Record]:
    slugs = {statement["speaker"] for statement in library.of_kind("statement")}
    return [party for slug in sorted(slugs) if (party := library.get("party", slug))]


def _check_speaker(slug: str, speakers: list[Record]) -> None:
    """Refuse an unknown name; a party of the record may have said nothing here."""
    known = [party.slug for party in speakers]
    if slug and slug not in known and not Party.objects.filter(slug=slug).exists():
        raise WrongParameters({"speaker": one_of(known)(slug)})


def _topics(library: Library) -> list[tuple[str, str]]:
    used = {topic for claim in library.of_kind("claim") for topic in claim["topics"]}
    return [(topic.value, str(topic.label)) for topic in Topic if topic.value in used]


@record_page("statement", by_day=True)
def statement(request: HttpRequest, record: Record) -> Context:
    """Show a statement: the texts it is known in, and its claims with their answers."""
    library = as_public(load(*of_statement(record)), day_asked(request))
    claims = sorted(library.of_kind("claim"), key=lambda claim: (claim["start"], claim.slug))
    answers = Answers(library)
    rows = [ClaimRow(claim, quote_of(claim, record), answers.to(claim, record)) for claim in claims]
    answered = [row.claim.slug for row in rows if row.live]
    texts = [(text, coverage_of(text, claims, answered)) for text in record["renditions"]]
    is_complete = any(text["complete"] for text in record["renditions"])
    return {"library": library, "claims": rows, "texts": texts, "is_complete": is_complete}


@record_page("claim", by_day=True)
def claim(request: HttpRequest, record: Record) -> Context:
    """Show a claim: its words, how it was answered, and what the answers rest on."""
    day = day_asked(request)
    everything = load(*of_claim(record, day))
    # The statement stays, whatever the day: without it nobody could read the claim.
    made_in = readable(everything, "statement", record["statement"])
    library = as_public(everything, day)
    answers = Answers(library)
    found = answers.to(record, made_in)
    evidence = {one.slug: one for one in library.of_kind("evidence")}
    origins = origins_of(evidence)
    standing = standing_of(record.slug, library.of_kind("rebuttal"), evidence, origins)
    return {
        "library": library,
        "statement": made_in,
        "quote": quote_of(record, made_in),
        "answers": found,
        "how": answered_how(standing, found),
        "beside_the_point": beside_the_point(standing, found),
        "live": live(found),
        "standing": standing,
        "lines": _named(standing.primary, library),
        "reported": _named(standing.reported, library),
        "own_citations": answers.cited_by(record, made_in),
        "too_early": made_in is not None and not was_public(made_in, day),
    }


def _named(slugs: frozenset[str], library: Library) -> list[Record]:
    """Return the evidence at the origin of each line; what is not loaded is looked up."""
    missing = [slug for slug in slugs if not library.get("evidence", slug)]
    more = load(Evidence.objects.filter(slug__in=missing)) if missing else Library([])
    found = [library.get("evidence", slug) or more.get("evidence", slug) for slug in sorted(slugs)]
    return [record for record in found if record]


@record_page("family")
def family(request: HttpRequest, record: Record) -> Context:
    """Show the same assertion in many statements, in order of time."""
    library = load(*of_family(record))
    rows = []
    for claim in library.of_kind("claim"):
        made_in = readable(library, "statement", claim["statement"])
        if made_in and claim["family"] == record.slug:
            speaker = library.get("party", made_in["speaker"])
            rows.append({"claim": claim, "statement": made_in, "speaker": speaker})
            rows[-1]["quote"] = quote_of(claim, made_in)  # type: ignore[assignment]
    uses = [row for row in rows if (used := row["claim"]) and used.is_live]
    return {"library": library, "rows": rows, "uses": uses}


@record_page("rebuttal")
def rebuttal(request: HttpRequest, record: Record) -> Context:
    """Show an answer: its words, the claims that it answers, and what it rests on."""
    library = load(*of_rebuttal(record))
    answers = Answers(library)
    rows = []
    for answer in record["answers"]:
        claim = readable(library, "claim", answer["claim"])
        if claim:
            made_in = readable(library, "statement", claim["statement"])
            rows.append({"answer": answer, "claim": claim, "statement": made_in})
            rows[-1]["quote"] = quote_of(claim, made_in)
            rows[-1]["speaker"] = library.get("party", made_in["speaker"]) if made_in else None
    return {
        "library": library,
        "rows": rows,
        "speaker": library.get("party", record["speaker"]),
        "source": library.get("source", record["source"]),
        "cited": answers.cited_by(record, None),
        "another_look": answers.changed_under(record),
    }


@record_page("event")
def event(request: HttpRequest, record: Record) -> Context:
    """Show a dated fact and what it is known from."""
    return {"library": load(*of_event(record))}


def speakers_of(slugs: list[str]) -> Selection:
    """Select who made the statements of a list."""
    return [Party.objects.filter(statements__slug__in=slugs)]


def statements_of(slugs: list[str]) -> Selection:
    """Select the statements that the claims of a list are made in, and who made them."""
    return [
        Statement.objects.filter(claims__slug__in=slugs),
        Party.objects.filter(statements__claims__slug__in=slugs),
    ]


def answerers_of(slugs: list[str]) -> Selection:
    """Select who gave the answers of a list."""
    return [Party.objects.filter(rebuttals__slug__in=slugs)]
