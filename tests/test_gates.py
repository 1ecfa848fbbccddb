"""Gates: what prevents publishing, named in words for an editor."""

import json
import uuid

import pytest
from django.db import IntegrityError, transaction

from claims.models import Claim, Rendition, Statement
from desk.changesets.proposing import Proposal, propose, refresh_digest
from desk.changesets.publication import publish_approved
from desk.changesets.review import approve
from desk.models import ChangeSet, Operation, Status
from evidence.models import Party
from publishing.databases import at_desk
from publishing.models import Entry, RevisionBody
from publishing.publish import PublicationRefused
from tests.approving import approved_but_not_published
from tests.builders import (
    BOTH,
    edit,
    everything_about,
    make_citation,
    make_claim,
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

    with pytest.raises(PublicationRefused, match=f"no longer contains .* “{claim.slug}”"):
        proposed(statement)


def test_a_part_that_others_use_cannot_be_taken_away() -> None:
    statement = make_statement()
    second = make_rendition(statement, "Nous n’avons jamais été client.", language="fr")
    claim = make_claim(statement, exact="jamais", rendition=second)
    publish_all(claim)
    with at_desk():
        Claim.objects.filter(slug=claim.slug)._raw_delete("desk")
        second.delete()
    refresh_digest(statement)

    with pytest.raises(PublicationRefused, match="no longer contains the quote"):
        proposed(statement)


def test_evidence_cannot_rest_on_itself() -> None:
    first = make_evidence()
    second = make_evidence(derived_from=[first])
    with at_desk():
        first.derived_from.add(second)

    with pytest.raises(PublicationRefused, match="rests on itself"):
        proposed(*everything_about(second))


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


def test_a_reason_is_plain_text_of_a_bounded_length() -> None:
    with pytest.raises(PublicationRefused) as refused:
        proposed(make_party(), reason="<b>" + "x" * 3000)

    assert "HTML is not allowed" in str(refused.value)
    assert "at most 2000 characters" in str(refused.value)


def test_a_record_is_in_a_set_once() -> None:
    party = make_party()

    with pytest.raises(PublicationRefused, match="more than once"):
        proposed(party, party)


def test_a_text_that_slipped_past_the_forms_is_refused_when_frozen() -> None:
    party = make_party()
    with at_desk():
        Party.objects.filter(slug=party.slug).update(note={"en": "<script>x</script>"})

    with pytest.raises(PublicationRefused, match="HTML is not allowed"):
        proposed(party)


def test_the_gates_run_again_when_the_record_has_moved_on_since_the_approval() -> None:
    statement = make_statement("We were never a client.")
    publish_all(statement)
    changeset = proposed(make_claim(statement, exact="never a client"))
    approved_but_not_published(changeset)
    with at_desk():
        rendition = Rendition.objects.get(statement__slug=statement.slug)
        rendition.text = "Never a word."
        rendition.save()
    publish(statement)

    with pytest.raises(PublicationRefused, match="is not found"):
        publish_approved(changeset)


def test_a_claim_of_a_redacted_statement_cannot_be_corrected() -> None:
    claim = make_claim()
    publish_all(claim)
    publish(claim.statement, operation=Operation.REDACT)

    with pytest.raises(PublicationRefused, match="was redacted; remove the link"):
        publish(edit(claim, note={"en": "Corrected."}))


def test_a_claim_of_a_redacted_statement_can_be_withdrawn() -> None:
    claim = make_claim()
    publish_all(claim)
    publish(claim.statement, operation=Operation.REDACT)

    [revision] = publish(claim, operation=Operation.WITHDRAW)

    assert revision.action == "withdrawn"


def test_a_record_that_the_same_set_redacts_is_not_a_target() -> None:
    statement = make_statement()
    publish_all(statement)
    with at_desk():
        row = Statement.objects.get(slug=statement.slug)
    proposals = [Proposal(row, Operation.REDACT), Proposal(make_claim(statement))]

    with pytest.raises(PublicationRefused, match="was redacted; remove the link"):
        propose(proposals, "Both at once.", make_editor())


def test_a_claim_of_a_redacted_statement_cannot_be_restored() -> None:
    claim = make_claim()
    publish_all(claim)
    publish(claim, operation=Operation.WITHDRAW)
    publish(claim.statement, operation=Operation.REDACT)

    with pytest.raises(PublicationRefused, match="was redacted; remove the link"):
        publish(claim, operation=Operation.RESTORE)


def test_the_gates_run_again_for_a_withdrawal_that_erases() -> None:
    claim = make_claim()
    publish_all(claim)
    [line] = publish(claim, operation=Operation.WITHDRAW)
    document = json.loads(RevisionBody.objects.get(pk=line.seq).body)
    changeset = proposed(
        claim,
        operation=Operation.WITHDRAW,
        document={**document, "note": {"en": "[removed on legal grounds]"}},
        erases=(line.seq,),
    )
    approved_but_not_published(changeset)
    publish(claim.statement, operation=Operation.REDACT)

    with pytest.raises(PublicationRefused, match="was redacted; remove the link"):
        publish_approved(changeset)


def test_a_part_that_the_same_set_takes_away_is_no_target() -> None:
    statement = make_statement("We were never a client.")
    publish_all(statement)
    claim = make_claim(statement, "never a client")
    kept = json.loads(Entry.objects.get(kind="statement", slug=statement.slug).document)
    with at_desk():
        row = Statement.objects.get(slug=statement.slug)
    another = {**kept["renditions"][0], "id": str(uuid.uuid4())}
    proposals = [Proposal(row, document={**kept, "renditions": [another]}), Proposal(claim)]

    with pytest.raises(PublicationRefused, match="which no published record has"):
        propose(proposals, "Another text.", make_editor())


def test_a_set_that_a_gate_stops_on_approval_goes_on_waiting() -> None:
    claim = make_claim()
    publish_all(claim)
    waiting = proposed(edit(claim, note={"en": "Corrected."}))
    publish(claim.statement, operation=Operation.REDACT)

    with pytest.raises(PublicationRefused, match="remove the link"):
        approve(waiting, make_editor())

    waiting.refresh_from_db()
    assert (waiting.status, waiting.digest) == (Status.PROPOSED, "")
