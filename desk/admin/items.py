"""The records of a change set as a reviewer sees them: what differs from what is published."""

from collections import defaultdict
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q

from desk.changesets.wording import rows_between
from desk.models import ChangeSet, ChangeSetItem, Operation
from publishing.admin.labels import shortened
from publishing.databases import in_record
from publishing.formats.evolving import read
from publishing.models import Entry, Revision, RevisionBody
from publishing.nouns import Key, noun
from values.languages import chosen

ITEMS_A_PAGE = 25


def items_page(changeset: ChangeSet, number: str) -> Page[dict[str, Any]]:
    """Return one page of the change set's records, each with its differences."""
    items: Any = changeset.items.order_by("position")
    page = Paginator(items, ITEMS_A_PAGE).get_page(number)
    found: list[ChangeSetItem] = list(page.object_list)
    older, newest, erased = _bases(found), _newest(found), _erased(found)
    page.object_list = [
        {**_shown(item, older, newest), "erases": [erased[seq] for seq in item.erases]}
        for item in found
    ]
    return page


def _erased(items: list[ChangeSetItem]) -> dict[int, int]:
    """Return the versions that these items erase, by their lines in the log."""
    with in_record():
        lines = Revision.objects.filter(pk__in=[seq for item in items for seq in item.erases])
        return defaultdict(int, lines.values_list("pk", "version"))


def _bases(items: list[ChangeSetItem]) -> dict[Key, dict[str, Any]]:
    """Return the published document that each item was made from."""
    wanted = Q(pk__in=[])
    for item in items:
        if item.base_version:
            wanted |= Q(
                revision__kind=item.kind,
                revision__slug=item.slug,
                revision__version=item.base_version,
            )
    with in_record():
        bodies = RevisionBody.objects.filter(wanted).select_related("revision")
        return {
            (line.kind, line.slug): read(body.body, noun(line.kind))
            for body in bodies
            for line in [body.revision]
        }


def _newest(items: list[ChangeSetItem]) -> dict[Key, int]:
    """Return the version of each record that is published now."""
    with in_record():
        entries = Entry.objects.filter(slug__in=[item.slug for item in items])
        return {(e.kind, e.slug): e.version for e in entries.only("kind", "slug", "version")}


def _shown(
    item: ChangeSetItem, older: dict[Key, dict[str, Any]], newest: dict[Key, int]
) -> dict[str, Any]:
    key = (item.kind, item.slug)
    one = noun(item.kind)
    document = read(item.document, one) if item.document else {}
    before = older.get(key, {})
    title = chosen(one.title(document or before)).text if document or before else item.slug
    changes = item.operation == Operation.PUBLISH or item.erases
    compared = changes and document and (before or not item.base_version)
    return {
        "item": item,
        "kind": one.model._meta.verbose_name,
        "title": shortened(title, 120),
        "is_new": not item.base_version,
        "rows": rows_between(item.kind, before, document) if compared else [],
        "erased": not item.document and item.operation != Operation.REDACT,
        "base_is_erased": bool(changes and item.base_version and not before),
        "newer": newest.get(key, 0) if newest.get(key, 0) > item.base_version else 0,
    }
