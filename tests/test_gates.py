"""Gates: what stands against publishing, named in words for an editor."""

import pytest
from django.db import IntegrityError, transaction

from claims.models import Claim, Rendition
from desk.models import ChangeSet
from desk.proposing import Proposal, propose, refresh_digest
from publishing.databases import at_desk
from publishing.publish import PublicationRefused
from tests.builders import (
    BOTH,
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
