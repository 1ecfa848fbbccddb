"""The moment of a line: never before that of the line before it, never by a clock known to be
wrong."""

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest

from desk.changesets.publication import PendingRefused, publish_pending
from desk.changesets.review import approve
from desk.models import ChangeSet, Status
from publishing.databases import RECORD, at_desk
from publishing.models import Revision
from publishing.moments import TOLERANCE, clock, moment_to_record
from publishing.proving.breaks import Notice
from publishing.proving.chain import line_breaks
from publishing.publish import ClockRefused
from tests.builders import BOTH, make_editor, make_party, proposed, publish
from tests.clocks import at
from tests.first_envelope import first_envelope
from tests.processes import on_postgresql
from tests.tampering import by_hand, change, fields_of, named

pytestmark = BOTH

SECOND = timedelta(seconds=1)


@pytest.fixture
def last() -> datetime:
    """Return the moment of the newest line, which was recorded just now."""
    [line] = publish(make_party())
    return line.recorded_at


def test_a_line_says_the_moment_of_its_approval(last: datetime) -> None:
    [line] = publish(make_party())

    with at_desk():
        changeset = ChangeSet.objects.get(pk=line.changeset)
    assert changeset.approved_at is not None
    assert last < changeset.approved_at <= line.recorded_at == changeset.recorded_at


def test_a_clock_that_is_behind_a_little_takes_the_moment_of_the_last_line(last: datetime) -> None:
    with at(10 * SECOND - TOLERANCE):
        [line] = publish(make_party())

    assert line.recorded_at == last


def test_a_clock_that_is_further_behind_is_refused_and_the_set_goes_on_waiting(
    last: datetime,
) -> None:
    waiting = proposed(make_party())

    with at(-TOLERANCE - 60 * SECOND), pytest.raises(ClockRefused, match="one of the two is wrong"):
        approve(waiting, make_editor())

    waiting.refresh_from_db()
    assert waiting.status == Status.PROPOSED


def test_a_set_that_was_approved_before_the_clock_went_wrong_stays_approved(
    last: datetime,
) -> None:
    changeset = _approved_at(last)

    with at(-TOLERANCE - 60 * SECOND):
        failed = _pending()
    assert "one of the two is wrong" in failed
    with at_desk():
        assert ChangeSet.objects.get(pk=changeset.pk).status == Status.APPROVED
    assert [one.pk for one, _lines in publish_pending()] == [changeset.pk]


def test_an_approval_that_lies_ahead_is_refused(last: datetime) -> None:
    _approved_at(clock() + TOLERANCE + 60 * SECOND)

    assert "It was approved at" in _pending()


def test_an_approval_a_little_ahead_keeps_its_moment(last: datetime) -> None:
    moment = clock() + TOLERANCE - 60 * SECOND
    changeset = _approved_at(moment)

    list(publish_pending())

    assert Revision.objects.get(changeset=changeset.pk).recorded_at == moment


def test_what_was_approved_long_before_it_is_published_says_when_it_was_published(
    last: datetime,
) -> None:
    changeset = _approved_at(last - timedelta(days=1))
    before = clock()

    list(publish_pending())

    assert before <= Revision.objects.get(changeset=changeset.pk).recorded_at <= clock()


def test_an_empty_log_takes_the_clocks_moment() -> None:
    with by_hand() as cursor:
        cursor.execute("DELETE FROM publishing_revisionbody")
        cursor.execute("DELETE FROM publishing_revision")

        assert abs(moment_to_record() - datetime.now(UTC)) < TOLERANCE


@pytest.mark.skipif(not on_postgresql(), reason="SQLite has no server with its own clock")
@pytest.mark.parametrize("ahead", [TOLERANCE + 60 * SECOND, -TOLERANCE - 60 * SECOND])
def test_a_clock_that_the_database_server_contradicts_is_refused(ahead: timedelta) -> None:
    with at(ahead, server=False), pytest.raises(ClockRefused, match="the database server's"):
        publish(make_party())


def test_a_line_earlier_than_the_one_before_it_is_named(last: datetime) -> None:
    line = Revision.objects.using(RECORD).order_by("-seq")[0]

    with by_hand():
        change(line, fields_of(Revision)["recorded_at"], last - timedelta(days=300))

        assert named(f"is earlier than line {line.seq - 1} before it")


def test_an_earlier_line_of_the_first_envelope_is_a_notice() -> None:
    """Nothing kept such lines from being written, and a log that was whole stays whole."""
    with first_envelope(backwards=True):
        found = list(line_breaks())

    assert [type(one) for one in found] == [Notice] * 3
    assert "is earlier than line 1 before it" in str(found[0])


def _approved_at(moment: datetime) -> ChangeSet:
    """Return a set that was approved at that moment and is not published."""
    changeset = proposed(make_party())
    with mock.patch("desk.changesets.review.publish_approved"):
        approve(changeset, make_editor())
    with at_desk():
        ChangeSet.objects.filter(pk=changeset.pk).update(recorded_at=moment, approved_at=moment)
    return changeset


def _pending() -> str:
    """Return why publish_pending could not publish everything."""
    with pytest.raises(PendingRefused) as refusal:
        list(publish_pending())
    return str(refusal.value)
