"""Keyset pagination: a page starts after a record, and nothing is ever counted."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from publishing.api.parameters import refuse

DEFAULT_SIZE, LARGEST = 25, 100
CURSOR = re.compile(r"(-?[a-z]+)\.(after|before)\.([0-9]{1,18})", re.ASCII)


@dataclass(frozen=True)
class Cursor:
    """Where a page starts: after or before a key, in an ordering."""

    ordering: str
    side: str
    key: int

    def __str__(self) -> str:
        return f"{self.ordering}.{self.side}.{self.key}"

    @property
    def is_backwards(self) -> bool:
        return self.side == "before"


class KeysetPagination(BasePagination):
    """Pages by a unique column, forwards and backwards, each as cheap as the first."""

    parameters = ("cursor", "ordering", "page_size")

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.url = request.build_absolute_uri()
        self.ordering = _ordering(request.query_params, view.orderings)
        self.column = view.orderings[self.ordering.lstrip("-")]
        self.cursor = _cursor(request.query_params, self.ordering)
        size = _page_size(request.query_params)
        rows = list(self._from_cursor(queryset)[: size + 1])
        self.has_more, self.rows = len(rows) > size, rows[:size]
        if self.cursor and self.cursor.is_backwards:
            self.rows.reverse()
        return self.rows

    def _from_cursor(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        descends = self.ordering.startswith("-")
        if self.cursor:
            descends = descends != self.cursor.is_backwards
            rows = rows.filter(**{f"{self.column}__{'lt' if descends else 'gt'}": self.cursor.key})
        return rows.order_by(f"{'-' if descends else ''}{self.column}")

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"results": data, "next": self._next(), "previous": self._previous()})

    def _next(self) -> str | None:
        came_back = bool(self.cursor and self.cursor.is_backwards)
        return self._link("after", -1) if self.rows and (came_back or self.has_more) else None

    def _previous(self) -> str | None:
        if not self.rows or not self.cursor:
            return None
        has_earlier = self.has_more or not self.cursor.is_backwards
        return self._link("before", 0) if has_earlier else None

    def _link(self, side: str, position: int) -> str:
        cursor = Cursor(self.ordering, side, self.rows[position][self.column])
        return replace_query_param(remove_query_param(self.url, "cursor"), "cursor", str(cursor))

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["results", "next", "previous"],
            "properties": {
                "results": schema,
                "next": {**link, "description": "The next page, or null on the last."},
                "previous": {**link, "description": "The page before, or null on the first."},
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        orderings = [*view.orderings, *(f"-{name}" for name in view.orderings)]
        size = {"type": "integer", "minimum": 1, "maximum": LARGEST, "default": DEFAULT_SIZE}
        order = {"type": "string", "enum": orderings, "default": orderings[0]}
        return [
            _described("cursor", {"type": "string"}, "Where the page starts; taken from a link."),
            _described("ordering", order, "The order; “-” reverses it."),
            _described("page_size", size, "How many results a page has."),
        ]


def _described(name: str, schema: dict[str, Any], words: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": words, "schema": schema}


def _page_size(given: QueryDict) -> int:
    text = given.get("page_size", str(DEFAULT_SIZE))
    if not re.fullmatch("[0-9]{1,9}", text) or not 1 <= int(text) <= LARGEST:
        raise refuse("page_size", f"Give a whole number from 1 to {LARGEST}.")
    return int(text)


def _ordering(given: QueryDict, orderings: dict[str, str]) -> str:
    known = [*orderings, *(f"-{name}" for name in orderings)]
    ordering = given.get("ordering", known[0])
    if ordering not in known:
        raise refuse("ordering", f"Results can be ordered by: {', '.join(known)}.")
    return ordering


def _cursor(given: QueryDict, ordering: str) -> Cursor | None:
    text = given.get("cursor")
    if text is None:
        return None
    found = CURSOR.fullmatch(text)
    if not found:
        raise refuse("cursor", "This is not a cursor. Take one from “next” or “previous”.")
    if found[1] != ordering:
        raise refuse("cursor", "This cursor belongs to another ordering.")
    return Cursor(ordering, found[2], int(found[3]))
