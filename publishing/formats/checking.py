"""What is wrong with a document by itself, field by field, in words for an editor."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from publishing.formats.serializers import RecordDocument, errors_in, shape_of
from publishing.formats.shapes import Rows, Shape, rows_of
from publishing.nouns import Document
from values.canonical import sha256
from values.fields import DigestField, FuzzyDateField


def problems_of(document: Any, format_: type[RecordDocument]) -> list[tuple[str, str]]:
    """Return what is wrong with a document by itself, as (field, words) pairs."""
    if not isinstance(document, dict):
        return [("", str(_("A record has to be an object.")))]
    if errors := errors_in(document, format_):
        return list(_flatten(errors))
    shape = shape_of(format_)
    rows = rows_of(document, shape, lambda _kind, _slug: 1, 1)
    return [
        *_digest_problems(document, shape, rows),
        *[problem for row in rows.all_instances() for problem in _row_problems(row, rows)],
    ]


def _row_problems(row: Any, rows: Rows) -> Iterator[tuple[str, str]]:
    prefix = "" if row is rows.root else f"{row._meta.model_name}[{row.position}]."
    for field in row._meta.fields:
        if isinstance(field, FuzzyDateField):
            try:
                field.validate(getattr(row, field.attname), row)
            except ValidationError as error:
                yield prefix + field.name, " ".join(error.messages)
    try:
        row.clean()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield prefix + name, " ".join(messages)


def _digest_problems(document: Document, shape: Shape, rows: Rows) -> Iterator[tuple[str, str]]:
    """Yield the digests that a document states and that its own texts do not give."""
    for name, child in shape.parts:
        digests = [f for f in child.model._meta.fields if isinstance(f, DigestField)]
        for position, item in enumerate(document.get(name, [])):
            for field in digests:
                stated = item.get(field.name)
                if stated and stated != sha256(item.get(field.of, "")):
                    yield f"{name}[{position}].{field.name}", str(_("Is not the hash of the text."))


def _flatten(errors: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Turn DRF's nested errors into (field, words) pairs such as citations[2].shows."""
    if isinstance(errors, dict):
        for key, value in errors.items():
            name = "" if key == "non_field_errors" else str(key)
            step = f"[{name}]" if isinstance(key, int) else (f".{name}" if path and name else name)
            yield from _flatten(value, path + step)
    elif isinstance(errors, list) and any(isinstance(item, dict) for item in errors):
        for position, item in enumerate(errors):
            yield from _flatten(item, f"{path}[{position}]")
    elif isinstance(errors, list):
        yield path, " ".join(str(item) for item in errors)
    else:
        yield path, str(errors)
