"""Publishing: from the desk through approval into the record."""

import json

import pytest
from django.db import transaction

from claims.models import Claim, Rebuttal
from desk.changesets.proposing import refresh_digest
from desk.changesets.publication import PendingRefused, publish_approved, publish_pending
from desk.changesets.review import approve
from desk.models import ChangeSet, Status
from evidence.models import Evidence, Party
from publishing.databases import RECORD, RecordIsClosed, at_desk
from publishing.models import Entry, Revision
from publishing.publish import PublicationRefused
from tests.approving import approved_but_not_published
from tests.builders import (
    BOTH,
    edit,
    make_claim,
    make_edition,
    make_editor,
    make_evidence,
    make_party,
    make_rebuttal,
    make_source,
    make_statement,
    proposed,
    publish,
    publish_all,
)

pytestmark = BOTH


def test_a_draft_is_not_in_the_record() -> None:
    party = make_party()

    assert not Party.objects.filter(slug=party.slug).exists()


def test_publishing_puts_the_row_and_its_entry_into_the_record() -> None:
    party = make_party(name={"en": "Published party"})

    publish(party)

    assert Entry.objects.get(party__slug=party.slug).title == {"en": "Published party"}


def test_a_published_record_has_the_seq_of_its_first_line_as_key() -> None:
    party = make_party()

    [revision] = publish(party)

    assert Party.objects.get(slug=party.slug).pk == revision.seq


def test_parts_and_links_travel_with_their_record() -> None:
    statement = make_statement()
    claim = make_claim(statement)
    evidence = make_evidence()
    rebuttal = make_rebuttal(claim, evidence=[evidence])

    publish_all(rebuttal)

    published = Rebuttal.objects.get(slug=rebuttal.slug)
    assert published.answers.get().claim.statement.slug == statement.slug
    assert published.citations.get().evidence.slug == evidence.slug


def test_the_desk_row_is_unchanged_after_publishing() -> None:
    party = make_party()

    publish(party)

    with at_desk():
        assert Party.objects.get(slug=party.slug).state_at_desk == "unchanged"


def test_an_edit_at_the_desk_does_not_reach_the_record() -> None:
    party = make_party(name={"en": "Before"})
    publish(party)

    edited = edit(party, name={"en": "After"})

    assert edited.state_at_desk == "changed"
    assert Party.objects.get(slug=party.slug).name == {"en": "Before"}


def test_a_correction_is_a_new_version_with_its_reason() -> None:
    party = make_party()
    publish(party)
    edit(party, name={"en": "After"})

    [revision] = publish(party, reason="The name was misspelt.")

    assert (revision.version, revision.action) == (2, "corrected")
    assert revision.reason == "The name was misspelt."


def test_what_is_published_is_what_was_frozen_not_what_the_desk_says_by_then() -> None:
    party = make_party(name={"en": "Frozen"})
    changeset = proposed(party)
    edit(party, name={"en": "Later"})

    approve(changeset, make_editor())

    assert Party.objects.get(slug=party.slug).name == {"en": "Frozen"}


def test_a_set_made_from_an_older_version_is_refused() -> None:
    party = make_party(name={"en": "One"})
    publish(party)
    stale = proposed(edit(party, name={"en": "Two"}))
    publish(edit(party, name={"en": "Three"}))

    with pytest.raises(PublicationRefused, match="made from version 1, but version 2"):
        approve(stale, make_editor())

    assert Party.objects.get(slug=party.slug).name == {"en": "Three"}


def test_a_refused_set_says_so_at_the_desk() -> None:
    party = make_party()
    publish(party)
    stale = proposed(edit(party, name={"en": "Two"}))
    publish(edit(party, name={"en": "Three"}))
    with pytest.raises(PublicationRefused):
        approve(stale, make_editor())

    with at_desk():
        assert ChangeSet.objects.get(pk=stale.pk).status == Status.REFUSED


def test_publishing_twice_changes_nothing() -> None:
    changeset = proposed(make_party())
    first = approve(changeset, make_editor())
    count = Revision.objects.count()

    again = publish_approved(changeset)

    assert [r.seq for r in again] == [r.seq for r in first]
    assert Revision.objects.count() == count


def test_pending_sets_are_published_in_the_order_of_their_approval() -> None:
    changeset = proposed(make_party())
    approve(changeset, make_editor())
    with at_desk():
        ChangeSet.objects.filter(pk=changeset.pk).update(status=Status.APPROVED)

    touched = list(publish_pending())

    assert [(one.pk, lines) for one, lines in touched] == [(changeset.pk, 1)]


def test_records_that_link_in_a_circle_are_published_together() -> None:
    claim = make_claim()
    rebuttal = make_rebuttal(claim)
    edit(claim, answers_rebuttal=rebuttal)

    publish_all(rebuttal)

    assert Claim.objects.get(answers_rebuttal__slug=rebuttal.slug).slug == claim.slug


def test_unique_values_can_be_swapped_in_one_set() -> None:
    from tests.builders import make_indicator

    one, two = make_indicator(value="one"), make_indicator(value="two")
    publish(one, two)
    edit(one, value="three")
    edit(two, value="one")
    edit(one, value="two")

    publish(one, two)

    assert type(one).objects.get(slug=one.slug).value == "two"


def test_a_part_that_was_removed_is_gone_after_the_correction() -> None:
    evidence = make_evidence()
    make_edition(evidence)
    publish_all(evidence)
    with at_desk():
        evidence.editions.all().delete()
    refresh_digest(evidence)

    publish(evidence)

    assert not Evidence.objects.get(slug=evidence.slug).editions.exists()


def test_writing_to_the_record_outside_publish_raises() -> None:
    with pytest.raises(RecordIsClosed):
        Party.objects.create(slug="nobody", name={"en": "Nobody"}, type="person")


def test_saving_a_published_row_raises(published_case: str) -> None:
    party = Party.objects.get(slug="nso-group")

    with pytest.raises(RecordIsClosed):
        party.save()


def test_nothing_is_published_within_a_transaction_that_may_be_rolled_back() -> None:
    changeset = proposed(make_party())

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic(using=RECORD):
        approve(changeset, make_editor())

    assert not Revision.objects.filter(changeset=changeset.pk).exists()


def test_a_set_that_is_refused_does_not_keep_back_those_approved_after_it() -> None:
    party = make_party()
    publish(party)
    stale, other = proposed(edit(party, country="FR")), proposed(make_party())
    publish(edit(party, country="MA"))
    for changeset in (stale, other):
        approved_but_not_published(changeset)

    with pytest.raises(PendingRefused):
        list(publish_pending())

    assert Revision.objects.filter(changeset=other.pk).exists()


def test_links_to_many_are_a_set_in_the_order_of_names() -> None:
    sources = [make_source(slug="src-last"), make_source(slug="src-first")]

    publish_all(evidence := make_evidence(sources=sources))

    entry = Entry.objects.get(kind="evidence", slug=evidence.slug)
    assert json.loads(entry.document)["sources"] == ["src-first", "src-last"]
