"""The log in the API: every line, and the changes since a line."""

from typing import Any, ClassVar

import orjson
from django.db.models import F
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from publishing.api.filters import Choice, FilterSet, Identifier, Number, Slug
from publishing.api.views import ReadingViewSet
from publishing.models import Action, Approval, Revision, instant
from publishing.nouns import nouns

CHANGE = ("seq", "kind", "slug", "version", "action", "sha256", "reason", "recorded_at")
LINE = (
    "seq", "kind", "slug", "version", "action", "reason", "approval", "changeset", "recorded_at",
    "sha256", "previous", "link",
)  # fmt: skip


class RevisionLine(serializers.ModelSerializer[Revision]):
    """One line of the log."""

    class Meta:
        model = Revision
        fields = LINE


class RevisionWithDocument(RevisionLine):
    """One line of the log with its document, as it was hashed; null once it was redacted."""

    document = serializers.DictField(
        allow_null=True, help_text="The document of this version; null for what was redacted."
    )

    class Meta:
        model = Revision
        fields = (*LINE, "document")


class ChangeLine(serializers.ModelSerializer[Revision]):
    """What a mirror needs to know about one line of the log."""

    class Meta:
        model = Revision
        fields = CHANGE


class ChangeFilters(FilterSet):
    """Where to begin."""

    since = Number("seq__gt", "Lines after this one (its seq); 0 begins at the beginning.")


class RevisionFilters(ChangeFilters):
    """What can be asked of the log."""

    until = Number("seq__lte", "Lines up to and including this one (its seq).")
    kind = Choice("kind", [noun.kind for noun in nouns()], "Lines about records of this noun.")
    slug = Slug("slug", "", "Lines about the record of this slug.")
    action = Choice("action", Action.values, "What happened to the record.")
    approval = Choice("approval", Approval.values, "How the change set was approved.")
    changeset = Identifier("changeset", "Lines that came in this change set (its UUID).")


class RevisionViewSet(ReadingViewSet):
    """The log: one line for each time a record was published, corrected, withdrawn …"""

    noun = "revision"
    plural = "revisions"
    queryset = Revision.objects.all()
    serializer_class = RevisionLine
    filterset_class: ClassVar[type[FilterSet]] = RevisionFilters
    lookup_field = "pk"
    lookup_url_kwarg = "seq"
    lookup_value_regex = "[1-9][0-9]{0,17}"

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Any]]:
        return RevisionWithDocument if self.action == "retrieve" else RevisionLine

    def list(self, request: Request) -> Response:
        """List the lines of the log, oldest first, without documents."""
        rows = self.page_of_selected(self.get_queryset().values(*LINE))
        return self.get_paginated_response([line(row) for row in rows])

    def retrieve(self, request: Request, seq: str) -> Response:
        """Return one line of the log with its document, or null where that was redacted."""
        columns = Revision.objects.filter(pk=int(seq)).values(*LINE, body_text=F("body__body"))
        row = columns.first()
        if row is None:
            raise NotFound(f"The log has no line {seq}.")
        body = row.pop("body_text")
        return Response({**line(row), "document": orjson.Fragment(body) if body else None})


class ChangeViewSet(ReadingViewSet):
    """What changed since a line of the log, in order."""

    noun = "change"
    plural = "changes"
    queryset = Revision.objects.all()
    serializer_class = ChangeLine
    filterset_class = ChangeFilters

    def list(self, request: Request) -> Response:
        """List what changed, in the order of the log; follow ``next`` until it is null."""
        rows = self.page_of_selected(self.get_queryset().values(*CHANGE))
        return self.get_paginated_response([line(row) for row in rows])


def line(row: dict[str, Any]) -> dict[str, Any]:
    """Return a line of the log with its instant as it is hashed."""
    row.pop("pk", None)
    return {**row, "recorded_at": instant(row["recorded_at"])}
