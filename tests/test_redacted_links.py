"""What may still link to a redacted record, to its parts, or through it."""

import pytest

from claims.derived.independence import origins_of
from desk.changesets.proposing import Proposal, propose, refresh_digest
from desk.changesets.review import approve
from desk.models import Operation
from evidence.models import Evidence, Listing
from publishing.databases import at_desk
from publishing.models import Publishable
from publishing.publish import PublicationRefused
from tests.builders import (
    BOTH,
    edit,
    make_edition,
    make_editor,
    make_evidence,
    make_indicator,
    make_listing,
    publish,
    publish_all,
)
from tests.derivation import derive_in_record

pytestmark = BOTH


def deriving(slug: str, *origins: str) -> Evidence:
    """Return evidence at the desk as derived from these, by their slugs."""
    with at_desk():
        record = Evidence.objects.get(slug=slug)
        record.derived_from.set(Evidence.objects.filter(slug__in=origins))
    refresh_digest(record)
    return record


def publish_and_redact(published: Publishable, redacted: Publishable) -> None:
    """Publish one record and redact another in one change set."""
    with at_desk():
        fresh = [type(one)._default_manager.get(slug=one.slug) for one in (published, redacted)]
    proposals = [Proposal(fresh[0]), Proposal(fresh[1], Operation.REDACT)]
    approve(propose(proposals, "For a test.", make_editor()), make_editor())


def test_a_link_to_a_part_of_a_redacted_record_is_refused() -> None:
    evidence = make_evidence()
    edition = make_edition(evidence)
    first, second = make_indicator(), make_indicator()
    make_listing(first, edition)
    publish_all(first)
    publish(evidence, operation=Operation.REDACT)
    make_listing(second, edition)

    with pytest.raises(PublicationRefused, match=f"“{evidence.slug}”, which was redacted"):
        publish(second)


def test_a_link_to_a_part_is_refused_in_the_set_that_redacts_its_record() -> None:
    evidence = make_evidence()
    indicator = make_indicator()
    make_listing(indicator, make_edition(evidence))
    publish_all(evidence)

    with pytest.raises(PublicationRefused, match=f"“{evidence.slug}”, which was redacted"):
        publish_and_redact(indicator, evidence)


def test_what_linked_to_the_part_before_keeps_its_published_link() -> None:
    evidence = make_evidence()
    indicator = make_indicator()
    listing = make_listing(indicator, make_edition(evidence))
    publish_all(indicator)

    publish(evidence, operation=Operation.REDACT)

    assert Listing.objects.get(pk=listing.pk).edition.evidence.slug == evidence.slug


def test_a_circle_cannot_be_closed_through_redacted_evidence() -> None:
    bottom = make_evidence()
    middle = make_evidence(derived_from=[bottom])
    top = make_evidence(derived_from=[middle])
    publish_all(top)
    publish(middle, operation=Operation.REDACT)

    with pytest.raises(PublicationRefused, match="rests on itself"):
        publish(deriving(bottom.slug, top.slug))


def test_a_circle_cannot_be_closed_by_the_set_that_redacts_evidence() -> None:
    bottom = make_evidence()
    middle = make_evidence(derived_from=[bottom])
    top = make_evidence(derived_from=[middle])
    publish_all(top)

    with pytest.raises(PublicationRefused, match="rests on itself"):
        publish_and_redact(deriving(bottom.slug, top.slug), middle)


def test_a_derivation_that_a_correction_takes_out_closes_no_circle() -> None:
    bottom = make_evidence()
    top = make_evidence(derived_from=[bottom])
    publish_all(top)

    lines = publish(deriving(top.slug), deriving(bottom.slug, top.slug))

    assert [line.action for line in lines] == ["corrected", "corrected"]


def test_an_existing_link_is_not_a_circle() -> None:
    bottom = make_evidence()
    top = make_evidence(derived_from=[bottom])
    publish_all(top)
    publish(bottom, operation=Operation.REDACT)

    with pytest.raises(PublicationRefused, match="remove the link"):
        publish(edit(top, summary={"en": "In other words."}))


def test_a_circle_in_an_old_record_is_one_line() -> None:
    first, second, third = (make_evidence() for _ in range(3))
    publish_all(first, second, third)
    derive_in_record((first, second), (second, third), (third, first))

    origins = origins_of([first.slug, second.slug, third.slug])

    assert len({origin for found in origins.values() for origin in found}) == 1


def test_what_derives_from_a_circle_is_not_a_second_line() -> None:
    above, first, second = make_evidence(slug="a-above"), make_evidence(), make_evidence()
    publish_all(above, first, second)
    derive_in_record((first, second), (second, first), (above, first))

    assert origins_of([above.slug])[above.slug] == origins_of([second.slug])[second.slug]


def test_a_circle_that_leads_to_an_origin_has_that_origin() -> None:
    origin, first, second = make_evidence(), make_evidence(), make_evidence()
    publish_all(origin, first, second)
    derive_in_record((first, second), (second, first), (second, origin))

    assert origins_of([first.slug, second.slug]) == {
        first.slug: {origin.slug},
        second.slug: {origin.slug},
    }


def test_two_circles_apart_are_two_lines() -> None:
    pairs = [(make_evidence(), make_evidence()) for _ in range(2)]
    publish_all(*[one for pair in pairs for one in pair])
    derive_in_record(*pairs, *[(second, first) for first, second in pairs])

    origins = origins_of([pair[0].slug for pair in pairs])

    assert len({frozenset(found) for found in origins.values()}) == 2
