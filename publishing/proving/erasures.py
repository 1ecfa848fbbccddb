"""Verifying erasures: which documents lines erased, and that they were theirs to erase."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from publishing.databases import RECORD
from publishing.erasing import erases
from publishing.models import Action, Revision
from publishing.nouns import Key
from publishing.proving.breaks import Break
from publishing.proving.chunks import attempt

COLUMNS = ("seq", "kind", "slug", "action", "envelope", "erases", "sha256")


class Erasures:
    """By which line each erased document was erased; only lines that erase are held."""

    def __init__(self) -> None:
        self._by_record: dict[Key, list[Revision]] = {}
        for line in _read(_erasing_lines()):
            self._by_record.setdefault((line.kind, line.slug), []).append(line)

    def of(self, line: Revision) -> int | None:
        """Return the seq of the line that erased the document of this one, if any did."""
        here = self._by_record.get((line.kind, line.slug), [])
        return next((one.seq for one in here if one.seq > line.seq and erases(one, line.seq)), None)


def erasure_breaks() -> Iterator[Break]:
    """Expect every erased seq to be an earlier document of the line's own record, still there.

    A redaction has to erase every one that is.
    """
    numbered = _erasing_lines().filter(envelope__isnull=False)
    for kind, slug in dict.fromkeys((one.kind, one.slug) for one in _read(numbered)):
        lines = Revision.objects.using(RECORD).filter(kind=kind, slug=slug)
        yield from _breaks_of(_read(lines))


def _breaks_of(lines: list[Revision]) -> Iterator[Break]:
    """Yield what is wrong with the erasures of one record."""
    standing: set[int] = set()
    for line in lines:
        place = f"log line {line.seq} ({line.kind}/{line.slug})"
        gone = {seq for seq in standing if erases(line, seq)}
        named = set(line.erases) if isinstance(line.erases, list) else set()
        if wrong := sorted(named - gone):
            words = f"erases what was no document of its record by then: {_list(wrong)}"
            yield Break(place, words)
        standing -= gone
        if line.action == Action.REDACTED and standing:
            yield Break(place, f"is a redaction and leaves documents: {_list(sorted(standing))}")
        if line.sha256:
            standing.add(line.seq)


def _erasing_lines() -> QuerySet[Revision]:
    redacted = Q(action=Action.REDACTED)
    return Revision.objects.using(RECORD).filter(
        redacted | Q(envelope__isnull=False) & ~Q(erases="[]")
    )


def _read(lines: QuerySet[Revision]) -> list[Revision]:
    return attempt(lambda: list(lines.order_by("seq").only(*COLUMNS)))


def _list(seqs: list[int]) -> str:
    return ", ".join(str(seq) for seq in seqs)
