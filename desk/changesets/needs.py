"""What else has to be published together with some records."""

import json
from collections.abc import Iterable, Iterator

from publishing.databases import at_desk
from publishing.formats.gates import owner_of
from publishing.formats.serializers import document_of, shape_of
from publishing.formats.shapes import Target, links_in
from publishing.models import Publishable
from publishing.nouns import Key, noun_of
from publishing.nouns import noun as noun_called


def needed_by(records: Iterable[Publishable]) -> list[Publishable]:
    """Return the records at the desk that these link to, directly or not, and that are new."""
    with at_desk():
        waiting = list(records)
        known: dict[Key, Publishable | None] = {(one.kind, one.slug): None for one in waiting}
        while waiting:
            for key in _links_of(waiting.pop()):
                if key not in known:
                    known[key] = target = _new(*key)
                    waiting += [target] if target else []
    return [record for record in known.values() if record]


def _links_of(record: Publishable) -> Iterator[Key]:
    format_ = noun_of(type(record)).document
    document = json.loads(document_of(record, format_))
    for target in links_in(document, shape_of(format_)):
        yield _owner(target) if target.part else (target.kind, target.slug)


def _owner(target: Target) -> Key:
    """Return the record that holds the part which a link points at."""
    assert target.part is not None  # noqa: S101 - for the type checker
    kind, owner = owner_of(target.part)
    part = target.part._default_manager.select_related(owner).get(pk=target.slug)
    return kind, getattr(part, owner).slug


def _new(kind: str, slug: str) -> Publishable | None:
    """Return the record if it was never published."""
    rows = noun_called(kind).model._default_manager
    return rows.filter(slug=slug, published_version=0).first()
