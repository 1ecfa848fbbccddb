"""Verifying change sets in the log: the lines of each are together and agree."""

from collections.abc import Iterator

from django.db.models import Count, F, Max, Min

from publishing.databases import RECORD
from publishing.models import Revision
from publishing.proving.breaks import Break
from publishing.proving.chain import place_of
from publishing.proving.chunks import attempt, rows_in

SAID_OF_A_SET = ("envelope", "reason", "approval", "author", "approver", "signature", "recorded_at")


def set_breaks() -> Iterator[Break]:
    """Expect the lines of each change set one after the other, as publish() writes them."""
    sets = (
        Revision.objects.using(RECORD)
        .values("changeset")
        .annotate(first=Min("seq"), last=Max("seq"), number=Count("seq"))
        .exclude(last=F("first") + F("number") - 1)
        .order_by("first")
    )
    for one in attempt(lambda: list(sets)):
        place = f"log line {one['first']}"
        yield Break(place, "begins a change set whose lines are not together")


def agreement_breaks() -> Iterator[Break]:
    """Expect each line to say what the first line of its change set says of all of it."""
    first: Revision | None = None
    for line in rows_in(Revision.objects.only("kind", "slug", "changeset", *SAID_OF_A_SET)):
        if not isinstance(line, Revision):
            continue
        if first is None or line.changeset != first.changeset:
            first = line
        for name in SAID_OF_A_SET:
            if getattr(line, name) != getattr(first, name):
                words = f"says another {name} than line {first.seq} of the same change set"
                yield Break(place_of(line), words)
