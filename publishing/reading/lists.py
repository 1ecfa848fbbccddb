"""Lists that are read page by page, each page as cheap as the first.

A page starts after a record, not at a number, so that nothing is counted or skipped over and
a record published meanwhile moves nothing.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from publishing.reading.parameters import WrongParameters

PAGE = 50


@dataclass(frozen=True)
class Page:
    """The slugs on a page, and the slug after which the next one starts."""

    slugs: list[str]
    next: str


@dataclass(frozen=True)
class Keyset:
    """Rows in order of time by a date field, undated last, then by slug; or by slug alone.

    In Python this order is ``values.days.in_time``; a test proves the two equal.
    """

    queryset: QuerySet[Any]
    date: str = ""

    def page(self, after: str) -> Page:
        """Return the page that starts after the record with this slug."""
        rows = self.queryset.order_by(*self._ordering())
        if after:
            rows = rows.filter(self._past(after))
        slugs = list(rows.values_list("slug", flat=True)[: PAGE + 1])
        return Page(slugs[:PAGE], slugs[PAGE - 1] if len(slugs) > PAGE else "")

    def _ordering(self) -> list[Any]:
        if not self.date:
            return ["slug"]
        latest, earliest = F(f"{self.date}_latest"), F(f"{self.date}_earliest")
        return [latest.asc(nulls_last=True), earliest.desc(), "slug"]

    def _past(self, after: str) -> Q:
        """Return the condition of what comes after a record, which need not itself be selected."""
        ends = [f"{self.date}_latest", f"{self.date}_earliest"] if self.date else []
        named = self.queryset.model._default_manager.filter(slug=after)
        place = named.values_list("slug", *ends).first()
        if place is None:
            words = _("No record in this list is called “%(slug)s”.") % {"slug": after}
            raise WrongParameters({"after": words})
        at = dict(zip(ends, place[1:], strict=True))
        return (Q(**at) & Q(slug__gt=after)) | self._later(at)

    def _later(self, at: dict[str, Any]) -> Q:
        """Return the condition of dates that come after one; undated ones come last."""
        if not any(at.values()):
            return Q()
        latest, earliest = at
        after = Q(**{f"{latest}__gt": at[latest]}) | Q(**{f"{latest}__isnull": True})
        return after | Q(**{latest: at[latest], f"{earliest}__lt": at[earliest]})
