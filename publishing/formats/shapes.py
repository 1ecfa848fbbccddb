"""The shape of a document: its keys, links and parts, and the rows that it stands for."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from publishing.models import Part
from publishing.nouns import Document

Resolve = Callable[[str, str], int]


@dataclass(frozen=True)
class Shape:
    """What a document class says, read once: plain keys, links, part links, parts.

    ``keys`` are all of its keys; ``defaults`` holds, for each that a file may leave out,
    what that means.
    """

    model: Any
    keys: tuple[str, ...]
    plain: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    many: tuple[tuple[str, str], ...]
    part_links: tuple[tuple[str, type[Part]], ...]
    parts: tuple[tuple[str, "Shape"], ...]
    defaults: Document


def part_of(shape: Shape, path: list[str]) -> Shape | None:
    """Return the shape of the parts at a path, or None if there are none."""
    found: Shape | None = shape
    for name in path:
        found = dict(found.parts).get(name) if found else None
    return found


@dataclass(frozen=True)
class Target:
    """A link in a document: where it is and what it points at."""

    path: str
    kind: str
    slug: str
    part: type[Part] | None = None


def links_in(document: Document, shape: Shape, path: str = "") -> Iterator[Target]:
    """Yield every link of a document, its parts included."""
    for name, kind in shape.links:
        if document.get(name):
            yield Target(path + name, kind, document[name])
    for name, kind in shape.many:
        yield from (Target(path + name, kind, slug) for slug in document.get(name, []))
    for name, part in shape.part_links:
        if document.get(name):
            yield Target(path + name, str(part._meta.model_name), str(document[name]), part)
    for name, child in shape.parts:
        for position, item in enumerate(document.get(name, [])):
            yield from links_in(item, child, f"{path}{name}[{position}].")


@dataclass(frozen=True)
class Rows:
    """The database rows that a document stands for."""

    root: Any
    parts: list[Any]
    links: list[Any]

    def all_instances(self) -> Iterator[Any]:
        yield self.root
        yield from self.parts


def rows_of(document: Document, shape: Shape, resolve: Resolve, pk: int | None) -> Rows:
    """Return the unsaved rows of a document; *resolve* gives the key of a linked record."""
    root = _instance(document, shape, resolve)
    root.pk = pk
    rows = Rows(root, [], [])
    for name, child in shape.parts:
        relation = shape.model._meta.get_field(name).field
        for position, item in enumerate(document.get(name, [])):
            part = _instance(item, child, resolve)
            part.position = position
            setattr(part, relation.attname, pk)
            rows.parts.append(part)
    for name, kind in shape.many:
        field = shape.model._meta.get_field(name)
        for slug in document.get(name, []):
            rows.links.append(_link_row(field, pk, resolve(kind, slug)))
    return rows


def _instance(document: Document, shape: Shape, resolve: Resolve) -> Any:
    values: dict[str, Any] = {}
    for name in shape.plain:
        if name in document:
            values[name] = shape.model._meta.get_field(name).to_python(document[name])
    for name, kind in shape.links:
        slug = document.get(name)
        values[f"{name}_id"] = resolve(kind, slug) if slug else None
    for name, part in shape.part_links:
        value = document.get(name)
        values[f"{name}_id"] = part._meta.pk.to_python(value) if value else None
    return shape.model(**values)


def _link_row(field: Any, pk: int | None, target: int) -> Any:
    through = field.remote_field.through
    return through(
        **{f"{field.m2m_field_name()}_id": pk, f"{field.m2m_reverse_field_name()}_id": target}
    )


def complete(document: Document, shape: Shape) -> Document:
    """Return the document with every key that may be left out, at every level."""
    full = {**deepcopy(shape.defaults), **document}
    for name, child in shape.parts:
        if name in full:
            full[name] = [complete(part, child) for part in full[name]]
    return full
