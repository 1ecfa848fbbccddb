"""The texts of a document, one by one, so that they can be searched and marked."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.db import models

from publishing.formats.serializers import shape_of
from publishing.formats.shapes import Shape
from publishing.nouns import Document, noun
from values.canonical import sha256
from values.fields import DigestField, LanguageMapField, LineField, PassageField, WordsField
from values.gaps import GappedText
from values.sought import Run, Sought

NUMBER = re.compile(r" / \d+ / ")
# Where a text is, what holds it, and by which key.
Slot = tuple[str, Any, Any]
MARKABLE = (LineField, PassageField, LanguageMapField, WordsField)


@dataclass(frozen=True)
class Text:
    """One text of a document: where it is, such as “renditions / 1 / text”, and in which part.

    ``field`` names it without numbers and languages, such as “renditions.text”. An address
    can be searched, but a mark within it would make it another address.
    """

    place: str
    field: str
    part: str
    holder: Any
    key: Any
    is_markable: bool

    @property
    def words(self) -> str:
        return str(self.holder[self.key])


def texts_of(document: Document, kind: str) -> Iterator[Text]:
    """Yield every text of a document that could hold words: not names, links, dates or choices."""
    return _texts(document, shape_of(noun(kind).document), "", "")


def own_words(document: Document, kind: str) -> list[str]:
    """Return a record's own words, text by text: what is looked for when it is redacted."""
    model = noun(kind).model
    return [
        " ".join(text.words.split())
        for text in texts_of(document, kind)
        if text.field in model.own_words
    ]


def marked(document: Document, kind: str, goes: Callable[[Run], bool], sought: Sought) -> Document:
    """Return a document with the mark in place of each stretch that *goes*."""
    changed = deepcopy(document)
    for text in texts_of(changed, kind):
        if text.is_markable and (gapped := _gapped(text.words, sought, goes)):
            text.holder[text.key] = gapped.after
    _hash_again(changed, shape_of(noun(kind).document))
    return changed


def gaps_in(
    document: Document, kind: str, goes: Callable[[Run], bool], sought: Sought
) -> dict[str, GappedText]:
    """Return what goes from the texts of a document's parts, by the part's id and field."""
    return {
        f"{text.part}.{text.key}": gapped
        for text in texts_of(document, kind)
        if text.part and text.is_markable and (gapped := _gapped(text.words, sought, goes))
    }


def _gapped(words: str, sought: Sought, goes: Callable[[Run], bool]) -> GappedText | None:
    gaps = tuple((run.start, run.end) for run in sought.runs(words) if goes(run))
    return GappedText(words, gaps) if gaps else None


def _texts(document: Document, shape: Shape, above: str, part: str) -> Iterator[Text]:
    for name in shape.plain:
        column = shape.model._meta.get_field(name)
        if document.get(name) and isinstance(column, (*MARKABLE, models.URLField)):
            where = f"{above}{name}"
            field = NUMBER.sub(".", where)
            for place, holder, key in _slots(document, name, column, where):
                yield Text(place, field, part, holder, key, isinstance(column, MARKABLE))
    for name, child in shape.parts:
        for number, item in enumerate(document.get(name, []), start=1):
            yield from _texts(item, child, f"{above}{name} / {number} / ", item["id"])


def _slots(document: Document, name: str, column: Any, where: str) -> Iterator[Slot]:
    """Yield where each text of a field is held; a word of a fixed list does not count."""
    if isinstance(column, LanguageMapField):
        yield from ((f"{where} / {tag}", document[name], tag) for tag in document[name])
    elif not isinstance(column, WordsField):
        yield where, document, name
    elif not column.words:
        yield from ((where, document[name], number) for number in range(len(document[name])))


def _hash_again(document: Document, shape: Shape) -> None:
    """Compute again the hashes of texts that a document states."""
    for field in shape.model._meta.concrete_fields:
        if isinstance(field, DigestField) and field.name in document:
            document[field.name] = sha256(document[field.of])
    for name, child in shape.parts:
        for item in document.get(name, []):
            _hash_again(item, child)
