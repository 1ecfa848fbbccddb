"""Publishing what was built, as one editor and with another."""

import json
from collections.abc import Iterator
from typing import Any

from django.contrib.auth import get_user_model

from desk.changesets.proposing import Proposal, propose, refresh_digest
from desk.changesets.review import approve
from desk.models import ChangeSet
from publishing.databases import at_desk
from publishing.formats.gates import owner_of
from publishing.formats.serializers import documents_of, shape_of
from publishing.formats.shapes import Target, links_in
from publishing.models import Publishable, Revision
from publishing.nouns import noun
from tests.builders.saving import unique

Key = tuple[str, str]


def make_editor(name: str | None = None, **fields: Any) -> Any:
    """Make a staff account at the desk; its password is “correct horse”."""
    user = get_user_model()(
        username=name or unique("editor"), is_staff=True, is_superuser=True, **fields
    )
    user.set_password("correct horse")
    user.save()
    return user


def publish(*records: Publishable, reason: str = "For a test.", **options: Any) -> list[Revision]:
    """Propose the records as one editor and approve them as another."""
    return approve(proposed(*records, reason=reason, **options), make_editor())


def proposed(
    *records: Publishable,
    reason: str = "For a test.",
    author: Any = None,
    **options: Any,
) -> ChangeSet:
    """Propose the records; they are read afresh from the desk. ``options`` go to Proposal."""
    with at_desk():
        fresh = [type(r)._default_manager.get(slug=r.slug) for r in records]
    return propose([Proposal(r, **options) for r in fresh], reason, author or make_editor())


def everything_about(*records: Publishable) -> list[Publishable]:
    """Return the records with everything that they link to, as a set that can be published at
    once."""
    found: dict[Key, Publishable] = {}
    waiting = [(record.kind, record.slug) for record in records]
    with at_desk():
        while waiting := [key for key in dict.fromkeys(waiting) if key not in found]:
            targets: list[Target] = []
            for kind in dict.fromkeys(kind for kind, _slug in waiting):
                slugs = [slug for other, slug in waiting if other == kind]
                for record, links in _with_links(kind, slugs):
                    found[kind, record.slug] = record
                    targets += links
            waiting = [_owner(t) if t.part else (t.kind, t.slug) for t in dict.fromkeys(targets)]
    return list(found.values())


def _with_links(kind: str, slugs: list[str]) -> Iterator[tuple[Publishable, list[Target]]]:
    """Yield each of these records with its links; all of a kind at once, as tests make many."""
    document, model = noun(kind).document, noun(kind).model
    rows = list(documents_of(model._default_manager.filter(slug__in=slugs), document))
    assert len(rows) == len(slugs), f"not all at the desk: {slugs}"
    for record, text in rows:
        yield record, list(links_in(json.loads(text), shape_of(document)))


def _owner(target: Target) -> tuple[str, str]:
    assert target.part
    kind, owner = owner_of(target.part)
    part = target.part._default_manager.get(pk=target.slug)
    return kind, getattr(part, owner).slug


def publish_all(*records: Publishable, **options: Any) -> list[Revision]:
    """Publish the records with everything that they link to."""
    return publish(*everything_about(*records), **options)


def edit(record: Any, **changes: Any) -> Any:
    """Change fields of a record at the desk and return it as it is there."""
    with at_desk():
        fresh = type(record)._default_manager.get(slug=record.slug)
        for name, value in changes.items():
            setattr(fresh, name, value)
        fresh.save()
    refresh_digest(fresh)
    return fresh
