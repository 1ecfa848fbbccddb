"""Public pages of any record: the record itself, its versions, its history, the lists."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from itertools import takewhile
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from publishing.erasing import erasures
from publishing.formats.evolving import read
from publishing.models import Action, Entry, Revision
from publishing.nouns import noun
from publishing.reading.addresses import list_address
from publishing.reading.as_of import day_asked, public_by, was_public
from publishing.reading.erasure import erasure_of
from publishing.reading.lists import Keyset
from publishing.reading.parameters import Check, a_day, a_line, a_slug
from publishing.reading.records import Library, Record, Selection, load
from publishing.reading.strictness import View, strict, takes
from values.differences import differences

Context = dict[str, Any]
Related = Callable[[list[str]], Selection]
CHANGES_A_PAGE = 50


def to_read(view: View) -> View:
    """Make a page that is only read, and takes only its own parameters.

    Other methods answer 405 before any form is looked for.
    """
    return csrf_exempt(require_safe(strict(view)))


def record_page(
    kind: str, by_day: bool = False, **checks: Check
) -> Callable[[Callable[[HttpRequest, Record], Context]], View]:
    """Make a page of a function that says what it shows of a record besides the record itself.

    The page answers 404 for what was never published and 410 for what was erased, and shows
    any version of the record that the log holds. ``by_day``: it can show what was public by a day.
    ``checks`` are the parameters that it takes besides.
    """
    day_check = {"as_of": a_day} if by_day else {}

    def decorate(context_of: Callable[[HttpRequest, Record], Context]) -> View:
        @takes(**day_check, **checks)
        @wraps(context_of)
        def view(request: HttpRequest, slug: str, version: int | None = None) -> HttpResponse:
            found = _find(kind, slug, version)
            if not found.record.is_readable:
                return _gone(request, found.record, version)
            day = day_asked(request) if by_day else ""
            context = {
                **vars(found),
                "is_numbered": version is not None,
                "list_address": list_address(kind),
                "list_name": noun(kind).name,
                "day": day,
                "too_early": not was_public(found.record, day),
                **context_of(request, found.record),
            }
            return render(request, f"{kind}/page.html", context)

        return view

    return decorate


def list_page(kind: str, related: Related | None = None) -> View:
    """Make the list of a kind: by the date that places it, undated last, or by slug.

    ``related`` says, for the slugs on the page, which other records its rows name.
    """

    one = noun(kind)
    day_check = {"as_of": a_day} if one.date else {}

    @takes(after=a_slug, **day_check)
    def view(request: HttpRequest) -> HttpResponse:
        after, day = request.GET.get("after", ""), day_asked(request) if one.date else ""
        rows: QuerySet[Any] = one.model._default_manager.all()
        if day:
            rows = public_by(rows, one.date, day)
        page = Keyset(rows, one.date).page(after)
        mine = one.model._default_manager.filter(slug__in=page.slugs)
        found = load(mine) if page.slugs else Library([])
        context = {
            "kind": kind,
            "name": one.name,
            "lead": one.lead,
            "records": [r for slug in page.slugs if (r := found.get(kind, slug)) and r.is_readable],
            "library": load(*related(page.slugs)) if related and page.slugs else Library([]),
            "next": page.next,
            "is_first": not after,
            "day": day,
            "row": f"{kind}/item.html",
        }
        return render(request, "record/list.html", context)

    return view


def history(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Return the history of a record: every version, its reason, and what it changed."""
    revisions = list(
        Revision.objects.filter(kind=kind, slug=slug).select_related("body").order_by("-version")
    )
    if not revisions:
        raise Http404
    documents = [_document(revision) for revision in revisions]
    erased = erasures(reversed(revisions))
    steps = [
        {
            "revision": revision,
            "document": document,
            "erased_by": erased.get(revision.seq),
            "differences": differences(older, document) if document and older else [],
        }
        for revision, document, older in zip(
            revisions, documents, [*documents[1:], None], strict=True
        )
    ]
    title = next((noun(kind).title(document) for document in documents if document), {})
    context = {"kind": kind, "slug": slug, "title": title, "steps": steps}
    names = {"list_name": noun(kind).name, "list_address": list_address(kind)}
    return render(request, "record/history.html", {**context, **names})


@takes(before=a_line)
def changes(request: HttpRequest) -> HttpResponse:
    """Return the log, newest first: what changed, why, and how it was approved."""
    before = request.GET.get("before")
    lines = Revision.objects.order_by("-seq")
    if before:
        lines = lines.filter(seq__lt=int(before))
    found = list(lines[: CHANGES_A_PAGE + 1])
    shown = found[:CHANGES_A_PAGE]
    context = {
        "lines": [(line, title) for line, title in _titled(shown)],
        "next": shown[-1].seq if len(found) > CHANGES_A_PAGE else None,
        "is_first": not before,
        "newest": Revision.objects.order_by("-seq").first() if before else next(iter(shown), None),
    }
    return render(request, "changes/page.html", context)


def _titled(lines: list[Revision]) -> list[tuple[Revision, dict[str, str]]]:
    titles = {
        (entry.kind, entry.slug): entry.title
        for entry in Entry.objects.filter(slug__in={line.slug for line in lines}).only(
            "kind", "slug", "title"
        )
    }
    return [(line, titles.get((line.kind, line.slug)) or {"en": line.slug}) for line in lines]


@dataclass(frozen=True)
class Found:
    """A version of a record, its line of the log, and whether the record is withdrawn now."""

    record: Record
    revision: Revision | None = None
    withdrawal: Revision | None = None
    is_newest: bool = True


def _find(kind: str, slug: str, version: int | None) -> Found:
    """Return a record with the lines of the log by which its page has to explain itself."""
    current = load(noun(kind).model._default_manager.filter(slug=slug)).get(kind, slug)
    if current is None:
        raise Http404
    if not current.is_readable:
        return Found(current)
    gone = None if current.is_live else _withdrawal_of(current)
    if version is None:
        return Found(current, None, gone)
    record, revision = _version(current, version)
    return Found(record, revision, gone, version == current.version)


def _withdrawal_of(current: Record) -> Revision:
    """Return the line that withdrew a record; later ones of the kind only erased older words."""
    lines = Revision.objects.filter(kind=current.kind, slug=current.slug).order_by("-version")
    return list(takewhile(lambda line: line.action == Action.WITHDRAWN, lines))[-1]


def _version(current: Record, version: int) -> tuple[Record, Revision]:
    """Return the words of one version; its state is that of the record now."""
    kind, slug = current.kind, current.slug
    lines = Revision.objects.filter(kind=kind, slug=slug, version=version)
    revision = lines.select_related("body").first()
    if revision is None:
        raise Http404
    document = _document(revision) or {}
    record = Record(
        kind=kind,
        slug=slug,
        document=document,
        title=noun(kind).title(document) if document else {},
        version=revision.version,
        seq=revision.seq,
        sha256=revision.sha256,
        state=current.state,
        changeset=revision.changeset,
        recorded_at=revision.recorded_at,
    )
    return record, revision


def _document(revision: Revision) -> dict[str, Any] | None:
    """Return what a line of the log recorded; None if it has been erased since."""
    body = getattr(revision, "body", None)
    return read(body.body, noun(revision.kind)) if body else None


def _gone(request: HttpRequest, record: Record, version: int | None) -> HttpResponse:
    """Say that words were erased, by which line and why, and where to read on."""
    context = {
        "record": replace(record, title={}),
        "version": version,
        "erasure": erasure_of(record.kind, record.slug, version),
        "list_name": noun(record.kind).name,
    }
    return render(request, "410.html", context, status=410)
