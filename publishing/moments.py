"""The moment that a line of the log says: this machine's clock, where it can be believed."""

from datetime import UTC, datetime, timedelta

from django.db import connections
from django.utils.translation import gettext as _

from publishing.databases import RECORD
from publishing.models import Revision
from publishing.refusals import ClockRefused
from values.canonical import instant

# Clocks of machines that set them over the network differ by less.
TOLERANCE = timedelta(minutes=5)


def clock() -> datetime:
    """Return what this machine's clock says."""
    return datetime.now(UTC)


def moment_to_record(kept: datetime | None = None) -> datetime:
    """Return the moment that the next line says; call it while the head is locked.

    *kept* is the moment of the approval, which holds for five minutes; a set that is published
    later was recorded later. If the clock is up to five minutes behind the newest line, that line's
    moment is taken, so that no line is earlier than the one before. Raises ClockRefused if the
    clock is further behind, differs from the database server's by more, or if the approval lies
    more than five minutes ahead.
    """
    now = clock()
    _compare_with_server(now)
    if kept:
        refuse_to_come(kept)
    drawn = kept if kept and now - kept <= TOLERANCE else now
    last = Revision.objects.using(RECORD).order_by("-seq").values_list("recorded_at").first()
    return _not_before(last[0], drawn, now) if last else drawn


def refuse_to_come(kept: datetime) -> None:
    """Raise ClockRefused if a moment that was kept lies more than five minutes ahead."""
    now = clock()
    if kept - now > TOLERANCE:
        words = _(
            "It was approved at %(kept)s, but this machine's clock says %(now)s: one of the two"
            " is wrong. Set the clock; if it was wrong then, see “A wrong clock” in"
            " docs/publishing.md."
        )
        raise ClockRefused(words % {"kept": instant(kept), "now": instant(now)})


def _not_before(last: datetime, drawn: datetime, now: datetime) -> datetime:
    if last - now > TOLERANCE:
        words = _(
            "The newest line of the log was recorded at %(last)s, but this machine's clock says"
            " %(now)s: one of the two is wrong. Set the clock; if it is right, that line was"
            " recorded by a clock that was ahead: see “A wrong clock” in docs/publishing.md."
        )
        raise ClockRefused(words % {"last": instant(last), "now": instant(now)})
    return max(last, drawn)


def server_clock() -> datetime | None:
    """Return what the database server's clock says; None on SQLite, which has none."""
    connection = connections[RECORD]
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
        return moment


def _compare_with_server(now: datetime) -> None:
    other = server_clock()
    if other and abs(other - now) > TOLERANCE:
        words = _(
            "This machine's clock says %(now)s and the database server's %(other)s: set the one"
            " that is wrong."
        )
        raise ClockRefused(words % {"now": instant(now), "other": instant(other)})
