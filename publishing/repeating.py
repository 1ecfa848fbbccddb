"""Writing lines again that the log lost, byte for byte, after an older copy was put back.

What was once published is not judged again: no gate runs, and the moment, the salts and the seqs
are the original ones. In return the last link of every set has to come out as it was, or nothing is
written. The rows follow from the newest lines, as when rebuilding.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, connections, transaction

from publishing.databases import RECORD, open_door
from publishing.erasing import standing_documents
from publishing.formats.recorded import last_change
from publishing.lines import line_after
from publishing.models import Action, Entry, Head, Revision, RevisionBody
from publishing.moments import refuse_to_come
from publishing.nouns import Document, Key, noun
from publishing.publish import ApprovedSet, Item, change_for, entries_of, entry_for
from publishing.rows import BATCH, Change, redact_rows, replace_rows


class DoesNotFit(Exception):
    """The sets are not what follows in this log; the first ``fitting`` of them may be."""

    def __init__(self, fitting: int = 0) -> None:
        self.fitting = fitting
        super().__init__("These lines do not follow in this log.")


def repeat(lost: Sequence[ApprovedSet], emptied: dict[Key, Document]) -> list[Revision]:
    """Write the lines of lost sets again, in one transaction, and return them.

    The sets come in the order of the log. An item without its document was erased since, by
    a line that is repeated too. *emptied* holds what is left of redacted records, for
    those whose row the record lost. Raises DoesNotFit, with the record as it was, if
    the lines do not come out as they were.
    """
    try:
        with open_door(), transaction.atomic(using=RECORD, durable=True):
            head = Head.objects.using(RECORD).select_for_update().get(pk=1)
            repetition = _Repetition(head, [item for one in lost for item in one.items])
            for place, approved in enumerate(lost):
                repetition.add(approved, place)
            return repetition.write(emptied)
    except IntegrityError as error:  # a row that others link to no longer exists
        raise DoesNotFit from error


class _Repetition:
    """One repetition: the steps share the head, the old entries and the new lines."""

    def __init__(self, head: Head, items: Iterable[Item]) -> None:
        self.head = head
        self.old = entries_of(items)
        self.standing = defaultdict(list, standing_documents(self.old))
        self.lines: list[Revision] = []
        self.items: dict[int, Item] = {}
        self.newest: dict[Key, Revision] = {}
        self.first = {key: entry.pk for key, entry in self.old.items()}
        self.erased: set[int] = set()

    def add(self, approved: ApprovedSet, place: int) -> None:
        """Make the lines of one set; raises DoesNotFit if they are not the original ones."""
        if approved.recorded_at is None:
            raise DoesNotFit(place)
        refuse_to_come(approved.recorded_at)
        for item in approved.items:
            if item.seq != self.head.seq + 1:
                raise DoesNotFit(place)
            self._add(approved, item, approved.recorded_at)
        if self.head.link != approved.link:
            raise DoesNotFit(place)

    def _add(self, approved: ApprovedSet, item: Item, moment: datetime) -> None:
        key = (item.kind, item.slug)
        before = self.newest.get(key) or self.old.get(key)
        erases = self.standing[key] if item.operation == "redact" else item.erases
        line = line_after(
            self.head,
            approved,
            item,
            version=before.version if before else 0,
            moment=moment,
            erases=erases,
        )
        self.erased |= set(erases)
        self.standing[key] = [seq for seq in self.standing[key] if seq not in self.erased]
        if item.sha256:
            self.standing[key].append(line.seq)
        self.lines.append(line)
        self.items[line.seq] = item
        self.newest[key] = line
        self.first.setdefault(key, line.seq)

    def write(self, emptied: dict[Key, Document]) -> list[Revision]:
        self._refuse_what_nothing_erased()
        Revision.objects.bulk_create(self.lines, batch_size=BATCH)
        RevisionBody.objects.bulk_create(
            (
                RevisionBody(revision_id=seq, body=item.document, salt=item.salt or None)
                for seq, item in self.items.items()
                if item.document and seq not in self.erased
            ),
            batch_size=BATCH,
        )
        RevisionBody.objects.filter(pk__in=self.erased).delete()
        self.head.save(update_fields=["seq", "link"])
        self._write_entries()
        self._write_rows(emptied)
        connections[RECORD].check_constraints()
        return self.lines

    def _refuse_what_nothing_erased(self) -> None:
        for seq, item in self.items.items():
            if item.sha256 and not item.document and seq not in self.erased:
                raise DoesNotFit

    def _write_entries(self) -> None:
        Entry.objects.filter(pk__in=[e.pk for e in self.old.values()])._raw_delete(RECORD)
        Entry.objects.bulk_create(
            (self._entry(key, line) for key, line in self.newest.items()), batch_size=BATCH
        )

    def _entry(self, key: Key, line: Revision) -> Entry:
        item = self.items[line.seq]
        document = json.loads(item.document) if item.document else None
        entry = entry_for(line, self.first[key], document, item.document, item.salt or None)
        changed = last_change(line)
        entry.changed_seq, entry.changed_in = changed.seq, changed.changeset
        return entry

    def _write_rows(self, emptied: dict[Key, Document]) -> None:
        newest = {key: line for key, line in self.newest.items() if noun(key[0]).rows}
        changes = [
            change for key, line in newest.items() if (change := self._change(key, line, emptied))
        ]
        if replace_rows(changes):
            raise DoesNotFit
        for key, line in newest.items():
            if line.action == Action.REDACTED:
                redact_rows(noun(key[0]), key[1], line.version)

    def _change(self, key: Key, line: Revision, emptied: dict[Key, Document]) -> Change | None:
        """Return the change of a record's rows; None if its row is there and is emptied."""
        is_new = key not in self.old
        if line.action != Action.REDACTED:
            document = json.loads(self.items[line.seq].document)
        elif not is_new:
            return None
        elif key in emptied:
            document = emptied[key]
        else:
            raise DoesNotFit
        return replace(change_for(line, self.first[key], document), is_new=is_new)
