"""Bringing working copies up to the record: for a desk that lost rows or is an older one."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from tqdm import tqdm

from desk.casefiles.clashes import clashes_with_desk
from desk.casefiles.importing import AtDesk, rows_at_desk
from desk.casefiles.reading import DeskProspect
from desk.casefiles.writing import NotWritten, write_at_desk
from desk.changesets.publication import forget
from publishing.databases import DESK, at_desk, in_record
from publishing.formats.evolving import digest, read
from publishing.formats.gates import missing_targets
from publishing.formats.serializers import document_of
from publishing.keys import allocate
from publishing.models import Entry, State
from publishing.nouns import Document, Key, noun
from publishing.rows import Change


@dataclass
class CaughtUp:
    """What was brought up to the record, and what was left as it was at the desk."""

    written: list[Key] = field(default_factory=list)
    emptied: list[Key] = field(default_factory=list)
    edited: list[Key] = field(default_factory=list)
    ahead: list[Key] = field(default_factory=list)
    current: int = 0


def catch_up(*, overwrite: bool = False, dry_run: bool = False, progress: bool = False) -> CaughtUp:
    """Write the desk's rows that are missing or older than the record from its documents.

    Rows with edits that were never published are left, unless *overwrite* is true. What
    was redacted is emptied whatever it holds. All of it is written or nothing; raises
    NotWritten if it does not fit what else is at the desk.
    """
    with at_desk(), transaction.atomic(using=DESK):
        result = _CatchUp(overwrite=overwrite).run(progress=progress)
        if dry_run:
            transaction.set_rollback(True, using=DESK)
        return result


class _CatchUp:
    """One run: the steps share the record's entries and the desk's rows."""

    def __init__(self, *, overwrite: bool) -> None:
        self.overwrite = overwrite
        self.result = CaughtUp()
        self.documents: dict[Key, Document] = {}

    def run(self, *, progress: bool) -> CaughtUp:
        with in_record():
            self.entries = {(one.kind, one.slug): one for one in Entry.objects.order_by("seq")}
        self.at_desk = rows_at_desk(list(self.entries))
        bar = tqdm(self.entries, desc=_("Comparing"), unit=_("records"), disable=not progress)
        for key in bar:
            self._place(key)
        self._refuse_what_does_not_fit()
        write_at_desk(self._changes())
        for kind, slug in self.result.emptied:
            self._empty(kind, slug)
        return self.result

    def _place(self, key: Key) -> None:
        entry, there = self.entries[key], self.at_desk.get(key)
        if entry.state == State.REDACTED:
            self._place_redacted(key, entry, there)
        elif there and there.row.published_version > entry.version:
            self.result.ahead.append(key)
        elif there and _published(there.row) == (entry.version, _digest(entry)):
            self.result.current += 1
        elif there and not self.overwrite and _is_edited(there, entry):
            self.result.edited.append(key)
        else:
            self.documents[key] = read(entry.document, noun(entry.kind))
            self.result.written.append(key)

    def _place_redacted(self, key: Key, entry: Entry, there: AtDesk | None) -> None:
        if there and _published(there.row) == (entry.version, "") and not there.row.document_sha256:
            self.result.current += 1
            return
        self.result.emptied.append(key)
        if there is None:
            self.documents[key] = _emptied_in_record(key)

    def _refuse_what_does_not_fit(self) -> None:
        failures = [
            *missing_targets(DeskProspect(self.documents)),
            *clashes_with_desk(self.documents),
        ]
        if failures:
            raise NotWritten(failures)

    def _changes(self) -> list[Change]:
        new: dict[str, list[str]] = {}
        for kind, slug in self.documents:
            if (kind, slug) not in self.at_desk:
                new.setdefault(kind, []).append(slug)
        pks = {
            (kind, slug): pk
            for kind, slugs in new.items()
            for slug, pk in zip(slugs, allocate(noun(kind).model, len(slugs), DESK), strict=True)
        }
        return [self._change(key, pks.get(key)) for key in self.documents]

    def _change(self, key: Key, new_pk: int | None) -> Change:
        entry = self.entries[key]
        published = _digest(entry)
        return Change(
            noun=noun(key[0]),
            slug=key[1],
            pk=new_pk or self.at_desk[key].row.pk,
            is_new=new_pk is not None,
            document=self.documents[key],
            version=entry.version,
            published_sha256=published,
            document_sha256=published,
        )

    def _empty(self, kind: str, slug: str) -> None:
        """Erase what the desk holds of a redacted record, as its redaction did."""
        version = self.entries[kind, slug].version
        forget(kind, slug, version)


def _published(row: Any) -> tuple[int, str]:
    return row.published_version, row.published_sha256


def _is_edited(there: AtDesk, entry: Entry) -> bool:
    """Tell whether a row holds what was never published, in an older version or the newest."""
    now = digest(there.text, noun(entry.kind))
    return now not in (there.row.published_sha256, _digest(entry))


def _digest(entry: Entry) -> str:
    return digest(entry.document, noun(entry.kind))


def _emptied_in_record(key: Key) -> Document:
    """Return what the record keeps of a redacted record, so that the links of others hold."""
    one = noun(key[0])
    with in_record():
        row = one.model._default_manager.get(slug=key[1])
        document: Document = json.loads(document_of(row, one.document))
    return document
