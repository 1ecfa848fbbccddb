"""Columns and filters of the lists of records."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from publishing.admin.labels import name_of, shortened
from publishing.databases import in_record
from publishing.models import Entry, Publishable, State
from values.fuzzydate import FuzzyDate

GONE = (State.WITHDRAWN, State.REDACTED)


def states_in_record(kind: str, slugs: Iterable[str]) -> dict[str, str]:
    """Return the state in the record of each of these records that was ever published."""
    with in_record():
        entries = Entry.objects.filter(kind=kind, slug__in=list(slugs))
        return dict(entries.values_list("slug", "state"))


def state_words(state: str) -> str:
    """Return what a state at the desk is called."""
    return {
        "new": pgettext("state of a record", "new"),
        "unchanged": pgettext("state of a record", "unchanged"),
        "changed": pgettext("state of a record", "changed"),
        State.WITHDRAWN: gettext("withdrawn"),
        State.REDACTED: gettext("redacted"),
    }[state]


def badge(state: str) -> SafeString:
    """Return a state as a label that differs in word and shape, not by colour alone."""
    return format_html('<span class="badge badge-{}">{}</span>', state, state_words(state))


def dated(field: str, words: Any, through: str = "") -> Callable[[Any], str]:
    """Return a column that says a fuzzy date in words and sorts by its last instant.

    The date may be that of the record which *through* links to.
    """
    path = f"{through}__{field}" if through else field

    @admin.display(description=words, ordering=f"{path}_latest")
    def column(row: Any) -> str:
        row = getattr(row, through) if through else row
        text = getattr(row, field)
        return FuzzyDate.parse(text, getattr(row, "time_zone", "")).display() if text else "–"

    column.__name__ = f"{field}_in_words"
    return column


def linked(field: str, words: Any) -> Callable[[Any], str | None]:
    """Return a column that names the record which *field* links to."""

    @admin.display(description=words, ordering=f"{field}__slug", empty_value="–")
    def column(row: Any) -> str | None:
        target = getattr(row, field)
        return shortened(name_of(target), 60) if target else None

    column.__name__ = f"{field}_by_name"
    return column


class StateFilter(admin.SimpleListFilter):
    """Lists what is new, changed, unchanged, withdrawn or redacted."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state, state_words(state)) for state in ("new", "changed", "unchanged", *GONE)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        words: Any = queryset
        wanted = self.value()
        if wanted == "new":
            return queryset.filter(published_version=0)
        if wanted in GONE:
            return queryset.filter(slug__in=_slugs(queryset.model, str(wanted)))
        if wanted == "changed":
            changed: QuerySet[Any] = words.changed()
            return changed
        if wanted == "unchanged":
            # exclude() would look into nullable columns; these two never are.
            return queryset.filter(published_version__gt=0).exclude(pk__in=words.changed())
        return queryset


def _slugs(model: type[Publishable], state: str) -> list[str]:
    with in_record():
        entries = Entry.objects.filter(kind=model.kind, state=state)
        return list(entries.values_list("slug", flat=True))
