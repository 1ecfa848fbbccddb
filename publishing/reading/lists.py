"""Lists that are read page by page, each page as cheap as the first.

A page starts after a record, not at a number, so that nothing is counted or skipped over and
a record published meanwhile moves nothing.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

PAGE = 50


@dataclass(frozen=True)
class Page:
    """The slugs on a page, and the slug after which the next one starts."""

    slugs: list[str]
    next: str


@dataclass(frozen=True)
class Keyset:
    """A queryset in the order of a date field, undated last, then by slug; or by slug alone."""

    queryset: QuerySet[Any]
    order: str = ""

    def page(self, after: str) -> Page:
        """Return the page that starts after the record with this slug."""
        rows = self.queryset.order_by(*self._ordering())
        if after:
            rows = rows.filter(self._past(after))
        slugs = list(rows.values_list("slug", flat=True)[: PAGE + 1])
        return Page(slugs[:PAGE], slugs[PAGE - 1] if len(slugs) > PAGE else "")

    def _ordering(self) -> list[Any]:
        if not self.order:
            return ["slug"]
        return [F(self.order).asc(nulls_last=True), "slug"]

    def _past(self, after: str) -> Q:
        later = Q(slug__gt=after)
        if not self.order:
            return later
        date = self.queryset.filter(slug=after).values_list(self.order, flat=True).first()
        if date is None:
            return Q(**{f"{self.order}__isnull": True}) & later
        undated = Q(**{f"{self.order}__isnull": True})
        return Q(**{f"{self.order}__gt": date}) | (Q(**{self.order: date}) & later) | undated
