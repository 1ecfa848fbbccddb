"""The OpenAPI description: stored documents with their ``record``, parameters, problems."""

from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from typing import Any

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from pegasus_tracker.api.answers import Problem, RedactedProblem
from publishing.formats.evolving import since
from publishing.formats.serializers import shape_of
from publishing.formats.shapes import Shape
from publishing.nouns import Noun, every_noun

PROBLEM_JSON = "application/problem+json"
WORDS = {
    "400": (Problem, "A parameter is wrong; ``errors`` names it."),
    "404": (Problem, "There is no such record."),
    "406": (Problem, "None of the accepted media types can be given."),
    "410": (RedactedProblem, "The record was removed for legal reasons; says when and why."),
}


class ProblemSchema(AutoSchema):
    """Describe each operation with its parameters and with what can go wrong."""

    def get_operation_id(self) -> str:
        return "_".join((self._called(), self._action() or "read"))

    def get_tags(self) -> list[str]:
        return [getattr(self.view, "plural", "api")]

    def _called(self) -> str:
        return str(getattr(self.view, "noun", self.view.__class__.__name__.lower()))

    def _action(self) -> str:
        return getattr(self.view, "action", "") or ""

    def get_override_parameters(self) -> list[Any]:
        derivations = getattr(self.view, "derivations", {})
        if not derivations or self._action() not in ("list", "retrieve"):
            return []
        words = "Adds ``derived`` to each record: what depends on other records."
        return [OpenApiParameter("derived", str, enum=list(derivations), description=words)]

    def _resolve_path_parameters(self, variables: list[str]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = [
            {
                "name": name,
                "in": "path",
                "required": True,
                "schema": {"type": "string"} if name == "slug" else _NUMBER,
                "description": _PATH_WORDS[name],
            }
            for name in variables
        ]
        return found

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for status in self._problems():
            form, words = WORDS[status]
            schema = self.resolve_serializer(form, "response").ref
            bodies[status] = {"description": words, "content": {PROBLEM_JSON: {"schema": schema}}}
        return bodies

    def _problems(self) -> list[str]:
        action = self._action()
        if action not in ("retrieve", "version", "versions"):
            return ["400", "406"]
        has_words = self._called() != "revision" and action != "versions"
        return ["400", "404", "406", *(["410"] if has_words else [])]


_NUMBER = {"type": "integer", "minimum": 1}
_PATH_WORDS = {
    "slug": "The permanent name of the record.",
    "number": "The version: 1, 2, 3 …",
    "seq": "The line of the log.",
}


# The oldest format of each noun in the record, while its description is made.
OLDEST: ContextVar[Mapping[str, int]] = ContextVar("oldest")


def places_of(shape: Shape) -> Iterator[tuple[Noun, str]]:
    """Yield where objects of this shape are: in which noun's documents, before which keys."""
    for one in every_noun():
        whole = shape_of(one.document)
        if whole is shape:
            yield one, ""
        yield from ((one, f"{name}.") for name, child in whole.parts if child is shape)


def is_always_there(shape: Shape, key: str) -> bool:
    """Tell whether every stored document has a key: whether the oldest format has it."""
    oldest = OLDEST.get({})
    return all(
        since(one, f"{path}{key}") <= oldest.get(one.kind, one.format)
        for one, path in places_of(shape)
    )


class StoredPart(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Parts of stored documents always have all keys of the oldest format in the record."""

    target_class = "publishing.formats.serializers.DocumentSerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: Any) -> dict[str, Any]:
        basic: Any = auto_schema._map_basic_serializer
        schema: dict[str, Any] = basic(self.target, direction)
        format_: Any = type(self.target)
        shape = shape_of(format_)
        schema["required"] = [key for key in schema["properties"] if is_always_there(shape, key)]
        for described in schema["properties"].values():
            # An empty text may also fit the form of a URL, so "one of" would refuse it.
            if "oneOf" in described:
                described["anyOf"] = described.pop("oneOf")
        return schema


class StoredRecord(StoredPart):  # type: ignore[no-untyped-call]
    """Answers of records: all keys of the document, ``record``, and ``derived`` if asked for."""

    target_class = "publishing.formats.serializers.RecordDocument"
    match_subclasses = True
    priority = 1

    def map_serializer(self, auto_schema: AutoSchema, direction: Any) -> dict[str, Any]:
        from publishing.api.records import RecordKey

        schema = super().map_serializer(auto_schema, direction)
        kind = self.target.Meta.model.kind
        properties = schema["properties"]
        properties["kind"] = {"type": "string", "const": kind, "description": "The noun."}
        properties["record"] = auto_schema.resolve_serializer(RecordKey, direction).ref
        schema["required"].append("record")
        derived = getattr(auto_schema.view, "derived_serializer", None)
        if derived:
            properties["derived"] = auto_schema.resolve_serializer(derived, direction).ref
        return schema
