"""What a record must have to be published, checked on the frozen documents.

Gates read documents, not rows: those of the change set first, then those of
the record. So they say the same when a set is proposed and when it is approved.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from publishing.databases import in_record
from publishing.formats.checking import problems_of
from publishing.formats.evolving import completed, read
from publishing.formats.serializers import shape_of
from publishing.formats.shapes import Target, links_in
from publishing.models import Entry, Part, State
from publishing.nouns import Document, Key, noun, nouns


@dataclass(frozen=True)
class Failure:
    """One thing that prevents publishing a record, in words for an editor."""

    kind: str
    slug: str
    field: str
    message: str

    def __str__(self) -> str:
        place = f"{self.kind} {self.slug}".strip()
        return (
            f"{place}, {self.field}: {self.message}" if self.field else f"{place}: {self.message}"
        )


class Prospect:
    """The documents of a change set against the background of the record.

    ``redacted`` are the records that the same set redacts.
    """

    def __init__(self, documents: dict[Key, Document], redacted: Iterable[Key] = ()) -> None:
        self.documents = {key: completed(one, noun(key[0])) for key, one in documents.items()}
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
                    self._published[kind, entry.slug] = read(entry.document, noun(kind))

    def document(self, kind: str, slug: str) -> Document | None:
        """Return the record's document as it will be, or None if it is not public."""
        if (kind, slug) in self.redacted:
            return None
        if (kind, slug) in self.documents:
            return self.documents[kind, slug]
        self.look_up([(kind, slug)])
        return self._published[kind, slug]

    def linked(self, kind: str, slug: str, name: str) -> list[str]:
        """Return the slugs that a record links to by the key *name*, as it will be.

        A redacted record has no document, but its row keeps the links that others count on.
        """
        if document := self.document(kind, slug):
            return list(document.get(name, []))
        model = noun(kind).model
        if name not in model.links_kept_by_redaction:
            return []
        rows = model._default_manager.filter(slug=slug, **{f"{name}__isnull": False})
        return list(rows.values_list(f"{name}__slug", flat=True))

    def owner_in_set(self, part_id: str) -> Key | None:
        """Return which record of the change set holds this part."""
        return self._parts.get(part_id)


def failures(documents: dict[Key, Document], redacted: Iterable[Key] = ()) -> list[Failure]:
    """Return everything that prevents publishing these documents together.

    ``redacted`` names the records that the same change set redacts.
    """
    with in_record():
        prospect = Prospect(documents, redacted)
        return [
            *_outgrown(prospect, documents),
            *missing_targets(prospect),
            *(
                failure
                for (kind, _slug), document in prospect.documents.items()
                for gate in noun(kind).gates
                for failure in gate(document, prospect)
            ),
        ]


def _outgrown(prospect: Prospect, frozen: dict[Key, Document]) -> Iterator[Failure]:
    """Yield what today's format has against documents that were frozen in an older one."""
    for (kind, slug), document in prospect.documents.items():
        if document is not frozen[kind, slug] and document != frozen[kind, slug]:
            for field, words in problems_of(document, noun(kind).document):
                yield Failure(kind, slug, field, words)


def missing_targets(prospect: Prospect) -> Iterator[Failure]:
    """Yield a failure for each link to a record or part that is not, and will not be, public."""
    targets = [
        (key, target)
        for key, document in prospect.documents.items()
        for target in links_in(document, shape_of(noun(key[0]).document))
    ]
    prospect.look_up((t.kind, t.slug) for _key, t in targets if not t.part)
    owners = _owners_in_record(prospect, [t for _key, t in targets if t.part])
    for (kind, slug), target in targets:
        message = _about_part(prospect, target, owners) if target.part else _about(prospect, target)
        if message:
            yield Failure(kind, slug, target.path, message)


def _about(prospect: Prospect, target: Target) -> str:
    """Return what is wrong with a link to a record, or nothing."""
    if prospect.document(target.kind, target.slug) is not None:
        return ""
    message = _("needs the %(kind)s “%(slug)s”, which is not published")
    if (target.kind, target.slug) in prospect.redacted:
        message = _("links to the %(kind)s “%(slug)s”, which was redacted; remove the link")
    return message % {"kind": target.kind, "slug": target.slug}


def _about_part(prospect: Prospect, target: Target, owners: dict[str, Key]) -> str:
    """Return what is wrong with a link to a part, or nothing.

    An emptied part keeps the links that it had, but gets no new ones.
    """
    owner = prospect.owner_in_set(target.slug) or owners.get(target.slug)
    names = {"part": target.kind, "id": target.slug}
    if owner is None:
        return _("needs the %(part)s %(id)s, which no published record has") % names
    if owner not in prospect.redacted:
        return ""
    names |= {"kind": owner[0], "slug": owner[1]}
    words = _("links to a %(part)s of the %(kind)s “%(slug)s”, which was redacted; remove the link")
    return words % names


def _owners_in_record(prospect: Prospect, targets: list[Target]) -> dict[str, Key]:
    """Return which record has each part, of those that the change set leaves alone."""
    by_model: dict[type[Part], set[str]] = defaultdict(set)
    for target in targets:
        if target.part and prospect.owner_in_set(target.slug) is None:
            by_model[target.part].add(target.slug)
    owners: dict[str, Key] = {}
    for model, ids in by_model.items():
        kind, owner = owner_of(model)
        rows = model._default_manager.filter(pk__in=ids).values_list("pk", f"{owner}__slug")
        owners |= {str(pk): (kind, slug) for pk, slug in rows}
    prospect.look_up(owners.values())
    return {part: key for part, key in owners.items() if key not in prospect.documents}


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
