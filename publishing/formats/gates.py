"""What a record must have to be published, checked on the frozen documents.

Gates read documents, not rows: those of the change set first, then those of
the record. So they say the same when a set is proposed and when it is approved.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from publishing.databases import in_record
from publishing.formats.serializers import shape_of
from publishing.formats.shapes import Target, links_in
from publishing.models import Entry, Part, State
from publishing.nouns import Document, Key, noun, nouns


@dataclass(frozen=True)
class Failure:
    """One thing that stands against publishing a record, in words for an editor."""

    kind: str
    slug: str
    field: str
    message: str

    def __str__(self) -> str:
        place = f"{self.kind} {self.slug}"
        return (
            f"{place}, {self.field}: {self.message}" if self.field else f"{place}: {self.message}"
        )


class Prospect:
    """The documents of a change set before the background of the record.

    ``redacted`` are the records that the same set redacts.
    """

    def __init__(self, documents: dict[Key, Document], redacted: Iterable[Key] = ()) -> None:
        self.documents = documents
        self.redacted = set(redacted)
        self._published: dict[Key, Document | None] = {}
        self._parts = {
            part["id"]: key
            for key, document in documents.items()
            for name, _shape in shape_of(noun(key[0]).document).parts
            for part in document.get(name, [])
        }

    def look_up(self, keys: Iterable[Key]) -> None:
        """Fetch the published documents of many records, one query a kind."""
        wanted: dict[str, set[str]] = defaultdict(set)
        for kind, slug in keys:
            if (kind, slug) not in self._published:
                wanted[kind].add(slug)
                self._published[kind, slug] = None
        for kind, slugs in wanted.items():
            for entry in Entry.objects.filter(kind=kind, slug__in=slugs):
                if entry.state == State.REDACTED:
                    self.redacted.add((kind, entry.slug))
                else:
                    self._published[kind, entry.slug] = json.loads(entry.document)

    def document(self, kind: str, slug: str) -> Document | None:
        """Return the record's document as it will stand, or None if it is not public."""
        if (kind, slug) in self.redacted:
            return None
        if (kind, slug) in self.documents:
            return self.documents[kind, slug]
        self.look_up([(kind, slug)])
        return self._published[kind, slug]

    def owner_in_set(self, part_id: str) -> Key | None:
        """Return which record of the change set holds this part."""
        return self._parts.get(part_id)


def failures(documents: dict[Key, Document], redacted: Iterable[Key] = ()) -> list[Failure]:
    """Return everything that stands against publishing these documents together.

    ``redacted`` names the records that the same change set redacts.
    """
    with in_record():
        prospect = Prospect(documents, redacted)
        return [
            *missing_targets(prospect),
            *(
                failure
                for (kind, _slug), document in documents.items()
                for gate in noun(kind).gates
                for failure in gate(document, prospect)
            ),
        ]


def missing_targets(prospect: Prospect) -> Iterator[Failure]:
    """Yield a failure for each link to a record or part that is not, and will not be, public."""
    targets = [
        (key, target)
        for key, document in prospect.documents.items()
        for target in links_in(document, shape_of(noun(key[0]).document))
    ]
    prospect.look_up((t.kind, t.slug) for _key, t in targets if not t.part)
    known_parts = _known_parts(prospect, [t for _key, t in targets if t.part])
    for (kind, slug), target in targets:
        if target.part:
            if target.slug not in known_parts:
                message = _("needs the %(kind)s %(id)s, which no published record holds")
                yield Failure(
                    kind, slug, target.path, message % {"kind": target.kind, "id": target.slug}
                )
        elif prospect.document(target.kind, target.slug) is None:
            message = _("needs the %(kind)s “%(slug)s”, which is not published")
            if (target.kind, target.slug) in prospect.redacted:
                message = _("links to the %(kind)s “%(slug)s”, which was redacted; take it out")
            yield Failure(
                kind, slug, target.path, message % {"kind": target.kind, "slug": target.slug}
            )


def _known_parts(prospect: Prospect, targets: list[Target]) -> set[str]:
    """Return which parts exist: in the change set, or in records that it leaves alone."""
    known = {t.slug for t in targets if prospect.owner_in_set(t.slug)}
    by_model: dict[type[Part], set[str]] = defaultdict(set)
    for target in targets:
        if target.part and target.slug not in known:
            by_model[target.part].add(target.slug)
    for model, ids in by_model.items():
        kind, owner = owner_of(model)
        rows = model._default_manager.filter(pk__in=ids).values_list("pk", f"{owner}__slug")
        known |= {str(pk) for pk, slug in rows if (kind, slug) not in prospect.documents}
    return known


@cache
def owners_of(part: type[Part]) -> tuple[tuple[str, str], ...]:
    """Return each kind of record that a part may belong to, and the key that says to which."""
    return tuple(
        (one.kind, one.model._meta.get_field(name).field.name)  # type: ignore[union-attr]
        for one in nouns()
        for name, shape in shape_of(one.document).parts
        if shape.model is part
    )


def owner_of(part: type[Part]) -> tuple[str, str]:
    """Return the kind of record that a part belongs to, for parts of one kind of record."""
    [owner] = owners_of(part)
    return owner
