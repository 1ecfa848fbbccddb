"""Publishing: the only door into the record.

``publish()`` applies the frozen documents of an approved change set in one
transaction: rows with their parts and links, one line of the log for each, the
readers' entries, the head. It is idempotent by the change set's UUID.
"""

import json
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connections, transaction
from django.utils.translation import gettext as _

from publishing.databases import RECORD, open_door
from publishing.envelopes import NEWEST
from publishing.erasing import standing_documents, wrong_erasures
from publishing.formats.evolving import completed
from publishing.formats.gates import Failure, failures
from publishing.formats.recorded import last_change, says_nothing_new
from publishing.lines import line_after
from publishing.models import Action, Approval, Entry, Head, Revision, RevisionBody, State
from publishing.moments import moment_to_record
from publishing.nouns import Document, noun
from publishing.refusals import ClockRefused as ClockRefused
from publishing.refusals import PublicationRefused as PublicationRefused
from publishing.refusals import refuse
from publishing.rows import BATCH, Change, redact_rows, replace_rows
from publishing.searchtext import search_text
from publishing.staleness import staleness
from values.canonical import canonical, sha256

# What a withdrawal or redaction says about a record need not pass the gates again.
GATED = ("publish", "restore")


@dataclass(frozen=True)
class Item:
    """One record of an approved change set, frozen.

    ``sha256`` is over the 16 bytes of ``salt`` (hexadecimal digits) and the document; both are
    empty for a redaction. ``erases`` names lines of this record, by seq, whose documents go;
    a redaction erases all of them without naming any. ``seq`` is the line that it became, where
    it was published before.
    """

    kind: str
    slug: str
    operation: str
    base_version: int
    document: str
    sha256: str
    salt: str = ""
    format: int = 1
    erases: tuple[int, ...] = ()
    seq: int | None = None


@dataclass(frozen=True)
class ApprovedSet:
    """What publish() needs to know of a change set.

    ``recorded_at`` is the moment of its approval, or the one that its lines say if it was published
    before; ``link`` is the link of the last of these. ``envelope`` is the form of its lines.
    """

    id: uuid.UUID
    reason: str
    approval: str
    items: tuple[Item, ...]
    recorded_at: datetime | None = None
    envelope: int | None = NEWEST
    link: str = ""


def publish(approved: ApprovedSet) -> list[Revision]:
    """Put an approved change set into the record and return its lines of the log.

    Returns an empty list if the log holds it already. Raises PublicationRefused,
    with the record as it was, if a base version is no longer the newest or a gate fails;
    ClockRefused, which is one of these, if the clock is wrong. What was frozen in an older format
    is published as it was frozen. A redaction has no base version, and one of a record that
    the log does not hold is left out: there is nothing to erase.
    """
    with open_door(), transaction.atomic(using=RECORD, durable=True):
        head = Head.objects.using(RECORD).select_for_update().get(pk=1)
        if Revision.objects.filter(changeset=approved.id).exists():
            return []
        return _Publication(approved, head).run()


