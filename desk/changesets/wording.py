"""Frozen documents in an editor's words: which field, which choice, which language."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist

from publishing.nouns import noun
from values.differences import Difference, Piece, differences
from values.fields import LanguageMapField
from values.languages import language_name
from values.validation import LANGUAGE_TAG


@dataclass(frozen=True)
class FieldChange:
    """One field of a document: where it stands, in words, and what became of its text."""

    place: str
    language: str
    pieces: list[Piece]


def rows_between(kind: str, older: dict[str, Any], newer: dict[str, Any]) -> list[FieldChange]:
    """Return what differs between two documents of a record, field by field, in words."""
    return [_row(kind, one) for one in differences(older, newer) if one.field != "kind"]


def place_in_words(kind: str, path: str) -> str:
    """Return a place in a record's document, such as “answers / 2 / note / en”, in words."""
    words, _language, _column = _placed(kind, path)
    return words


def _row(kind: str, difference: Difference) -> FieldChange:
    words, language, field = _placed(kind, difference.field)
    return FieldChange(words, language, [_in_words(field, one) for one in difference.pieces])


def _placed(kind: str, path: str) -> tuple[str, str, Any]:
    """Return a place in words, its language if it has one, and the field that it is in."""
    model: Any = noun(kind).model
    words: list[str] = []
    field: Any = None
    language = ""
    for step in path.split(" / "):
        if isinstance(field, LanguageMapField) and LANGUAGE_TAG.match(step):
            language = step
            words.append(language_name(step))
        elif step.isdigit():
            words[-1] = f"{words[-1]} {int(step)}"
        else:
            field = _field(model, step)
            words.append(_name(field, step))
            model = field.related_model if field is not None and field.one_to_many else model
    return " › ".join(words), language, field


def _field(model: Any, name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _name(field: Any, step: str) -> str:
    if field is None:
        return step
    if field.one_to_many:
        return str(field.related_model._meta.verbose_name)
    return str(field.verbose_name)


def _in_words(field: Any, piece: Piece) -> Piece:
    """Word a choice as the form does; every other text stays as it is."""
    choices = {str(value): str(label) for value, label in getattr(field, "choices", None) or []}
    return Piece(piece.kind, choices.get(piece.text, piece.text))
