"""A record or desk that was restored from an older backup is brought up by publish_pending."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction

from desk.changesets.publication import publish_pending
from desk.models import ChangeSet, Operation, Status
from evidence.models import Party
from publishing.databases import at_desk, unlock_record
from publishing.models import Entry, PublishedStays, Revision
from tests.builders import BOTH, edit, make_party, publish

pytestmark = BOTH


@contextmanager
def restored_afterwards() -> Iterator[None]:
    """Put the record, and only the record, back to what it was before the block."""
    from django.db import connections

    unlock_record(connections["default"])
    before = transaction.savepoint(using="default")
    yield
    unlock_record(connections["default"])
    transaction.savepoint_rollback(before, using="default")


def state(party: Party) -> str | None:
    entry = Entry.objects.filter(kind="party", slug=party.slug).first()
    return entry.state if entry else None


def test_what_the_older_record_lost_is_published_again() -> None:
    party = make_party()
    with restored_afterwards():
        publish(party)

    list(publish_pending())

    assert state(party) == "live"


def test_a_redaction_holds_again_after_the_older_record_is_restored() -> None:
    party = make_party()
    publish(party)
    with restored_afterwards():
        publish(party, operation=Operation.REDACT)

    list(publish_pending())

    assert state(party) == "redacted"


def test_a_redaction_holds_again_although_a_correction_before_it_was_lost() -> None:
    party = make_party()
    publish(party)
    with restored_afterwards():
        publish(edit(party, name={"en": "Corrected"}))
        publish(party, operation=Operation.REDACT)

    list(publish_pending())

    assert state(party) == "redacted"


def test_what_a_redaction_erased_does_not_hold_back_its_neighbours() -> None:
    gone, neighbour = make_party(), make_party()
    with restored_afterwards():
        publish(gone, neighbour)
        publish(gone, operation=Operation.REDACT)

    list(publish_pending())

    assert state(neighbour) == "live"
    assert state(gone) == "redacted"


def test_nothing_is_left_to_do_after_the_repair() -> None:
    party = make_party()
    publish(party)
    with restored_afterwards():
        publish(party, operation=Operation.REDACT)
    list(publish_pending())
    lines = Revision.objects.count()

    list(publish_pending())

    assert Revision.objects.count() == lines


def test_a_redacted_record_that_the_desk_lost_does_not_stop_the_others() -> None:
    gone, other = make_party(), make_party()
    publish(gone)
    with restored_afterwards():
        publish(gone, operation=Operation.REDACT)
        publish(other)
    with at_desk():
        Party.objects.filter(slug=gone.slug)._raw_delete("desk")

    list(publish_pending())

    assert state(other) == "live"
    with at_desk():
        assert not ChangeSet.objects.filter(status=Status.APPROVED).exists()


def test_what_was_published_cannot_be_deleted_at_the_desk() -> None:
    party = make_party()
    publish(party)

    with at_desk(), pytest.raises(PublishedStays, match=party.slug):
        Party.objects.get(slug=party.slug).delete()
    with at_desk(), pytest.raises(PublishedStays, match=party.slug):
        Party.objects.filter(slug=party.slug).delete()


def test_a_draft_can_be_deleted_at_the_desk() -> None:
    party = make_party()

    with at_desk():
        Party.objects.filter(slug=party.slug).delete()

        assert not Party.objects.filter(slug=party.slug).exists()
