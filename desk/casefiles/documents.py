"""Documents from files: each value of the type that its field takes, and as it is stored.

Django REST framework converts: a number becomes text, a text a number. A case gets hashed, so the
values in its files have to be exactly those that will be stored.
"""

import uuid
from collections.abc import Iterator
from functools import cache
from typing import Any, cast

from django.utils.translation import gettext as _
from rest_framework import serializers

from desk.casefiles.exact_json import repeated_keys
from publishing.formats.serializer_fields import LanguageMap, Links
from publishing.formats.serializers import DocumentSerializer, RecordDocument
from publishing.nouns import Document
from values.canonical import sha256
from values.fields import DigestField

Problems = Iterator[tuple[str, str]]


def problems_of_types(document: Any, format_: type[RecordDocument]) -> Problems:
    """Yield (field, words) for each repeated key and each value of a wrong type."""
    for path in repeated_keys(document):
        yield path, _("this key is in one object twice; remove one of them")
    if isinstance(document, dict):
        yield from _wrong_in(document, format_, "")


@cache
def fields_of(format_: type[DocumentSerializer]) -> dict[str, Any]:
    """Return the fields of a document format by name, made once."""
    return dict(format_().fields)


def _wrong_in(document: dict[str, Any], format_: type[DocumentSerializer], path: str) -> Problems:
    for name, field in fields_of(format_).items():
        # Whether a key may be missing or null is the format's to say.
        if document.get(name) is not None:
            yield from _wrong_at(document[name], field, path + name)


def _wrong_at(value: Any, field: Any, path: str) -> Problems:
    if isinstance(field, serializers.ListSerializer):
        yield from _wrong_in_parts(value, field, path)
    elif isinstance(field, LanguageMap):
        texts = value.items() if isinstance(value, dict) else ()
        yield from _unless(isinstance(value, dict), value, path, _("an object of texts"))
        for tag, text in texts:
            yield from _unless(isinstance(text, str), text, f"{path}.{tag}", _("text"))
    elif isinstance(field, serializers.ListField):
        words = value if isinstance(value, list) else ()
        yield from _unless(isinstance(value, list), value, path, _("a list of texts"))
        for place, word in enumerate(words):
            yield from _unless(isinstance(word, str), word, f"{path}[{place}]", _("text"))
    elif isinstance(field, serializers.BooleanField):
        yield from _unless(isinstance(value, bool), value, path, _("true or false"))
    elif isinstance(field, serializers.IntegerField):
        whole = isinstance(value, int) and not isinstance(value, bool)
        yield from _unless(whole, value, path, _("a whole number of at most 18 digits"))
    else:
        yield from _unless(isinstance(value, str), value, path, _("text"))


def _wrong_in_parts(value: Any, field: Any, path: str) -> Problems:
    if not isinstance(value, list):
        yield from _unless(False, value, path, _("a list of objects"))
        return
    for place, part in enumerate(value):
        if isinstance(part, dict):
            yield from _wrong_in(part, type(field.child), f"{path}[{place}].")
        else:
            yield from _unless(False, part, f"{path}[{place}]", _("an object"))


def _unless(sound: bool, value: Any, path: str, wanted: str) -> Problems:
    if not sound:
        words = _("has to be %(wanted)s, not %(found)s")
        yield path, words % {"wanted": wanted, "found": _called(value)}


def _called(value: Any) -> str:
    """Return what to call a JSON value."""
    if isinstance(value, bool):
        return _("true or false")
    if isinstance(value, float):
        return _("a number with a fraction or too many digits")
    if isinstance(value, int):
        return _("a number")
    if isinstance(value, str):
        return _("text")
    if isinstance(value, list):
        return _("a list")
    return _("null") if value is None else _("an object")


def as_stored(document: Document, format_: type[DocumentSerializer]) -> Document:
    """Return a complete, sound document as it reads once its rows are written.

    Sets of links are sorted, dates and ids are written in their one form, and
    digests are those of the texts: so it can be compared word for word.
    """
    model: Any = format_.Meta.model
    stored: Document = {}
    for name, field in fields_of(format_).items():
        if name == "kind":
            stored[name] = document[name]
        elif isinstance(field, serializers.ListSerializer):
            stored[name] = [
                as_stored(part, cast(Any, type(field.child))) for part in document[name]
            ]
        elif field.read_only:
            digest = model._meta.get_field(name)
            stored[name] = sha256(document[digest.of]) if isinstance(digest, DigestField) else ""
        else:
            stored[name] = _value_as_stored(document[name], field, model._meta.get_field(name))
    return stored


def _value_as_stored(value: Any, field: Any, column: Any) -> Any:
    if isinstance(field, Links):
        return sorted(value)
    if isinstance(field, serializers.UUIDField):
        return str(uuid.UUID(value)) if value else None
    if isinstance(field, serializers.DateTimeField):
        return field.to_representation(field.to_internal_value(value))
    return value if column.is_relation else column.to_python(value)
