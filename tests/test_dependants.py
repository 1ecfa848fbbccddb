"""What links to a record that is to be withdrawn or redacted."""

from django.test import Client
from django.urls import reverse

from desk.changesets.dependants import dependants_of
from desk.models import Operation
from publishing.databases import at_desk
from publishing.models import Publishable
from tests.builders import (
    BOTH,
    make_claim,
    make_edition,
    make_editor,
    make_evidence,
    make_indicator,
    make_listing,
    make_party,
    make_rebuttal,
    make_statement,
    publish,
    publish_all,
)

pytestmark = BOTH


def slugs_of(record: Publishable) -> list[str]:
    with at_desk():
        fresh = type(record)._default_manager.get(slug=record.slug)
    return [one.slug for one in dependants_of([fresh])]


def test_the_claims_of_a_statement_depend_on_it() -> None:
    claim = make_claim()
    publish_all(claim)

    assert slugs_of(claim.statement) == [claim.slug]


def test_a_rebuttal_depends_on_the_evidence_that_it_cites() -> None:
    evidence = make_evidence()
    rebuttal = make_rebuttal(evidence=[evidence])
    publish_all(rebuttal)

    assert slugs_of(evidence) == [rebuttal.slug]


def test_evidence_depends_on_what_it_derives_from() -> None:
    origin = make_evidence()
    derived = make_evidence(derived_from=[origin])
    publish_all(derived)

    assert slugs_of(origin) == [derived.slug]


def test_a_draft_does_not_count() -> None:
    statement = make_statement()
    publish_all(statement)
    make_claim(statement)

    assert slugs_of(statement) == []


def test_what_is_chosen_already_is_not_named_again() -> None:
    claim = make_claim()
    publish_all(claim)

    with at_desk():
        assert dependants_of([claim, claim.statement]) == []


def test_a_party_that_nothing_names_has_no_dependants() -> None:
    party = make_party()
    publish_all(party)

    assert slugs_of(party) == []


def test_the_page_of_a_redaction_offers_what_may_repeat_the_words(client: Client) -> None:
    claim = make_claim()
    publish_all(claim)
    client.force_login(make_editor())

    page = client.get(
        reverse("admin:redact"), {"record": f"statement/{claim.statement.slug}"}
    ).content.decode()

    assert f'value="claim/{claim.slug}"' in page
    assert "have to be erased as well" in page


def test_what_points_at_a_part_depends_on_the_record_that_holds_it() -> None:
    evidence = make_evidence()
    indicator = make_indicator()
    make_listing(indicator, make_edition(evidence))
    publish_all(indicator, evidence)

    assert slugs_of(evidence) == [indicator.slug]


def test_what_was_redacted_depends_on_nothing_any_more() -> None:
    evidence = make_evidence()
    rebuttal = make_rebuttal(evidence=[evidence])
    origin = make_evidence()
    derived = make_evidence(derived_from=[origin])
    publish_all(rebuttal, derived)

    publish(derived, operation=Operation.REDACT)

    assert slugs_of(origin) == []
