"""Working copies at the desk: searched where they differ from what is published, and cleansed."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

import orjson
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from desk.casefiles.writing import NotWritten, write_at_desk
from desk.changesets.proposing import refresh_digest
from publishing.databases import at_desk
from publishing.formats.serializers import documents_of
from publishing.models import Publishable
from publishing.nouns import Document, Key, noun, nouns
from publishing.redacting.cleansing import cleansed, without_links_to
from publishing.redacting.places import Erasure, Find
from publishing.redacting.record import Gathering
from publishing.rows import Change
from values.sought import Run, Sought

COPIES = _("working copies at the desk")
CHANGED = Q(published_version=0) | ~Q(document_sha256=F("published_sha256"))
Copies = dict[Key, tuple[Publishable, Document]]


def in_copies(sought: Sought) -> Iterator[Find]:
    """Search working copies with unpublished changes; the others say what the log says."""
    gathering = Gathering(str(COPIES))
    with at_desk():
        for key, (_row, document) in _copies().items():
            gathering.add(key, document, 0, sought)
    yield from gathering.finds()


def erase_in_copies(erasure: Erasure) -> None:
    """Take the words out of working copies; what was as published becomes as published again."""
    with at_desk():
        copies = _copies(erasure.documents)
        before = {key: document for key, (_row, document) in copies.items()}
        after = cleansed(before, lambda key, run: erasure.goes(_as_find(key, run)), erasure.sought)
        copies |= _of_keys(after.keys() - copies.keys())
        for key in erasure.documents.keys() & copies.keys():
            row, document = copies[key]
            unlinked = without_links_to(erasure.redacted, after.get(key, document), key[0])
            is_as_published = row.state_at_desk == "unchanged"
            after[key] = erasure.documents[key] if is_as_published else unlinked
        _write(copies, after)


def _as_find(key: Key, run: Run) -> Find:
    return Find(str(COPIES), "/".join(key), run, "", key)


def _copies(keys: Iterable[Key] = ()) -> Copies:
    """Return these working copies, and those that were never published or changed since."""
    wanted = set(keys)
    return {
        (one.kind, row.slug): (row, orjson.loads(text))
        for one in nouns()
        for row, text in documents_of(
            one.model._default_manager.filter(
                CHANGED | Q(slug__in=[slug for kind, slug in wanted if kind == one.kind])
            ),
            one.document,
        )
    }


def _of_keys(keys: Iterable[Key]) -> Copies:
    return {key: copy for key, copy in _copies(keys).items() if key in set(keys)}


def _write(copies: Copies, after: dict[Key, Document]) -> None:
    """Write all together; what the database refuses is left for an editor to settle."""
    changes = [_change(copies[key][0], document) for key, document in after.items()]
    try:
        write_at_desk(changes)
    except NotWritten:
        for change in changes:
            with suppress(NotWritten):
                write_at_desk([change])
    for key in after:
        refresh_digest(copies[key][0])


def _change(row: Publishable, document: Document) -> Change:
    return Change(
        noun=noun(row.kind),
        slug=row.slug,
        pk=row.pk,
        is_new=False,
        document=document,
        version=row.published_version,
        published_sha256=row.published_sha256,
        document_sha256=row.document_sha256,
    )
