"""Review: another editor approves or rejects, and what was approved is what is published."""

import json
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError, transaction

from desk.changesets.proposing import Proposal, propose
from desk.changesets.publication import (
    PendingRefused,
    SealBroken,
    publish_approved,
    publish_pending,
)
from desk.changesets.review import ReviewRefused, approve, approve_installation, reject
from desk.models import ChangeSet, Operation, Status
from evidence.models import Party
from publishing.databases import at_desk
from publishing.publish import PublicationRefused
from tests.builders import (
    BOTH,
    edit,
    make_editor,
    make_party,
    proposed,
    publish,
)

pytestmark = BOTH


def test_the_author_cannot_approve() -> None:
    author = make_editor()
    changeset = proposed(make_party(), author=author)

    with pytest.raises(ReviewRefused, match="another editor"):
        approve(changeset, author)


def test_the_database_refuses_a_second_editor_who_is_the_author() -> None:
    author = make_editor()
    changeset = proposed(make_party(), author=author)

    with at_desk(), pytest.raises(IntegrityError), transaction.atomic(using="desk"):
        ChangeSet.objects.filter(pk=changeset.pk).update(approval="second_editor", approver=author)


def test_the_author_approves_where_the_installation_allows_a_single_editor(settings: Any) -> None:
    settings.SINGLE_EDITOR = True
    author = make_editor()

    [revision] = approve(proposed(make_party(), author=author), author)

    assert revision.approval == "single_editor"


def test_a_rejected_set_is_not_published() -> None:
    party = make_party()
    changeset = proposed(party)

    reject(changeset, make_editor(), "The name is wrong.")

    with pytest.raises(ReviewRefused, match="rejected"):
        approve(changeset, make_editor())
    assert not Party.objects.filter(slug=party.slug).exists()


def test_a_rejection_needs_a_reason() -> None:
    changeset = proposed(make_party())

    with pytest.raises(ReviewRefused, match="Say why"):
        reject(changeset, make_editor(), "  ")


def test_a_frozen_document_that_was_tampered_with_is_not_published() -> None:
    party = make_party()
    changeset = proposed(party)
    with at_desk():
        item = changeset.items.get()
        document = json.loads(item.document)
        document["name"] = {"en": "Somebody else"}
        item.document = json.dumps(document)
        item.save()

    with pytest.raises(PublicationRefused, match="does not match its hash"):
        approve(changeset, make_editor())

    assert not Party.objects.filter(slug=party.slug).exists()


def test_a_seal_that_was_broken_after_approval_is_not_published() -> None:
    party = make_party()
    changeset = proposed(party)
    approve(changeset, make_editor())
    with at_desk():
        changeset.items.update(base_version=7)

    with pytest.raises(SealBroken):
        publish_approved(changeset)


def test_what_an_editor_proposed_is_not_approved_as_the_installation() -> None:
    changeset = proposed(make_party())

    with pytest.raises(ReviewRefused, match="another editor approves"):
        approve_installation(changeset)


def test_an_editor_does_not_approve_what_nobody_proposed() -> None:
    changeset = propose([Proposal(make_party())], "No author.")

    with pytest.raises(ReviewRefused, match="No editor proposed it"):
        approve(changeset, make_editor())


def test_an_author_takes_a_proposal_back_without_becoming_its_reviewer() -> None:
    author = make_editor()
    changeset = proposed(make_party(), author=author)

    reject(changeset, author, "Not ready.")

    with at_desk():
        assert ChangeSet.objects.get(pk=changeset.pk).approver is None


@pytest.mark.parametrize(
    "changes",
    [
        {"approval": "nonsense"},
        {"approval": "installation"},
        {"approval": "single_editor"},
        {"status": "nonsense"},
    ],
)
def test_the_database_refuses_approvals_that_cannot_be(changes: dict[str, str]) -> None:
    changeset = proposed(make_party())

    with at_desk(), pytest.raises(IntegrityError), transaction.atomic(using="desk"):
        ChangeSet.objects.filter(pk=changeset.pk).update(**changes)


def test_the_seal_covers_how_it_was_approved() -> None:
    changeset = proposed(make_party())
    approve(changeset, make_editor())
    with at_desk():
        ChangeSet.objects.filter(pk=changeset.pk).update(approver=make_editor())

    with pytest.raises(SealBroken):
        publish_approved(changeset)


def test_frozen_words_that_nothing_redacted_are_missed() -> None:
    changeset = proposed(make_party(), make_party())
    approve(changeset, make_editor())
    with at_desk():
        item = changeset.items.order_by("position")[0]
        changeset.items.filter(pk=item.pk).update(document="")

    with pytest.raises(SealBroken, match="nothing redacted them"):
        publish_approved(changeset)


def test_a_waiting_set_of_a_record_that_was_redacted_is_refused_and_closed() -> None:
    party = make_party()
    publish(party)
    waiting = proposed(edit(party, description={"en": "Other words."}))
    publish(party, operation=Operation.REDACT)

    with pytest.raises(PublicationRefused, match="was redacted after this was proposed"):
        approve(waiting, make_editor())

    waiting.refresh_from_db()
    assert waiting.status == Status.REFUSED
    assert "was redacted" in waiting.rejection
    assert list(publish_pending()) == []


def test_an_approved_set_of_a_record_that_was_redacted_is_refused_and_closed() -> None:
    party = make_party()
    publish(party)
    changeset = proposed(edit(party, description={"en": "Other words."}))
    with mock.patch("desk.changesets.review.publish_approved"):
        approve(changeset, make_editor())
    publish(party, operation=Operation.REDACT)

    with pytest.raises(PendingRefused, match="was redacted after this was proposed"):
        list(publish_pending())

    changeset.refresh_from_db()
    assert changeset.status == Status.REFUSED
    assert list(publish_pending()) == []


def test_a_set_in_the_log_is_only_marked_although_its_record_was_redacted_since() -> None:
    party = make_party()
    changeset = proposed(party)
    with mock.patch("desk.changesets.publication._mark_published"):
        approve(changeset, make_editor())
    publish(_known_at_the_desk(party), operation=Operation.REDACT)

    list(publish_pending())

    changeset.refresh_from_db()
    assert changeset.status == Status.PUBLISHED


def _known_at_the_desk(party: Party) -> Party:
    """Let the desk know that the record is published, as its mark would have done."""
    with at_desk():
        Party.objects.filter(slug=party.slug).update(published_version=1)
    return party


def test_the_seal_covers_the_reason() -> None:
    changeset = proposed(make_party())
    approve(changeset, make_editor())
    with at_desk():
        ChangeSet.objects.filter(pk=changeset.pk).update(reason="Another reason.")

    with pytest.raises(SealBroken):
        publish_approved(changeset)