class _Publication:
    """One publication: the steps share the set, the head and the old entries."""

    def __init__(self, approved: ApprovedSet, head: Head) -> None:
        self.approved = approved
        self.head = head
        self.moment = moment_to_record(approved.recorded_at)
        self.old = entries_of(approved.items)
        self.standing = standing_documents(
            (item.kind, item.slug) for item in approved.items if item.operation == "redact"
        )
        self.items = [
            item
            for item in approved.items
            if item.operation != "redact" or (item.kind, item.slug) in self.old
        ]

    def run(self) -> list[Revision]:
        self._refuse_what_is_stale()
        documents = {
            (item.kind, item.slug): json.loads(item.document)
            for item in self.items
            if item.operation != "redact"
        }
        self._run_gates(documents)
        revisions = [self._revision(item) for item in self.items]
        self._write_log(revisions)
        self._write_entries(revisions, documents)
        refuse(replace_rows(self._changes(revisions, documents)))
        self._redact(revisions)
        if connections[RECORD].vendor == "sqlite":
            connections[RECORD].check_constraints()
        return revisions

    def _run_gates(self, documents: dict[tuple[str, str], Document]) -> None:
        """Run the gates once more: the record may have moved on since the approval."""
        gated = {
            (item.kind, item.slug): documents[item.kind, item.slug]
            for item in self.items
            if item.operation in GATED or item.erases
        }
        redacted = [(item.kind, item.slug) for item in self.items if item.operation == "redact"]
        refuse(failures(gated, redacted))

    def _refuse_what_is_stale(self) -> None:
        if self.approved.approval not in Approval.values:
            words = _("was approved in a way that does not exist")
            refuse([Failure("change set", str(self.approved.id), "", words)])
        refuse(
            failure
            for item in self.items
            if (failure := staleness(item, self.old.get((item.kind, item.slug))))
        )
        refuse(wrong_erasures(self.items))

    def _revision(self, item: Item) -> Revision:
        old = self.old.get((item.kind, item.slug))
        return line_after(
            self.head,
            self.approved,
            item,
            version=old.version if old else 0,
            moment=self.moment,
            erases=self._erased_by(item),
        )

    def _erased_by(self, item: Item) -> list[int]:
        """Return which documents the item's line erases: a redaction every one of its record."""
        if item.operation == "redact":
            return self.standing[item.kind, item.slug]
        return list(item.erases)

    def _write_log(self, revisions: list[Revision]) -> None:
        Revision.objects.bulk_create(revisions, batch_size=BATCH)
        RevisionBody.objects.bulk_create(
            (
                RevisionBody(revision_id=revision.seq, body=item.document, salt=item.salt)
                for revision, item in zip(revisions, self.items, strict=True)
                if item.operation != "redact"
            ),
            batch_size=BATCH,
        )
        erased = [seq for revision in revisions for seq in revision.erases]
        RevisionBody.objects.filter(pk__in=erased).delete()
        self.head.save(update_fields=["seq", "link"])

    def _write_entries(
        self, revisions: list[Revision], documents: dict[tuple[str, str], Document]
    ) -> None:
        entries = [
            self._entry(revision, item, documents.get((item.kind, item.slug)))
            for revision, item in zip(revisions, self.items, strict=True)
        ]
        # Like the rows: erase and insert, with foreign keys checked at COMMIT.
        Entry.objects.filter(pk__in=[e.pk for e in self.old.values()])._raw_delete(RECORD)
        Entry.objects.bulk_create(entries, batch_size=BATCH)

    def _entry(self, revision: Revision, item: Item, document: Document | None) -> Entry:
        old = self.old.get((item.kind, item.slug))
        pk = old.pk if old else revision.seq
        entry = entry_for(revision, pk, document, item.document, item.salt or None)
        if old and revision.only_loses_words:
            # From what the log still holds, which is what a later verification has to find.
            change = last_change(revision)
            entry.changed_seq, entry.changed_in = change.seq, change.changeset
        elif old and says_nothing_new(revision, item.document, old.document):
            entry.changed_seq, entry.changed_in = old.changed_seq, old.changed_in
        return entry

    def _changes(
        self, revisions: list[Revision], documents: dict[tuple[str, str], Document]
    ) -> list[Change]:
        keys = {key: entry.pk for key, entry in self.old.items()}
        return [
            change_for(revision, keys.get((revision.kind, revision.slug)), document)
            for revision in revisions
            if (document := documents.get((revision.kind, revision.slug)))
            and noun(revision.kind).rows
        ]

    def _redact(self, revisions: list[Revision]) -> None:
        for revision in revisions:
            if revision.action == Action.REDACTED and noun(revision.kind).rows:
                redact_rows(noun(revision.kind), revision.slug, revision.version)


def entry_for(
    revision: Revision, pk: int, document: Document | None, text: str, salt: str | None = None
) -> Entry:
    """Return the entry that readers get after *revision* of a record with key *pk*.

    It says that the line changed the record; the caller knows whether it published the same again.
    """
    one = noun(revision.kind)
    title = one.title(completed(document, one)) if document else {"en": revision.slug}
    return Entry(
        id=pk,
        kind=revision.kind,
        slug=revision.slug,
        version=revision.version,
        seq=revision.seq,
        changeset=revision.changeset,
        state=STATE_AFTER[Action(revision.action)],
        title=title,
        search_text=search_text(document) if document else "",
        document=text,
        sha256=revision.sha256,
        salt=salt,
        recorded_at=revision.recorded_at,
        changed_seq=revision.seq,
        changed_in=revision.changeset,
    )


STATE_AFTER = {
    Action.PUBLISHED: State.LIVE,
    Action.CORRECTED: State.LIVE,
    Action.RESTORED: State.LIVE,
    Action.WITHDRAWN: State.WITHDRAWN,
    Action.REDACTED: State.REDACTED,
}


def change_for(revision: Revision, pk: int | None, document: Document) -> Change:
    """Return the change of rows that *revision* makes; *pk* is None for a new record."""
    digest = sha256(canonical(document))
    return Change(
        noun=noun(revision.kind),
        slug=revision.slug,
        pk=pk or revision.seq,
        is_new=pk is None,
        document=document,
        version=revision.version,
        published_sha256=digest,
        document_sha256=digest,
    )


def entries_of(items: Iterable[Item]) -> dict[tuple[str, str], Entry]:
    slugs: dict[str, list[str]] = defaultdict(list)
    for item in items:
        slugs[item.kind].append(item.slug)
    return {
        (entry.kind, entry.slug): entry
        for kind, wanted in slugs.items()
        for entry in Entry.objects.filter(kind=kind, slug__in=wanted)
    }
