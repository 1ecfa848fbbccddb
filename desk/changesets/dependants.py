"""Which published records link to some others: they may rest on them, or repeat their words."""

from collections.abc import Iterable, Iterator
from typing import Any

from publishing.databases import at_desk
from publishing.formats.gates import owners_of
from publishing.models import Part, Publishable


def dependants_of(records: Iterable[Publishable]) -> list[Publishable]:
    """Return the published records that link to these or to their parts, each once."""
    with at_desk():
        chosen = {(one.kind, one.slug): one for one in records}
        found: dict[tuple[str, str], Publishable] = {}
        for record in chosen.values():
            parts = [part for name in record.parts for part in getattr(record, name).all()]
            for row in [record, *parts]:
                found |= {(one.kind, one.slug): one for one in _referrers(row)}
    return [
        found[key]
        for key in sorted(found.keys() - chosen.keys())
        if found[key].published_version and found[key].published_sha256
    ]


def _referrers(row: Any) -> Iterator[Publishable]:
    """Yield the records whose links, or whose parts' links, point at this row."""
    for relation in row._meta.related_objects:
        model = relation.related_model
        if issubclass(model, Publishable):
            yield from model._default_manager.filter(**{relation.field.name: row})
        elif issubclass(model, Part):
            owners = [name for _kind, name in owners_of(model)]
            if relation.field.name not in owners:
                parts = model._default_manager.filter(**{relation.field.name: row})
                yield from (_owner(part, owners) for part in parts.select_related(*owners))


def _owner(part: Any, owners: list[str]) -> Publishable:
    owner: Publishable = next(getattr(part, name) for name in owners if getattr(part, name))
    return owner
