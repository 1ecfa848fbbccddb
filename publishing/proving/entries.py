"""Verifying the entries: each has to be what its record's newest line in the log makes it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from django.db.models import Exists, OuterRef

from publishing.databases import RECORD
from publishing.formats.recorded import last_change
from publishing.models import Action, Entry, Revision
from publishing.nouns import Key
from publishing.proving.bodies import document_of_line
from publishing.proving.breaks import Break, described
from publishing.proving.chunks import Unreadable, attempt, chunks_of, rows_in, unreadable
from publishing.publish import entry_for


@dataclass
class Lines:
    """What the log says of one record: the seq of its first line and its newest line."""

    first: int
    newest: Revision


def entry_breaks() -> Iterator[Break]:
    """Compare each entry, field by field, with what its record's newest line in the log makes
    it."""
    for chunk in chunks_of(Entry.objects.all()):
        known = _lines_of_chunk(chunk)
        for row in chunk:
            if isinstance(row, Unreadable):
                yield unreadable("entry", row)
            else:
                yield from _breaks_of(row, known)


def missing_entry_breaks() -> Iterator[Break]:
    """Expect an entry for each record of the log."""
    same = {"kind": OuterRef("kind"), "slug": OuterRef("slug")}
    earlier = Revision.objects.using(RECORD).filter(**same, seq__lt=OuterRef("seq"))
    entry = Entry.objects.using(RECORD).filter(**same)
    for line in rows_in(Revision.objects.filter(~Exists(entry), ~Exists(earlier))):
        if isinstance(line, Revision):
            place = f"entry {line.kind}/{line.slug}"
            yield Break(place, "is missing, although the log holds the record")


def lines_of(records: list[Key]) -> dict[Key, Lines]:
    """Return what the log says of some records, each newest line with its body."""
    seqs: dict[Key, list[int]] = defaultdict(list)
    by_kind: dict[str, list[str]] = defaultdict(list)
    for kind, slug in records:
        by_kind[kind].append(slug)
    for kind, slugs in by_kind.items():
        lines = Revision.objects.using(RECORD).filter(kind=kind, slug__in=slugs)
        found: list[tuple[str, int]] = attempt(partial(list, lines.values_list("slug", "seq")))
        for slug, seq in found:
            seqs[kind, slug].append(seq)
    newest = Revision.objects.using(RECORD).filter(seq__in=[max(each) for each in seqs.values()])
    return {
        (line.kind, line.slug): Lines(min(seqs[line.kind, line.slug]), line)
        for line in attempt(lambda: list(newest.select_related("body")))
    }


def _lines_of_chunk(chunk: list[Entry | Unreadable]) -> dict[Key, Lines] | None:
    try:
        return lines_of([(row.kind, row.slug) for row in chunk if isinstance(row, Entry)])
    except Exception:  # whatever was written by hand: found out entry by entry
        return None


def _breaks_of(entry: Entry, known: dict[Key, Lines] | None) -> Iterator[Break]:
    key = (entry.kind, entry.slug)
    try:
        lines = known if known is not None else lines_of([key])
        words = list(_wrong_with(entry, lines.get(key)))
    except Exception as error:  # as above
        words = [f"cannot be checked: {described(error)}"]
    for one in words:
        yield Break(f"entry {entry.kind}/{entry.slug}", one)


def _wrong_with(entry: Entry, known: Lines | None) -> Iterator[str]:
    if known is None:
        yield "is in no line of the log"
        return
    expected = _expected(known)
    if expected is None:
        yield f"cannot be compared: log line {known.newest.seq} has no sound document"
        return
    for name in _differing_fields(entry, expected):
        yield f"its {name} is not what log line {known.newest.seq} says"


def _expected(known: Lines) -> Entry | None:
    """Return the entry that a line makes, or None if its body does not hold a document."""
    line = known.newest
    if line.action == Action.REDACTED:
        return entry_for(line, known.first, None, "")
    found = document_of_line(line)
    if found is None:
        return None
    try:
        entry = entry_for(line, known.first, *found)
        change = attempt(partial(last_change, line))
    except (LookupError, TypeError, ValueError, AttributeError):
        return None
    entry.changed_seq, entry.changed_in = change.seq, change.changeset
    return entry


def _differing_fields(one: Entry, other: Entry) -> list[str]:
    return [
        field.name
        for field in Entry._meta.concrete_fields
        if getattr(one, field.attname) != getattr(other, field.attname)
    ]
