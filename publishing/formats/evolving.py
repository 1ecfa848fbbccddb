"""Formats grow: what a document of an older format means, and when two documents say the same.

Each noun numbers its formats from 1. A format adds keys to the one before it, at any level, and
never removes one. A stored document stays what it is for ever; if it lacks a key that a later
format added, it means that key's default, which is a constant and never changes.
"""

from copy import deepcopy
from functools import cache
from typing import Any

import orjson

from publishing.formats.serializers import shape_of
from publishing.formats.shapes import part_of
from publishing.nouns import Document, Noun, nouns
from values.canonical import canonical, sha256


def read(text: str, one: Noun) -> Document:
    """Return a stored document with every key of today's format."""
    document: Document = orjson.loads(text)
    return completed(document, one)


def completed(document: Document, one: Noun) -> Document:
    """Return the document with every key of today's format, missing ones with their defaults.

    Pages call this for every document they show, so it looks only at later keys.
    """
    if one.format == 1:
        return document
    levels = _late_levels(one)
    full = _filled(document, levels.get("", {}))
    for name, defaults in levels.items():
        if name and name in full:
            full[name] = [_filled(part, defaults) for part in full[name]]
    return full


def _filled(document: Document, defaults: Document) -> Document:
    missing = {key: deepcopy(value) for key, value in defaults.items() if key not in document}
    return {**document, **missing}


@cache
def _late_levels(one: Noun) -> dict[str, Document]:
    """Return the defaults of later keys by the name of the parts that they are in, "" for none.

    Parts hold no parts.
    """
    levels: dict[str, Document] = {}
    for path, (_number, default) in late_keys(one).items():
        part, _dot, name = path.rpartition(".")
        levels.setdefault(part, {})[name] = default
    return levels


def same(text: str, other: str, one: Noun) -> bool:
    """Tell whether two documents of a noun, of whatever formats, say the same."""
    if text == other or one.format == 1:
        return text == other
    return canonical(read(text, one)) == canonical(read(other, one))


def digest(text: str, one: Noun) -> str:
    """Return a hash that two documents of a noun share if, and only if, they say the same.

    It is over the document without those keys of later formats that hold their default, so it does
    not change when the format grows, and can be stored and compared in SQL. Of a document of the
    first format it is the plain SHA-256; a redacted record has none.
    """
    if not text:
        return ""
    if one.format == 1:
        return sha256(text)
    return sha256(canonical(_reduced(orjson.loads(text), one, "")))


def _reduced(document: Document, one: Noun, path: str) -> Document:
    late = late_keys(one)
    kept: Document = {}
    for name, value in document.items():
        if isinstance(value, list):
            value = [_reduced(v, one, f"{path}{name}.") if _is_part(v) else v for v in value]
        key = path + name
        if key not in late or canonical(value) != canonical(late[key][1]):
            kept[name] = value
    return kept


def _is_part(value: Any) -> bool:
    return isinstance(value, dict)


@cache
def late_keys(one: Noun) -> dict[str, tuple[int, Any]]:
    """Return the keys after the first format, as ``citations.page``: first format, and default."""
    return {
        path: (number, default)
        for number, added in enumerate(one.grown, start=2)
        for path, default in added.items()
    }


def late_fields(model: type[Any]) -> Document:
    """Return the fields that a model got for keys of later formats, with the keys' defaults."""
    found: Document = {}
    for one in nouns():
        for path, (_number, default) in late_keys(one).items():
            *above, name = path.split(".")
            shape = part_of(shape_of(one.document), above)
            if shape and shape.model is model:
                found[name] = default
    return found


def since(one: Noun, path: str) -> int:
    """Return the first format that has a key; a key of a part is no older than the part."""
    late = late_keys(one)
    steps = path.split(".")
    above = (".".join(steps[:depth]) for depth in range(1, len(steps) + 1))
    return max(late[name][0] if name in late else 1 for name in above)


def has_keys_of(document: Document, one: Noun, number: int) -> bool:
    """Tell whether a document has exactly the keys of a format, at every level."""
    levels = _keys_of(one, number)
    return document.keys() == levels[""] and all(
        part.keys() == keys
        for name, keys in levels.items()
        if name
        for part in document.get(name, [])
    )


@cache
def _keys_of(one: Noun, number: int) -> dict[str, frozenset[str]]:
    """Return the keys that a format has, by the name of the parts that they are in."""
    shape = shape_of(one.document)
    levels = [("", "", shape), *((name, f"{name}.", child) for name, child in shape.parts)]
    return {
        name: frozenset(key for key in level.keys if since(one, path + key) <= number)
        for name, path, level in levels
    }
