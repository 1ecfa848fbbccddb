"""Documents without the words that go, and with the quotes taken from them moved along."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from django.db.models import QuerySet

from publishing.formats.serializers import shape_of
from publishing.formats.shapes import Shape
from publishing.nouns import Document, Key, Noun, noun, nouns
from publishing.reading.records import load
from publishing.redacting.texts import gaps_in, marked, texts_of
from values.gaps import GappedText
from values.sought import Run, Sought

Goes = Callable[[Key, Run], bool]


def cleansed(documents: Mapping[Key, Document], goes: Goes, sought: Sought) -> dict[Key, Document]:
    """Return what becomes of these documents, and of those that quote from them, where it differs.

    The quoting ones are read from the database in force: the record's, or at the desk its own.
    """
    gaps: dict[str, GappedText] = {}
    for key, document in documents.items():
        gaps |= gaps_in(document, key[0], partial(goes, key), sought)
    before = {**_quoting_from(gaps), **documents}
    after = {
        key: _cleansed(document, key[0], gaps, partial(goes, key), sought)
        for key, document in before.items()
    }
    return {key: document for key, document in after.items() if document != before[key]}


def runs_in(document: Document, kind: str, sought: Sought) -> set[str]:
    """Return the stretches, folded, in which a document holds words sought."""
    return {run.folded for text in texts_of(document, kind) for run in sought.runs(text.words)}


def without_links_to(redacted: Iterable[Key], document: Document, kind: str) -> Document:
    """Return a document without its links to redacted records; parts that need one are left out."""
    return _unlinked(document, shape_of(noun(kind).document), set(redacted))


def _cleansed(
    document: Document,
    kind: str,
    gaps: Mapping[str, GappedText],
    goes: Callable[[Run], bool],
    sought: Sought,
) -> Document:
    move = noun(kind).moved
    return marked(move(document, gaps) if move else document, kind, goes, sought)


def _quoting_from(gaps: Mapping[str, GappedText]) -> dict[Key, Document]:
    """Return the documents that quote from parts whose texts have gaps."""
    parts = {name.partition(".")[0] for name in gaps}
    selections = [
        rows.filter(**{f"{path}__in": parts}) for one in nouns() for rows, path in _quotations(one)
    ]
    if not parts or not selections:
        return {}
    return {(r.kind, r.slug): r.document for r in load(*selections) if r.is_readable}


def _quotations(one: Noun) -> Iterator[tuple[QuerySet[Any], str]]:
    """Yield the rows of a noun that quotes, and each path of a link to what it quotes from."""
    if one.moved:
        shape = shape_of(one.document)
        rows = one.model._default_manager.all()
        yield from ((rows, name) for name, _part in shape.part_links)
        for parts, child in shape.parts:
            yield from ((rows, f"{parts}__{name}") for name, _part in child.part_links)


def _unlinked(document: Document, shape: Shape, redacted: set[Key]) -> Document:
    changed = dict(document)
    for name, kind in shape.many:
        if name in document:
            changed[name] = [slug for slug in document[name] if (kind, slug) not in redacted]
    for name, kind in shape.links:
        if (kind, document.get(name)) in redacted and shape.model._meta.get_field(name).null:
            changed[name] = None
    for name, child in shape.parts:
        if name in document:
            kept = [part for part in document[name] if not _needs(part, child, redacted)]
            changed[name] = [_unlinked(part, child, redacted) for part in kept]
    return changed


def _needs(part: Document, shape: Shape, redacted: set[Key]) -> bool:
    """Tell whether a part cannot do without a link to a redacted record."""
    return any(
        (kind, part.get(name)) in redacted and not shape.model._meta.get_field(name).null
        for name, kind in shape.links
    )
