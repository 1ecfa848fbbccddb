"""One document format per noun, and how records become documents.

The formats are DRF serializers over the models (in each app's ``documents.py``):
links are slugs, parts are nested and keep their UUID. The same format is read
by imports, frozen by change sets, kept by the log and answered by the API.
"""

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any, ClassVar, cast

from django.core.validators import URLValidator
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from publishing.formats.serializer_fields import (
    FuzzyDateText,
    LanguageMap,
    Link,
    Links,
    PartLink,
    WordList,
)
from publishing.formats.shapes import Shape
from publishing.models import Part, Publishable
from values.canonical import canonical
from values.fields import (
    DigestField,
    FuzzyDateField,
    LanguageMapField,
    PassageField,
    WordsField,
)
from values.validation import validate_slug


class DocumentSerializer(serializers.ModelSerializer[Any]):
    """Fields by the rules of documents; keys that the format does not have are refused."""

    serializer_field_mapping: ClassVar[dict[Any, Any]] = {
        **serializers.ModelSerializer.serializer_field_mapping,
        FuzzyDateField: FuzzyDateText,
    }

    def build_field(
        self, field_name: str, info: Any, model_class: Any, nested_depth: int
    ) -> tuple[Any, dict[str, Any]]:
        field = model_class._meta.get_field(field_name)
        options = {"required": not field.blank and not field.has_default()}
        if isinstance(field, LanguageMapField):
            options["required"] = not field.blank
            return LanguageMap, {**options, "model_field": field, "help_text": field.help_text}
        if isinstance(field, WordsField):
            return WordList, {"required": False, "model_field": field, "help_text": field.help_text}
        if isinstance(field, DigestField):
            return serializers.CharField, {"read_only": True, "help_text": field.help_text}
        if field.is_relation:
            return self._build_link(field, options)
        built, kwargs = super().build_field(field_name, info, model_class, nested_depth)
        return built, self._plain(field, built, kwargs)

    def _build_link(self, field: Any, options: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        target = field.related_model
        options = {**options, "help_text": field.help_text}
        if field.many_to_many:
            return Links, {**options, "kind": target.kind, "allow_empty": field.blank}
        options["allow_null"] = field.null
        if issubclass(target, Part):
            return PartLink, {**options, "part": target}
        return Link, {**options, "kind": target.kind}

    @staticmethod
    def _plain(field: Any, built: Any, kwargs: dict[str, Any]) -> dict[str, Any]:
        """Drop look-ups in the database, and what DRF checks itself; keep passages' spaces."""
        kwargs["validators"] = [v for v in field.validators if type(v) is not URLValidator]
        if isinstance(field, PassageField):
            kwargs["trim_whitespace"] = False
        if issubclass(built, serializers.ModelField):
            raise TypeError(f"{field} has no form in documents")
        return kwargs

    def get_validators(self) -> list[Any]:
        return []

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            unknown = sorted(set(data) - set(self.fields))
            if unknown:
                raise serializers.ValidationError(
                    {key: [_("This format has no such field.")] for key in unknown}
                )
        return super().to_internal_value(data)


class PartDocument(DocumentSerializer):
    """A part of a record."""

    id = serializers.UUIDField(help_text=_("The UUID that this part keeps for ever."))


class KindField(serializers.CharField):
    """The noun of the record: a constant of its format."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"help_text": _("The noun of the record."), **kwargs})

    def get_attribute(self, instance: Any) -> str:
        return cast(str, instance.kind)

    def to_internal_value(self, data: Any) -> str:
        meta: Any = cast(Any, self.parent).Meta
        kind = meta.model.kind if meta.model else meta.kind
        if data != kind:
            raise serializers.ValidationError(_("Expected “%(kind)s”.") % {"kind": kind})
        return str(data)


class RecordDocument(DocumentSerializer):
    """A record with its parts."""

    kind = KindField()

    class Meta:
        model: ClassVar[Any] = Publishable
        fields: ClassVar[list[str]] = []


class RowlessDocument(RecordDocument):
    """A record that is only in the log; ``Meta.kind`` names its noun."""

    slug = serializers.CharField(
        max_length=100, validators=[validate_slug], help_text=_("The permanent name.")
    )

    class Meta(RecordDocument.Meta):
        model: ClassVar[Any] = None
        kind: ClassVar[str] = ""

    def get_fields(self) -> dict[str, Any]:
        return deepcopy(self._declared_fields)


@cache
def _reader_of(document: type[DocumentSerializer]) -> DocumentSerializer:
    """Return the one reader of a format: making its fields takes longer than reading a record.

    Threads share it, so it is never given data to keep (``data=``, ``is_valid()``).
    """
    return document()


@cache
def shape_of(document: type[DocumentSerializer]) -> Shape:
    """Return the shape of a document class."""
    fields = _reader_of(document).fields
    nested = {
        name: cast(Any, field).child.__class__
        for name, field in fields.items()
        if isinstance(field, serializers.ListSerializer)
    }
    special = (Link, Links, PartLink, KindField, serializers.ListSerializer)
    return Shape(
        model=cast(Any, document).Meta.model,
        keys=tuple(fields),
        plain=tuple(
            name
            for name, field in fields.items()
            if not isinstance(field, special) and (not field.read_only)
        ),
        links=tuple((n, f.kind) for n, f in fields.items() if isinstance(f, Link)),
        many=tuple((n, f.kind) for n, f in fields.items() if isinstance(f, Links)),
        part_links=tuple((n, f.part) for n, f in fields.items() if isinstance(f, PartLink)),
        parts=tuple((name, shape_of(child)) for name, child in nested.items()),
        defaults={
            name: _meaning_of_none(field, cast(Any, document).Meta.model)
            for name, field in fields.items()
            if not field.required and _is_constant(field, cast(Any, document).Meta.model)
        },
    )


def keys_of_parts(document: type[DocumentSerializer], model: type[Part]) -> list[str]:
    """Return the keys of a record's parts of one model, in the order of its document."""
    fields = _reader_of(document).fields.values()
    nested = [cast(Any, one).child for one in fields if isinstance(one, serializers.ListSerializer)]
    return next(list(form.Meta.fields) for form in nested if form.Meta.model is model)


def _is_constant(field: Any, model: Any) -> bool:
    """Tell whether a missing key always means the same: not the time, nor a hash of a text."""
    if field.read_only or isinstance(field, serializers.ListSerializer):
        return not field.read_only
    if model is None:
        return field.default is not serializers.empty and not callable(field.default)
    column = model._meta.get_field(field.field_name)
    if isinstance(field, Link | Links | PartLink):
        return not column.has_default()
    if column.has_default() and callable(column.default) and column.default not in (dict, list):
        return False
    return column.null or column.get_default() is not None


def _meaning_of_none(field: Any, model: Any) -> Any:
    """Return what a document means that lacks this key; a system check demands a constant."""
    if isinstance(field, Links | serializers.ListSerializer):
        return []
    if isinstance(field, Link | PartLink):
        return None
    value = model._meta.get_field(field.field_name).get_default() if model else field.default
    return None if value is None else _plain(field.to_representation(value))


def with_links(queryset: QuerySet[Any], document: type[DocumentSerializer]) -> QuerySet[Any]:
    """Fetch with *queryset* everything that its documents need, in a fixed number of queries."""
    shape = shape_of(document)
    queryset = queryset.select_related(*[name for name, _kind in shape.links])
    prefetch: list[Any] = [name for name, _kind in shape.many]
    for name, part in shape.parts:
        related = part.model._default_manager.select_related(*[n for n, _kind in part.links])
        prefetch.append(Prefetch(name, related.order_by("position", "id")))
    return queryset.prefetch_related(*prefetch)


def documents_of(
    queryset: QuerySet[Any], document: type[RecordDocument]
) -> Iterator[tuple[Any, str]]:
    """Yield (record, canonical document) for each record of *queryset*."""
    reader = _reader_of(document)
    for record in with_links(queryset, document):
        yield record, canonical(_plain(reader.to_representation(record)))


def errors_in(document: dict[str, Any], format_: type[RecordDocument]) -> Any:
    """Return DRF's errors by field, nested as the document is; nothing if it fits its format."""
    try:
        _reader_of(format_).run_validation(document)
    except serializers.ValidationError as error:
        return error.detail
    return {}


def document_of(record: Publishable, document: type[RecordDocument]) -> str:
    """Return the canonical document of one record as it is in its database now."""
    queryset = type(record)._default_manager.using(record._state.db).filter(pk=record.pk)
    return next(text for _record, text in documents_of(queryset, document))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool | int):
        return value
    return str(value)
