"""Verifying the lines of the log: each one's link, its place, its version; and the head."""

from collections.abc import Iterator

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from publishing.databases import RECORD
from publishing.models import GENESIS, Head, Revision
from publishing.proving.breaks import Break, Notice, described
from publishing.proving.chunks import Unreadable, attempt, rows_in, unreadable
from publishing.proving.envelopes import line_faults, order_fault


def place_of(line: Revision) -> str:
    """Return how a line of the log is called in breaks."""
    return f"log line {line.seq} ({line.kind}/{line.slug})"


def line_breaks() -> Iterator[Break]:
    """Recompute each line's link, and compare the line with the one before it."""
    before: Revision | Unreadable | None = None
    expected = 1
    for line in rows_in(Revision.objects.all()):
        if line.pk != expected:
            yield Break(f"log line {expected}", f"is missing; the next one is {line.pk}")
        if isinstance(line, Unreadable):
            yield unreadable("log line", line)
        else:
            yield from _breaks_in(line, before)
        before, expected = line, line.pk + 1


def _breaks_in(line: Revision, before: Revision | Unreadable | None) -> Iterator[Break]:
    place = place_of(line)
    previous = before.link if isinstance(before, Revision) else GENESIS
    # Nobody knows the link of a line that cannot be read.
    if line.previous != previous and not isinstance(before, Unreadable):
        yield Break(place, "does not follow the line before it: its field previous was changed")
    known = before if isinstance(before, Revision) else None
    try:
        found = list(line_faults(line, known))
        earlier = order_fault(line, known)
    except Exception as error:  # whatever was written by hand
        found, earlier = [f"cannot be checked: {described(error)}"], ""
    yield from (Break(place, words) for words in found)
    if earlier:
        # Nothing prevented this in lines of the first envelope, and a whole log stays whole.
        yield Notice(place, earlier) if line.envelope is None else Break(place, earlier)


def version_breaks() -> Iterator[Break]:
    """Expect the versions 1, 2, 3 … of each record in the order of the log."""
    due = Window(RowNumber(), partition_by=[F("kind"), F("slug")], order_by=F("seq").asc())
    lines = Revision.objects.using(RECORD).annotate(due=due).exclude(version=F("due"))
    columns = lines.order_by("seq").values_list("seq", "kind", "slug", "version", "due")
    for seq, kind, slug, version, number in attempt(lambda: list(columns)):
        yield Break(
            f"log line {seq} ({kind}/{slug})", f"is version {version}, but version {number} is due"
        )


def head_breaks() -> Iterator[Break]:
    """Expect one head that names the last line."""
    seq, link = last_line()
    head = Head.objects.using(RECORD).filter(pk=1).first()
    if head is None:
        yield Break("head of the log", "is missing")
    elif (head.seq, head.link) != (seq, link):
        yield Break("head of the log", f"does not name the last line, {seq}")
    if Head.objects.using(RECORD).exclude(pk=1).exists():
        yield Break("head of the log", "is there more than once")


def last_line() -> tuple[int, str]:
    """Return the seq and the link of the newest line; 0 and zeros while there is none."""
    lines = Revision.objects.using(RECORD).order_by("-seq")
    return attempt(lambda: lines.values_list("seq", "link").first()) or (0, GENESIS)
