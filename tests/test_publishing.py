"""Publishing: from the desk through approval into the record."""

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from claims.models import Claim, Rebuttal, Rendition, Statement
from desk.models import ChangeSet, Operation, Status
from desk.proposing import Proposal, propose, refresh_digest
from desk.publication import SealBroken, publish_approved, publish_pending
from desk.review import ReviewRefused, approve, reject
from evidence.models import Evidence, Party
from publishing.databases import RecordIsClosed, at_desk
from publishing.models import Entry, Revision, RevisionBody
from publishing.publish import PublicationRefused
from publishing.rebuilding import rebuild, snapshot
from publishing.verifying import breaks
from tests.builders import (
    BOTH,
    edit,
    everything_about,
    make_citation,
    make_claim,
    make_edition,
    make_editor,
    make_evidence,
    make_party,
    make_rebuttal,
    make_rendition,
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


def test_a_proposal_needs_a_reason() -> None:
    with pytest.raises(PublicationRefused, match="say why"):
        proposed(make_party(), reason=" ")


def test_a_proposal_needs_a_record() -> None:
    with pytest.raises(PublicationRefused, match="at least one record"):
        propose([], "Nothing at all.", make_editor())


def test_a_refusal_names_every_missing_record() -> None:
    claim = make_claim()
    rebuttal = make_rebuttal(claim)

    with pytest.raises(PublicationRefused) as refused:
        proposed(rebuttal)

    words = str(refused.value)
    assert f"needs the claim “{claim.slug}”, which is not published" in words
    assert "needs the party" in words
    assert "needs the source" in words


def test_a_claim_whose_quote_is_not_in_its_text_is_refused() -> None:
    claim = make_claim(exact="never a customer")

    with pytest.raises(PublicationRefused, match="“never a customer” is not found"):
        proposed(*everything_about(claim))


def test_an_elided_quote_is_found_piece_by_piece() -> None:
    statement = make_statement("We have never, at any time, been a client of anybody.")
    claim = make_claim(statement, exact="We have never […] been a client")

    publish_all(claim)

    assert Claim.objects.filter(slug=claim.slug).exists()


def test_a_corrected_text_must_still_hold_published_quotes() -> None:
    statement = make_statement("We were never a client.")
    claim = make_claim(statement)
    publish_all(claim)
    with at_desk():
        rendition = Rendition.objects.get(statement=statement)
        rendition.text = "We were not a client."
        rendition.save()
    refresh_digest(statement)

    with pytest.raises(PublicationRefused, match=f"no longer holds .* “{claim.slug}”"):
        proposed(statement)


def test_a_part_that_others_use_cannot_be_taken_away() -> None:
    statement = make_statement()
    second = make_rendition(statement, "Nous n’avons jamais été client.", language="fr")
    claim = make_claim(statement, exact="jamais", rendition=second)
    publish_all(claim)
    with at_desk():
        claim_row = Claim.objects.get(slug=claim.slug)
        claim_row.delete()
        second.delete()
    refresh_digest(statement)

    with pytest.raises(PublicationRefused, match="no longer holds the quote"):
        proposed(statement)


def test_evidence_cannot_rest_on_itself() -> None:
    first = make_evidence()
    second = make_evidence(derived_from=[first])
    with at_desk():
        first.derived_from.add(second)

    with pytest.raises(PublicationRefused, match="rests on itself"):
        proposed(*everything_about(second))


def test_a_withdrawn_record_stays_and_says_so() -> None:
    party = make_party()
    publish(party)

    [revision] = publish(party, operation=Operation.WITHDRAW, reason="It was the wrong party.")

    entry = Entry.objects.get(kind="party", slug=party.slug)
    assert (revision.action, entry.state) == ("withdrawn", "withdrawn")
    assert Party.objects.filter(slug=party.slug).exists()


def test_a_withdrawn_record_can_be_restored() -> None:
    party = make_party()
    publish(party)
    publish(party, operation=Operation.WITHDRAW)

    [revision] = publish(party, operation=Operation.RESTORE, reason="It was right after all.")

    assert (revision.version, revision.action) == (3, "restored")
    assert Entry.objects.get(kind="party", slug=party.slug).state == "live"


def test_a_withdrawn_record_is_not_corrected_before_it_is_restored() -> None:
    party = make_party()
    publish(party)
    publish(party, operation=Operation.WITHDRAW)

    with pytest.raises(PublicationRefused, match="restore it instead"):
        publish(edit(party, name={"en": "Again"}))


def test_a_redaction_erases_the_words_everywhere() -> None:
    statement = make_statement("The canary sings.")
    publish_all(statement)
    publish(edit(statement, summary={"en": "The canary sang."}))

    publish(statement, operation=Operation.REDACT, reason="A court ordered it.")

    seqs = Revision.objects.filter(kind="statement", slug=statement.slug)
    assert not RevisionBody.objects.filter(revision__in=seqs).exists()
    assert Entry.objects.get(kind="statement", slug=statement.slug).document == ""
    assert "canary" not in repr(snapshot())
    with at_desk():
        items = ChangeSet.objects.filter(items__slug=statement.slug)
        assert not items.filter(items__document__contains="canary").exists()
        assert Statement.objects.get(slug=statement.slug).summary == {"en": "redacted"}


def test_a_redaction_keeps_hash_reason_and_date() -> None:
    party = make_party()
    [published] = publish(party)

    publish(party, operation=Operation.REDACT, reason="A court ordered it.")

    kept = Revision.objects.get(seq=published.seq)
    redaction = Revision.objects.get(kind="party", slug=party.slug, action="redacted")
    assert kept.sha256 == published.sha256
    assert redaction.reason == "A court ordered it."
    assert list(breaks()) == []


def test_a_redacted_statement_keeps_what_its_claims_link_to() -> None:
    claim = make_claim()
    publish_all(claim)

    publish(claim.statement, operation=Operation.REDACT, reason="A court ordered it.")

    assert Claim.objects.get(slug=claim.slug).statement.slug == claim.statement.slug


@pytest.mark.parametrize("kind", ["source", "evidence", "rebuttal", "claim", "event", "device"])
def test_every_kind_can_be_redacted(kind: str, published_case: str) -> None:
    from publishing.registry import noun

    with at_desk():
        record = noun(kind).model._default_manager.order_by("slug")[0]

    publish(record, operation=Operation.REDACT, reason="A court ordered it.")

    assert Entry.objects.get(kind=kind, slug=record.slug).state == "redacted"
    assert list(breaks()) == []


def test_a_redacted_record_is_never_published_again() -> None:
    party = make_party()
    publish(party)
    publish(party, operation=Operation.REDACT)

    with pytest.raises(PublicationRefused, match="was redacted"):
        publish(edit(party, name={"en": "Again"}))


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


def test_the_record_is_rebuilt_identically_from_the_log(published_case: str) -> None:
    rebuttal = make_rebuttal(evidence=[make_evidence()])
    publish_all(rebuttal)
    publish(rebuttal, operation=Operation.WITHDRAW)

    assert rebuild(compare=True) > 600


def test_rebuilding_finds_a_row_that_was_changed_by_hand(published_case: str) -> None:
    from publishing.databases import open_door
    from publishing.rebuilding import RebuildDiffers

    with open_door():
        Party.objects.filter(slug="nso-group").update(country="XX")

    with pytest.raises(RebuildDiffers, match="evidence_party"):
        rebuild(compare=True)


def test_a_rebuttal_needs_another_look_when_its_evidence_was_corrected() -> None:
    evidence = make_evidence()
    rebuttal = make_rebuttal(evidence=[evidence])
    publish_all(rebuttal)

    publish(edit(evidence, summary={"en": "Something else was found."}))

    assert rebuttal.slug in _needing_another_look()


def test_a_rebuttal_needs_another_look_when_its_evidence_has_a_new_edition() -> None:
    evidence = make_evidence()
    rebuttal = make_rebuttal(evidence=[evidence])
    publish_all(rebuttal)
    make_edition(evidence)

    publish(evidence)

    assert rebuttal.slug in _needing_another_look()


def test_the_rebuttals_own_change_set_does_not_count() -> None:
    evidence = make_evidence()
    rebuttal = make_rebuttal(evidence=[evidence])
    publish_all(rebuttal)

    publish(edit(evidence, summary={"en": "Better words."}), edit(rebuttal, one_line={"en": "So."}))

    assert rebuttal.slug not in _needing_another_look()


def test_publishing_the_rebuttal_again_ends_the_need_for_another_look() -> None:
    evidence = make_evidence()
    rebuttal = make_rebuttal(evidence=[evidence])
    publish_all(rebuttal)
    publish(evidence, operation=Operation.WITHDRAW)
    assert rebuttal.slug in _needing_another_look()

    publish(rebuttal, reason="Looked at again: it stands without that evidence.")

    assert rebuttal.slug not in _needing_another_look()


def _needing_another_look() -> set[str]:
    return set(Rebuttal.objects.needing_another_look().values_list("slug", flat=True))


def test_writing_to_the_record_outside_publish_raises() -> None:
    with pytest.raises(RecordIsClosed):
        Party.objects.create(slug="nobody", name={"en": "Nobody"}, type="person")


def test_saving_a_published_row_raises(published_case: str) -> None:
    party = Party.objects.get(slug="nso-group")

    with pytest.raises(RecordIsClosed):
        party.save()


def test_a_citation_is_of_a_rebuttal_or_a_claim_never_of_both() -> None:
    claim = make_claim()
    rebuttal = make_rebuttal(claim)
    evidence = make_evidence()

    with pytest.raises(IntegrityError), transaction.atomic(using="desk"):
        make_citation(rebuttal, evidence, claim=claim)


def test_propose_leaves_nothing_behind_when_it_is_refused() -> None:
    with at_desk():
        before = ChangeSet.objects.count()

    with pytest.raises(PublicationRefused):
        propose([Proposal(make_rebuttal())], "Incomplete.", make_editor())

    with at_desk():
        assert ChangeSet.objects.count() == before
