"""The shape of a document: its keys, links and parts, and the rows that it stands for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from publishing.models import Part
from publishing.nouns import Document

Resolve = Callable[[str, str], int]


@dataclass(frozen=True)
class Shape:
    """What a document class says, read once: plain keys, links, part links, parts."""

    model: Any
    plain: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    many: tuple[tuple[str, str], ...]
    part_links: tuple[tuple[str, type[Part]], ...]
    parts: tuple[tuple[str, "Shape"], ...]


@dataclass(frozen=True)
class Target:
    """A link in a document: where it stands and what it points at."""

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
    """Return the document with every key of its format, left-out ones empty."""
    full = {name: shape.model._meta.get_field(name).get_default() for name in shape.plain}
    full.update({name: None for name, _kind in (*shape.links, *shape.part_links)})
    full.update({name: [] for name, _kind in shape.many})
    full.update(document)
    for name, child in shape.parts:
        full[name] = [complete(part, child) for part in document.get(name, [])]
    return full
