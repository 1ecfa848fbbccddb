"""An older copy of the record gets the lines that it lost again, byte for byte."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from desk.changesets.publication import PendingRefused, publish_pending
from desk.changesets.review import ReviewRefused, approve
from desk.models import ChangeSet, ChangeSetItem, Operation
from publishing.databases import RECORD, at_desk, unlock_record
from publishing.models import Entry, Revision
from publishing.proving.rebuilding import rebuild
from publishing.proving.verifying import breaks
from tests.builders import (
    BOTH,
    edit,
    make_claim,
    make_editor,
    make_party,
    make_rebuttal,
    proposed,
    publish,
    publish_all,
)
from tests.clocks import at

pytestmark = BOTH


@contextmanager
def lost() -> Iterator[None]:
    """Put the record, and only the record, back to what it was before the block."""
    unlock_record(connections[RECORD])
    before = transaction.savepoint(using=RECORD)
    yield
    unlock_record(connections[RECORD])
    transaction.savepoint_rollback(before, using=RECORD)


def the_log() -> list[Any]:
    return list(Revision.objects.order_by("seq").values())


def test_lost_lines_come_back_byte_for_byte() -> None:
    party = make_party()
    publish(party)
    with lost():
        publish(edit(party, country="FR"))
        publish_all(make_rebuttal())
        publish(party, operation=Operation.WITHDRAW)
        before = the_log()

    done = [lines for _changeset, lines in publish_pending()]

    assert the_log() == before
    assert len(done) == 3
    assert list(breaks()) == []


def test_the_rows_that_come_back_are_those_of_the_newest_lines() -> None:
    claim = make_claim()
    with lost():
        publish_all(claim)
        publish(edit(claim, summary={"en": "Corrected."}))
    list(publish_pending())

    rebuild(compare=True)

    assert type(claim).objects.get(slug=claim.slug).summary == {"en": "Corrected."}


def test_what_a_lost_correction_erased_is_erased_again() -> None:
    party = make_party()
    [first] = publish(party)
    with lost():
        [second] = publish(edit(party, country="FR"))
        publish(edit(party, country="MA"), erases=(first.seq, second.seq))
        before = the_log()

    list(publish_pending())

    assert the_log() == before
    assert list(breaks()) == []


def test_a_lost_record_that_was_redacted_comes_back_empty_with_its_neighbours() -> None:
    claim = make_claim()
    rebuttal = make_rebuttal(claim)
    with lost():
        publish_all(rebuttal)
        publish(claim, operation=Operation.REDACT)
        before = the_log()

    list(publish_pending())

    assert the_log() == before
    assert Entry.objects.get(kind="claim", slug=claim.slug).state == "redacted"
    assert list(breaks()) == []


def test_nothing_is_done_a_second_time() -> None:
    with lost():
        publish(make_party())
    list(publish_pending())

    assert list(publish_pending()) == []


def test_nothing_is_approved_while_lines_are_lost() -> None:
    with lost():
        publish(make_party())
    waiting = proposed(make_party())

    with pytest.raises(ReviewRefused, match="Run publish_pending"):
        approve(waiting, make_editor())
    list(publish_pending())
    approve(waiting, make_editor())

    assert list(breaks()) == []


def _tamper_with(changeset: ChangeSet) -> None:
    with at_desk():
        ChangeSetItem.objects.filter(changeset=changeset).update(base_version=7)


def test_what_does_not_follow_in_the_log_is_published_anew() -> None:
    with lost():
        [first] = publish(make_party())
        [second] = publish(make_party())
    _tamper_with(ChangeSet.objects.get(pk=first.changeset))

    with pytest.raises(PendingRefused):
        list(publish_pending())

    [anew] = Revision.objects.filter(changeset=second.changeset)
    assert (anew.seq, anew.sha256) == (first.seq, second.sha256)
    assert anew.recorded_at > second.recorded_at
    assert list(breaks()) == []


def test_a_redaction_holds_again_although_it_does_not_follow() -> None:
    party = make_party()
    publish(party)
    with lost():
        [line] = publish(make_party())
        publish(party, operation=Operation.REDACT)
    _tamper_with(ChangeSet.objects.get(pk=line.changeset))

    with pytest.raises(PendingRefused):
        list(publish_pending())

    assert Entry.objects.get(slug=party.slug).state == "redacted"
    assert list(breaks()) == []


def test_a_correction_that_does_not_follow_erases_again() -> None:
    party = make_party()
    [first] = publish(party)
    with lost():
        [line] = publish(make_party())
        publish(edit(party, country="MA"), erases=(first.seq,))
    _tamper_with(ChangeSet.objects.get(pk=line.changeset))

    with pytest.raises(PendingRefused):
        list(publish_pending())

    assert list(breaks()) == []
    assert not hasattr(Revision.objects.get(pk=first.seq), "body")


def test_approving_goes_on_although_something_lost_can_not_be_put_back() -> None:
    with lost():
        [line] = publish(make_party())
    _tamper_with(ChangeSet.objects.get(pk=line.changeset))
    with pytest.raises(PendingRefused):
        list(publish_pending())

    publish(make_party())

    assert list(breaks()) == []


def test_a_set_published_before_places_were_kept_gets_its_place_from_the_log() -> None:
    [line] = publish(make_party())
    with at_desk():
        ChangeSet.objects.filter(pk=line.changeset).update(link="", recorded_at=None)
        ChangeSetItem.objects.filter(changeset=line.changeset).update(seq=None)

    assert list(publish_pending()) == []

    with at_desk():
        changeset = ChangeSet.objects.get(pk=line.changeset)
        assert (changeset.link, changeset.recorded_at) == (line.link, line.recorded_at)
        assert [item.seq for item in changeset.items.all()] == [line.seq]


def test_the_command_says_what_was_put_back(capsys: pytest.CaptureFixture[str]) -> None:
    with lost():
        publish(make_party())

    call_command("publish_pending")

    assert "1 lines put back byte for byte" in capsys.readouterr().out


def test_lines_of_a_clock_that_was_ahead_are_not_put_back_unless_anew(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with lost(), at(timedelta(days=400)):
        [line] = publish(make_party())

    with pytest.raises(CommandError, match="one of the two is wrong"):
        call_command("publish_pending")
    call_command("publish_pending", "--anew")

    [anew] = Revision.objects.filter(changeset=line.changeset)
    assert anew.recorded_at < line.recorded_at - timedelta(days=399)
    assert "published anew" in capsys.readouterr().out


def test_a_lost_redaction_names_again_only_what_a_lost_correction_had_left() -> None:
    party = make_party()
    [first] = publish(party)
    with lost():
        publish(edit(party, country="FR"), erases=(first.seq,))
        publish(party, operation=Operation.REDACT)
        before = the_log()

    list(publish_pending())

    assert the_log() == before
    assert list(breaks()) == []


def test_a_lost_line_does_not_come_back_without_its_words() -> None:
    with lost():
        [line] = publish(make_party())
    with at_desk():
        ChangeSetItem.objects.filter(changeset=line.changeset).update(document="", salt="")

    with pytest.raises(PendingRefused, match="nothing redacted them"):
        list(publish_pending())

    assert not Revision.objects.filter(changeset=line.changeset).exists()


def test_what_follows_in_the_log_comes_back_although_the_next_set_does_not_fit() -> None:
    with lost():
        [first] = publish(make_party())
        [second] = publish(make_party())
    with at_desk():
        ChangeSet.objects.filter(pk=second.changeset).update(link="0" * 64)

    list(publish_pending())

    assert Revision.objects.get(changeset=first.changeset).link == first.link
    assert Revision.objects.get(changeset=second.changeset).link != second.link
    assert list(breaks()) == []
