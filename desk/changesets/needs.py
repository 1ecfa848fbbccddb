"""What else has to be published together with some records."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from publishing.databases import at_desk
from publishing.formats.gates import owner_of
from publishing.formats.serializers import documents_of, shape_of
from publishing.formats.shapes import Target, links_in
from publishing.models import Publishable
from publishing.nouns import Key, noun


def needed_by(records: Iterable[Publishable]) -> list[Publishable]:
    """Return the records at the desk that these link to, directly or not, and that are new.

    Asks once a kind for each step away from *records*, however many there are.
    """
    with at_desk():
        near = {(one.kind, one.slug): one for one in records}
        known, found = set(near), dict[Key, Publishable]()
        while near:
            links = _links_of(near.values()) - known
            known |= links
            near = {(one.kind, one.slug): one for one in _new(links)}
            found |= near
    return [found[key] for key in sorted(found)]


def _links_of(records: Iterable[Publishable]) -> set[Key]:
    by_kind: dict[str, list[Any]] = defaultdict(list)
    for record in records:
        by_kind[record.kind].append(record.pk)
    targets = [
        target
        for kind, pks in by_kind.items()
        for _record, text in documents_of(_rows(kind).filter(pk__in=pks), noun(kind).document)
        for target in links_in(json.loads(text), shape_of(noun(kind).document))
    ]
    whole = {(target.kind, target.slug) for target in targets if not target.part}
    return whole | set(_owners([target for target in targets if target.part]))


def _owners(targets: list[Target]) -> Iterator[Key]:
    """Yield the records that hold the parts which the links point at."""
    by_part: dict[Any, set[str]] = defaultdict(set)
    for target in targets:
        by_part[target.part].add(target.slug)
    for part, ids in by_part.items():
        kind, owner = owner_of(part)
        held = part._default_manager.filter(pk__in=ids).values_list(f"{owner}__slug", flat=True)
        yield from ((kind, slug) for slug in held)


def _new(keys: Iterable[Key]) -> Iterator[Publishable]:
    """Yield those of the records that were never published."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    for kind, slug in keys:
        by_kind[kind].add(slug)
    for kind, slugs in by_kind.items():
        yield from _rows(kind).filter(slug__in=slugs, published_version=0)


def _rows(kind: str) -> Any:
    return noun(kind).model._default_manager
