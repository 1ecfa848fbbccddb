"""Verifying change sets in the log: the lines of one stand together."""

from collections.abc import Iterator

from django.db.models import Count, F, Max, Min

from publishing.databases import RECORD
from publishing.models import Revision
from publishing.proving.breaks import Break
from publishing.proving.chunks import attempt


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
        yield Break(
            f"log line {one['first']}", "begins a change set whose lines do not stand together"
        )
