"""Pages of the site itself: home, about, method, search, and what is shown when all else fails."""

from itertools import groupby
from typing import Any

from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from claims.answers import Answers
from claims.models import Case, Claim, Statement
from claims.overview import overview
from claims.quoting import quote_of
from claims.selection import of_case, of_claim
from claims.timeline import ClaimRow, Month, months
from pegasus_tracker.searching import SHOWN, search_results
from publishing.models import Revision
from publishing.reading import Library, Record, load

NEWEST_LINES, NEWEST_SETS = 200, 4


def home(request: HttpRequest) -> HttpResponse:
    """Show what this is, the newest case at a glance, one claim as an example, and the log."""
    cases = Case.objects.live()
    newest = load(cases.filter(pk=cases.aggregate(newest=Max("pk"))["newest"])).of_kind("case")
    context: dict[str, Any] = {"case": newest[0] if newest else None}
    if newest:
        found = months(load(*of_case(newest[0].slug)))
        context |= {"overview": overview(found), "figures": _figures(found)}
    context["example"] = _most_answered()
    context["sets"] = _newest_sets()
    return render(request, "home.html", context)


def _figures(found: list[Month]) -> dict[str, int]:
    rows = [row for month in found for day in month.days for row in day.statements]
    claims = [item for row in rows for item in row.claims]
    answers = {answer.rebuttal.slug for item in claims for answer in item.answers}
    already = [a for item in claims for a in item.answers if a.longest_public]
    return {
        "statements": len(rows),
        "claims": len(claims),
        "answers": len(answers),
        "evidence": sum(month.shown for month in found),
        "pairs": sum(len(item.answers) for item in claims),
        "already": len(already),
    }


def _most_answered() -> dict[str, Any] | None:
    """Return the live claim that has most answers, as an example of what a page shows."""
    row = Claim.objects.live().annotate(n=Count("answers")).order_by("-n", "slug").first()
    if row is None:
        return None
    record = load(Claim.objects.filter(pk=row.pk)).of_kind("claim")[0]
    library = load(*of_claim(record))
    statement = library.get("statement", record["statement"])
    if statement is None:
        return None
    item = ClaimRow(record, quote_of(record, statement), Answers(library).to(record, statement))
    speaker = library.get("party", statement["speaker"])
    return {"item": item, "statement": statement, "speaker": speaker}


def _newest_sets() -> list[dict[str, Any]]:
    """Return what the newest lines of the log did, change set by change set."""
    lines = list(Revision.objects.order_by("-seq")[:NEWEST_LINES])
    sets = [list(group) for _, group in groupby(lines, key=lambda line: line.changeset)]
    return [
        {
            "line": group[0],
            "count": len(group),
            "is_cut": group[-1] is lines[-1] and group[-1].seq > 1,
        }
        for group in sets[:NEWEST_SETS]
    ]


def about(request: HttpRequest) -> HttpResponse:
    """Say what this site is, what it is not, and how to object."""
    return render(request, "about.html")


def method(request: HttpRequest) -> HttpResponse:
    """Give the public rubric: relations, standing, verification, approval, states."""
    return render(request, "method.html")


def search(request: HttpRequest) -> HttpResponse:
    """Find records by the words that they hold."""
    query = request.GET.get("q", "").strip()[:200]
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
    """Say that there is nothing at this address."""
    return render(request, "404.html", status=404)
