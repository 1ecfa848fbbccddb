"""The first page of the desk: what waits for review, what is new or changed, what was published."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from desk.models import ChangeSet
from publishing.admin.labels import change_address
from publishing.models import Publishable, Revision
from publishing.nouns import noun, nouns

LINES = 6


def context(request: HttpRequest) -> dict[str, Any]:
    """Return what the first page shows."""
    waiting = ChangeSet.objects.waiting().select_related("author").annotate(number=Count("items"))
    return {
        "waiting": list(waiting),
        "work": [row for row in _work() if row["new"] or row["changed"]],
        "lines": list(Revision.objects.order_by("-seq")[:LINES]),
    }


def _work() -> Iterator[dict[str, Any]]:
    """Yield how many records of each kind were never published or differ from what was."""
    for one in nouns():
        if one.has_form:
            words: Any = one.model._default_manager.all()
            meta = one.model._meta
            changelist = f"admin:{meta.app_label}_{meta.model_name}_changelist"
            name = meta.verbose_name_plural
            yield {"name": name, "list": changelist, **words.counted_at_desk()}


def find(kind: str, slug: str) -> Publishable:
    """Return a record at the desk; raises Http404 if there is none."""
    try:
        return noun(kind).model._default_manager.get(slug=slug)
    except (KeyError, ObjectDoesNotExist) as error:
        raise Http404 from error


def find_all(keys: Iterable[Sequence[str]]) -> list[Publishable]:
    """Return records at the desk in the order of their keys; raises Http404 if one is missing."""
    wanted = [(kind, slug) for kind, slug in keys]
    slugs: dict[str, list[str]] = defaultdict(list)
    for kind, slug in wanted:
        slugs[kind].append(slug)
    try:
        found = {
            (kind, row.slug): row
            for kind, those in slugs.items()
            for row in noun(kind).model._default_manager.filter(slug__in=those)
        }
        return [found[key] for key in wanted]
    except KeyError as error:
        raise Http404 from error


def go(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Lead from a record's kind and slug to the page on which it is edited."""
    return HttpResponseRedirect(change_address(find(kind, slug)))
