"""Pages of the site itself: home, about, method, search, and what is shown when all else fails."""

from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from claims.derived.overview import overview
from claims.derived.timeline import StatementRow, months
from claims.models import Case, CitationRelation, Relation, Statement
from claims.selection import of_case
from pegasus_tracker.front.bodies import WITHOUT_BODY, takes_body
from pegasus_tracker.searching import SHOWN, search_results
from publishing.models import Revision
from publishing.nouns import nouns
from publishing.reading.parameters import a_query, one_of
from publishing.reading.records import Library, Record, load
from publishing.reading.strictness import takes

NEWEST_SETS = 4


def home(request: HttpRequest) -> HttpResponse:
    """Show what this is, the newest case at a glance, one claim as an example, and the log."""
    cases = Case.objects.live()
    newest = load(cases.filter(pk=cases.aggregate(newest=Max("pk"))["newest"])).of_kind("case")
    context: dict[str, Any] = {"sets": _newest_sets()}
    if newest:
        library = load(*of_case(newest[0].slug))
        found = months(library)
        rows = [row for month in found for day in month.days for row in day.statements]
        context |= {"case": newest[0], "overview": overview(found), "example": _example(rows)}
        context["figures"] = _figures(rows, library)
    return render(request, "home.html", context)


def _figures(rows: list[StatementRow], library: Library) -> dict[str, int]:
    """Count what still stands; what was withdrawn counts nowhere."""
    claims = [item for row in rows for item in row.claims if item.claim.is_live]
    pairs = [answered for item in claims for answered in item.live]
    evidence = {one.slug for one in library.of_kind("evidence") if one.is_live}
    return {
        "statements": sum(row.statement.is_live for row in rows),
        "claims": len(claims),
        "unanswered": sum(not item.live for item in claims),
        "answers": len({answered.rebuttal.slug for answered in pairs}),
        "evidence": len(evidence),
        "helping": len(_helping(library) & evidence),
        "pairs": len(pairs),
        "already": sum(answered.longest_public is not None for answered in pairs),
    }


def _helping(library: Library) -> set[str]:
    """Return the evidence of which a live answer or claim says that it helps the denial."""
    return {
        citation["evidence"]
        for record in (*library.of_kind("rebuttal"), *library.of_kind("claim"))
        if record.is_live
        for citation in record["citations"]
        if citation["relation"] == CitationRelation.HELPS_DENIAL
    }


def _example(rows: list[StatementRow]) -> dict[str, Any] | None:
    """Return the live claim that has the most answers, as an example of what a page shows."""
    live = [(row, item) for row in rows for item in row.claims if item.claim.is_live]
    if not live:
        return None
    row, item = max(live, key=lambda pair: len(pair[1].live))
    return {"item": item, "statement": row.statement, "speaker": row.speaker}


def _newest_sets() -> list[dict[str, Any]]:
    """Return the last line of each of the newest change sets, and how many lines each has."""
    lines = Revision.objects.order_by().filter(changeset=OuterRef("changeset"))
    # A set's lines follow one another without a gap, so its last one has no next.
    goes_on = Exists(lines.filter(seq=OuterRef("seq") + 1))
    length = lines.values("changeset").annotate(count=Count("seq")).values("count")
    newest = Revision.objects.order_by("-seq").filter(~goes_on).annotate(count=Subquery(length))
    return [{"line": line, "count": line.count} for line in newest[:NEWEST_SETS]]


def about(request: HttpRequest) -> HttpResponse:
    """Say what this site is, what it is not, and how to object."""
    return render(request, "about.html")


def method(request: HttpRequest) -> HttpResponse:
    """Give the public rubric: relations, standing, verification, approval, states."""
    return render(request, "method.html", {"relations": Relation})


@takes(q=a_query, kind=one_of(noun.kind for noun in nouns()))
def search(request: HttpRequest) -> HttpResponse:
    """Find records by the words that they hold."""
    query = request.GET.get("q", "").strip()
    kind = request.GET.get("kind", "")
    found = search_results(query, kind) if query else []
    context = {"query": query, "chosen": kind, "found": found[:SHOWN], "limit": SHOWN}
    context |= {"is_cut": len(found) > SHOWN, "library": _statements_of(found[:SHOWN])}
    return render(request, "search.html", context)


def _statements_of(found: list[Record]) -> Library:
    """Return the statements of the claims found: they know the language of the quotes."""
    slugs = {record["statement"] for record in found if record.kind == "claim"}
    return load(Statement.objects.filter(slug__in=slugs)) if slugs else Library([])


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is nothing at this address, if it was asked for in order to read."""
    method = str(request.method)
    if method not in WITHOUT_BODY and not takes_body(method, request.path_info):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return render(request, "404.html", status=404)
