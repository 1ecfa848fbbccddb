"""Records in the API: their stored documents, passed through as they were hashed."""

from collections.abc import Callable
from typing import Any, ClassVar

import orjson
from django.db.models import F, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from publishing.api.parameters import refuse
from publishing.api.redacted import answer_for
from publishing.api.revisions import LINE, RevisionLine, line
from publishing.api.views import ReadingViewSet
from publishing.models import Action, Entry, Revision, State
from publishing.nouns import noun
from publishing.reading.erasure import erasure_of
from values.canonical import instant

StoredColumns = dict[str, Any]
Derive = Callable[[list[str]], dict[str, Any]]
STORED = ("document", "version", "seq", "sha256", "salt", "recorded_at", "state")


class RecordKey(serializers.Serializer[Any]):
    """What the log says about the version that is shown."""

    version = serializers.IntegerField(min_value=1, help_text="1, 2, 3 … for each record.")
    seq = serializers.IntegerField(min_value=1, help_text="The line of the log.")
    sha256 = serializers.CharField(
        help_text="The SHA-256 of the salt's 16 bytes, where there is one, and the document."
    )
    salt = serializers.CharField(
        required=False,
        help_text="32 hexadecimal digits; versions recorded in the first envelope have none.",
    )
    recorded_at = serializers.DateTimeField(help_text="When it was recorded here (UTC).")
    state = serializers.ChoiceField(
        choices=[State.LIVE.value, State.WITHDRAWN.value], help_text="Live or withdrawn."
    )


class RecordViewSet(ReadingViewSet):
    """The records of one noun, which a subclass names: ``(RecordViewSet, kind="claim")``.

    ``of_kind`` holds the view of each noun.
    """

    of_kind: ClassVar[dict[str, type["RecordViewSet"]]] = {}
    lookup_field = "slug"
    lookup_value_regex = "[a-z0-9-]{1,100}"
    orderings: ClassVar[dict[str, str]] = {"key": "pk", "seq": "seq"}
    derivations: ClassVar[dict[str, Derive]] = {}
    derived_serializer: ClassVar[type[serializers.Serializer[Any]] | None] = None

    def __init_subclass__(cls, *, kind: str, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        one = noun(kind)
        cls.noun, cls.plural = one.kind, one.plural
        cls.queryset = one.model._default_manager.all()
        cls.serializer_class = one.document
        cls.of_kind[kind] = cls

    def parameters(self) -> set[str]:
        if self.action == "versions":
            return set(self.paging.parameters)
        takes_derived = self.derivations and self.action in ("list", "retrieve")
        return super().parameters() | ({"derived"} if takes_derived else set())

    def list(self, request: Request) -> Response:
        """List records with their documents; withdrawn ones are marked, redacted ones left out."""
        wanted = self._wanted_derivation()
        rows = self.page_of_selected(_stored(self.get_queryset()))
        derived = wanted([row["slug"] for row in rows]) if wanted else {}
        return self.get_paginated_response([composed(r, derived.get(r["slug"])) for r in rows])

    def retrieve(self, request: Request, slug: str) -> Response:
        """Return the newest version of one record."""
        wanted = self._wanted_derivation()
        row = Entry.objects.filter(kind=self.noun, slug=slug).values(*STORED).first()
        if row is None:
            raise NotFound(f"There is no {self.noun} called “{slug}”.")
        if row["state"] == State.REDACTED and (erasure := erasure_of(self.noun, slug)):
            raise answer_for(self.noun, slug, erasure)
        derived = wanted([slug]) if wanted else {}
        return Response(composed(row, derived.get(slug)))

    @extend_schema(responses=RevisionLine(many=True), filters=False)
    @action(detail=True)
    def versions(self, request: Request, slug: str) -> Response:
        """List every version of one record, as lines of the log."""
        rows = Revision.objects.filter(kind=self.noun, slug=slug).values("pk", *LINE)
        page: Any = self.paginate_queryset(rows)
        if not page and not rows.exists():
            raise NotFound(f"There is no {self.noun} called “{slug}”.")
        return self.get_paginated_response([line(row) for row in page])

    @action(detail=True, url_path=r"versions/(?P<number>[1-9][0-9]{0,8})")
    def version(self, request: Request, slug: str, number: str) -> Response:
        """Return one version of one record, with the exact document that was hashed."""
        found = Revision.objects.filter(kind=self.noun, slug=slug, version=int(number))
        body = {"document": F("body__body"), "salt": F("body__salt")}
        columns = ("action", "version", "seq", "sha256", "recorded_at")
        row: StoredColumns | None = found.values(*columns, **body).first()
        if row is None:
            raise NotFound(f"There is no version {number} of a {self.noun} called “{slug}”.")
        if row["document"] is None and (erasure := erasure_of(self.noun, slug, int(number))):
            raise answer_for(self.noun, slug, erasure)
        withdrawn = row["action"] == Action.WITHDRAWN
        return Response(composed({**row, "state": State.WITHDRAWN if withdrawn else State.LIVE}))

    def _wanted_derivation(self) -> Derive | None:
        name = self.request.query_params.get("derived")
        if name is None:
            return None
        if name not in self.derivations:
            raise refuse("derived", f"Only this can be derived: {', '.join(self.derivations)}.")
        return type(self).derivations[name]


def _stored(records: QuerySet[Any]) -> QuerySet[Any, StoredColumns]:
    """Return what a list shows of each record: columns of its entry, in one query."""
    columns = {name: F(f"entry__{name}") for name in STORED}
    readable = records.filter(entry__state__in=[State.LIVE, State.WITHDRAWN])
    return readable.values("pk", "slug", **columns)


def composed(row: StoredColumns, derived: dict[str, Any] | None = None) -> orjson.Fragment:
    """Return a stored document with its ``record`` key, without reading the document."""
    salt = {"salt": row["salt"]} if row["salt"] else {}
    added: dict[str, Any] = {
        "record": {
            "version": row["version"],
            "seq": row["seq"],
            "sha256": row["sha256"],
            **salt,
            "recorded_at": instant(row["recorded_at"]),
            "state": str(row["state"]),
        }
    }
    if derived is not None:
        added["derived"] = derived
    return orjson.Fragment(row["document"][:-1].encode() + b"," + orjson.dumps(added)[1:])
