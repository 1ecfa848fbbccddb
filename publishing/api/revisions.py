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
from publishing.envelopes import FORMS, NEWEST, as_hashed, form_of
from publishing.models import Action, Approval, Revision
from publishing.nouns import every_noun

CHANGE = (
    "envelope", "seq", "kind", "slug", "version", "action", "sha256", "erases", "reason",
    "recorded_at",
)  # fmt: skip
LINE = (*FORMS[NEWEST], "link")


def _envelope() -> serializers.IntegerField:
    words = "The form of the line; lines of the first form lack it."
    return serializers.IntegerField(required=False, help_text=words)


def _editor(did: str) -> serializers.IntegerField:
    words = f"The public number of the editor who {did} it; null if there is none."
    return serializers.IntegerField(required=False, allow_null=True, help_text=words)


def _erases() -> serializers.ListField:
    return serializers.ListField(
        child=serializers.IntegerField(min_value=1),
        required=False,
        help_text="The lines of this record whose documents this line erased, by their seq.",
    )


class RevisionLine(serializers.ModelSerializer[Revision]):
    """One line of the log, with the keys of its own envelope and no others."""

    envelope = _envelope()
    format = serializers.IntegerField(
        required=False, help_text="The number of the document's format; 1 where it is not said."
    )
    author = _editor("proposed")
    approver = _editor("approved")
    signature = serializers.CharField(
        required=False,
        allow_null=True,
        help_text="The SHA-256 of the evidence of the approval; null if it was not signed.",
    )
    erases = _erases()

    class Meta:
        model = Revision
        fields = LINE


class RevisionWithDocument(RevisionLine):
    """One line of the log with its document and salt, as they were hashed; null once erased."""

    salt = serializers.CharField(
        required=False,
        allow_null=True,
        help_text="What is hashed before the document; not in lines of the first envelope.",
    )
    document = serializers.DictField(
        allow_null=True, help_text="The document of this version; null where it was erased."
    )

    class Meta:
        model = Revision
        fields = (*LINE, "salt", "document")


class ChangeLine(serializers.ModelSerializer[Revision]):
    """What a mirror needs to know about one line of the log."""

    envelope = _envelope()
    erases = _erases()

    class Meta:
        model = Revision
        fields = CHANGE


class ChangeFilters(FilterSet):
    """Where to begin."""

    since = Number("seq__gt", "Lines after this one (its seq); 0 begins at the beginning.")


class RevisionFilters(ChangeFilters):
    """The filters of the log."""

    until = Number("seq__lte", "Lines up to and including this one (its seq).")
    kind = Choice("kind", [noun.kind for noun in every_noun()], "Lines about records of this noun.")
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
        body = {"text": F("body__body"), "salt": F("body__salt")}
        row = Revision.objects.filter(pk=int(seq)).values(*LINE, **body).first()
        if row is None:
            raise NotFound(f"The log has no line {seq}.")
        document = orjson.Fragment(row["text"]) if row["text"] else None
        salt = {} if row["envelope"] is None else {"salt": row["salt"]}
        return Response({**line(row), **salt, "document": document})


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
    """Return a line of the log with exactly the keys of its own form, as they are hashed."""
    keys = (*form_of(row["envelope"]), "link")
    return {key: as_hashed(row[key]) for key in keys if key in row}
