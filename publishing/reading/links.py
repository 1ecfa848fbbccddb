"""Which records link to others, by the rows of the database in force."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from publishing.formats.gates import owners_of
from publishing.models import Part, Publishable
from publishing.nouns import Key


def linking_to(records: Iterable[Publishable]) -> dict[Key, Publishable]:
    """Return the records that link to these or to their parts, each once.

    Asks once for each kind of link, however many records there are.
    """
    found: dict[Key, Publishable] = {}
    for model, pks in _rows_of(records).items():
        found |= {(one.kind, one.slug): one for one in _referrers(model, pks)}
    return found


def _rows_of(records: Iterable[Publishable]) -> dict[Any, set[Any]]:
    """Return the keys of the rows that others may link to: of records and of their parts."""
    rows: dict[Any, set[Any]] = defaultdict(set)
    for record in records:
        rows[type(record)].add(record.pk)
    for model, pks in list(rows.items()):
        for name in model.parts:
            relation = model._meta.get_field(name)
            part = relation.related_model
            mine = part._default_manager.filter(**{f"{relation.field.name}__in": pks})
            rows[part] |= set(mine.values_list("pk", flat=True))
    return rows


def _referrers(model: Any, pks: set[Any]) -> Iterator[Publishable]:
    """Yield the records whose links, or whose parts' links, point at any of these rows."""
    for relation in model._meta.related_objects:
        referring = relation.related_model
        pointing = {f"{relation.field.name}__in": pks}
        if issubclass(referring, Publishable):
            yield from referring._default_manager.filter(**pointing).distinct()
        elif issubclass(referring, Part):
            owners = [name for _kind, name in owners_of(referring)]
            if relation.field.name not in owners:
                parts = referring._default_manager.filter(**pointing)
                yield from (_owner(part, owners) for part in parts.select_related(*owners))


def _owner(part: Any, owners: list[str]) -> Publishable:
    owner: Publishable = next(getattr(part, name) for name in owners if getattr(part, name))
    return owner
