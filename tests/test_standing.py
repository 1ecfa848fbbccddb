"""Standing: how a claim was answered, and on how many independent lines."""

import pytest
from django.test import Client

from claims.derived.another_look import changed_since, reviews_of
from claims.derived.independence import origins_of
from claims.derived.standing import Standing, relation_to, standing_of
from claims.models import Claim, Rebuttal, Relation
from desk.models import Operation
from evidence.models import Evidence
from publishing.databases import at_desk
from publishing.reading.records import Record, load
from tests import records
from tests.builders import (
    BOTH,
    edit,
    make_citation,
    make_claim,
    make_evidence,
    make_rebuttal,
    publish,
    publish_all,
)

pytestmark = BOTH


def standing(claim: Claim) -> Standing:
    """Return the claim's standing in the database in force."""
    library = load(
        Rebuttal.objects.filter(answers__claim__slug=claim.slug),
        Evidence.objects.filter(citations__rebuttal__answers__claim__slug=claim.slug),
    )
    evidence = {record.slug: record for record in library.of_kind("evidence")}
    return standing_of(claim.slug, library.of_kind("rebuttal"), evidence, origins_of(evidence))


def test_a_claim_without_answers_is_unanswered() -> None:
    claim = make_claim()
    publish_all(claim)

    assert standing(claim).how == ("unanswered",)


def test_several_relations_hold_at_once() -> None:
    claim = make_claim()
    one = make_rebuttal(claim, relation="qualifies")
    two = make_rebuttal(claim, relation="contradicts")
    publish_all(one, two)

    assert standing(claim).how == ("contradicts", "qualifies")


def test_answers_that_all_miss_the_point_are_said_to_be_off_point() -> None:
    claim = make_claim()
    publish_all(make_rebuttal(claim, relation="off_point"))

    assert standing(claim).how == ("off_point",)


def test_an_off_point_answer_is_not_named_beside_others() -> None:
    claim = make_claim()
    publish_all(
        make_rebuttal(claim, relation="off_point"), make_rebuttal(claim, relation="undercuts")
    )

    assert standing(claim).how == ("undercuts",)


def test_two_findings_of_one_origin_are_one_line() -> None:
    origin = make_evidence()
    first, second = make_evidence(derived_from=[origin]), make_evidence(derived_from=[origin])
    claim = make_claim()
    publish_all(make_rebuttal(claim, evidence=[first, second]))

    assert standing(claim).primary == {origin.slug}


def test_two_findings_of_two_origins_are_two_lines() -> None:
    claim = make_claim()
    publish_all(make_rebuttal(claim, evidence=[make_evidence(), make_evidence()]))

    assert standing(claim).lines == 2


def test_a_finding_that_rests_on_two_origins_counts_both() -> None:
    left, right = make_evidence(), make_evidence()
    both = make_evidence(derived_from=[left, right])
    claim = make_claim()
    publish_all(make_rebuttal(claim, evidence=[both]))

    assert standing(claim).primary == {left.slug, right.slug}


def test_a_line_known_from_reports_only_is_not_primary() -> None:
    claim = make_claim()
    evidence = make_evidence(verification="reported")
    publish_all(make_rebuttal(claim, evidence=[evidence]))

    assert standing(claim).reported == {evidence.slug}
    assert standing(claim).primary == frozenset()


def test_evidence_that_helps_the_denial_is_counted_by_itself() -> None:
    claim = make_claim()
    rebuttal = make_rebuttal(claim)
    evidence = make_evidence()
    make_citation(rebuttal, evidence, relation="helps_denial")
    publish_all(rebuttal)

    assert standing(claim).helping == {evidence.slug}
    assert standing(claim).lines == 0


def test_a_withdrawn_rebuttal_does_not_count() -> None:
    claim = make_claim()
    rebuttal = make_rebuttal(claim, evidence=[make_evidence()])
    publish_all(rebuttal)

    publish(rebuttal, operation=Operation.WITHDRAW)

    assert standing(claim).how == ("unanswered",)
    assert claim.slug in Claim.objects.unanswered().values_list("slug", flat=True)


def test_withdrawn_evidence_does_not_count() -> None:
    claim = make_claim()
    evidence = make_evidence()
    publish_all(make_rebuttal(claim, evidence=[evidence]))

    publish(evidence, operation=Operation.WITHDRAW)

    assert standing(claim).lines == 0


def test_a_withdrawn_origin_still_joins_what_derives_from_it() -> None:
    origin = make_evidence()
    first, second = make_evidence(derived_from=[origin]), make_evidence(derived_from=[origin])
    claim = make_claim()
    publish_all(make_rebuttal(claim, evidence=[first, second]))

    publish(origin, operation=Operation.WITHDRAW)

    assert standing(claim).primary == {origin.slug}


def test_redacting_what_lies_between_splits_no_line() -> None:
    origin = make_evidence()
    between = make_evidence(derived_from=[origin])
    first, second = make_evidence(derived_from=[between]), make_evidence(derived_from=[origin])
    claim = make_claim()
    publish_all(make_rebuttal(claim, evidence=[first, second]))

    publish(between, operation=Operation.REDACT)
    assert standing(claim).primary == {origin.slug}
    publish(origin, operation=Operation.REDACT)
    assert standing(claim).primary == {origin.slug}


def test_evidence_whose_derivation_is_not_known_is_a_line_of_its_own() -> None:
    shown = {"evd": records.evidence()}

    found = standing_of("clm", [records.rebuttal(citations=[records.citation()])], shown, {})

    assert found.primary == {"evd"}


def test_a_line_seen_at_its_publisher_is_not_reported_as_well() -> None:
    seen, told = records.evidence("seen"), records.evidence("told", verification="reported")
    cites = records.rebuttal(citations=[records.citation("seen"), records.citation("told")])
    origins = {"seen": frozenset({"a"}), "told": frozenset({"a", "b"})}

    found = standing_of("clm", [cites], {"seen": seen, "told": told}, origins)

    assert found.primary == {"a"}
    assert found.reported == {"b"}
    assert found.lines == 2


def test_evidence_of_an_answer_that_misses_the_point_makes_no_line() -> None:
    missed = records.rebuttal(
        answers=[records.answer(relation="off_point")],
        citations=[records.citation("a"), records.citation("b", "helps_denial")],
    )
    shown = {slug: records.evidence(slug) for slug in "ab"}

    found = standing_of("clm", [missed], shown, {})

    assert found.lines == 0
    assert found.helping == {"b"}


def test_only_what_supports_an_answer_to_this_claim_makes_a_line() -> None:
    relations = ["qualifies_answer", "context", "supports_answer"]
    cites = records.rebuttal(citations=[records.citation(one, one) for one in relations])
    other = records.rebuttal(answers=[records.answer("x")], citations=[records.citation("y")])
    shown = {slug: records.evidence(slug) for slug in [*relations, "y"]}

    found = standing_of("clm", [other, cites], shown, {})

    assert found.how == ("contradicts",)
    assert found.primary == {"supports_answer"}


def test_what_helps_the_denial_is_gathered_from_all_answers() -> None:
    cites = {slug: [records.citation(slug, "helps_denial")] for slug in "ab"}
    helps = [records.rebuttal(slug, citations=cited) for slug, cited in cites.items()]
    shown = {slug: records.evidence(slug) for slug in "ab"}

    assert standing_of("clm", [*helps, records.rebuttal("c")], shown, {}).helping == {"a", "b"}


@pytest.mark.parametrize("shown", [{}, {"evd": records.evidence(state="withdrawn")}])
def test_evidence_that_does_not_stand_makes_no_line(shown: dict[str, Record]) -> None:
    cites = records.rebuttal(citations=[records.citation()])

    assert standing_of("clm", [cites], shown, {}).lines == 0


def test_a_redacted_answer_bears_on_nothing() -> None:
    assert relation_to(records.rebuttal(state="redacted"), "clm") is None


def test_a_claim_is_unanswered_only_without_live_answers() -> None:
    gone = records.rebuttal(state="withdrawn")

    assert standing_of("clm", [gone], {}, {}).is_unanswered
    assert not standing_of("clm", [gone, records.rebuttal()], {}, {}).is_unanswered


def test_a_preview_at_the_desk_counts_the_drafts() -> None:
    claim = make_claim()
    make_rebuttal(claim, evidence=[make_evidence(), make_evidence()])

    with at_desk():
        assert standing(claim).lines == 2


def test_the_sql_word_for_off_point_says_the_same() -> None:
    missed, met = make_claim(), make_claim()
    publish_all(
        make_rebuttal(missed, relation="off_point"),
        make_rebuttal(met, relation="off_point"),
        make_rebuttal(met, relation="qualifies"),
    )

    slugs = set(Claim.objects.off_point_only().values_list("slug", flat=True))

    assert missed.slug in slugs
    assert met.slug not in slugs


def test_what_changed_since_a_rebuttal_agrees_with_the_sql_word() -> None:
    evidence, untouched = make_evidence(), make_evidence()
    rebuttal = make_rebuttal(evidence=[evidence, untouched])
    publish_all(rebuttal)
    publish(edit(evidence, summary={"en": "Corrected."}))

    library = load(
        Rebuttal.objects.filter(slug=rebuttal.slug),
        Evidence.objects.filter(citations__rebuttal__slug=rebuttal.slug),
    )
    review = reviews_of(library.of_kind("rebuttal"))[rebuttal.slug]
    found = changed_since(review, {r.slug: r for r in library.of_kind("evidence")})

    assert [record.slug for record in found] == [evidence.slug]
    assert Rebuttal.objects.needing_another_look().filter(slug=rebuttal.slug).exists()


@pytest.mark.parametrize("relation", [one for one in Relation if one != "off_point"])
def test_every_relation_to_the_point_is_named(relation: str) -> None:
    claim = make_claim()
    publish_all(make_rebuttal(claim, relation=relation))

    assert standing(claim).how == (relation,)


@pytest.mark.parametrize("relation", Relation)
def test_every_relation_is_explained_on_the_method_page(client: Client, relation: Relation) -> None:
    page = client.get("/method/").content.decode()

    assert f"<dt>{relation.label}</dt>" in page
    assert f"<dd>{relation.meaning}</dd>" in page


def test_evidence_of_an_answer_that_misses_the_point_is_no_line() -> None:
    claim = make_claim()
    met, missed = make_evidence(), make_evidence()
    publish_all(
        make_rebuttal(claim, relation="qualifies", evidence=[met]),
        make_rebuttal(claim, relation="off_point", evidence=[missed]),
    )

    assert standing(claim).primary == {met.slug}
    assert standing(claim).lines == 1


def test_what_helps_the_denial_counts_also_where_the_answer_misses_the_point() -> None:
    claim = make_claim()
    rebuttal = make_rebuttal(claim, relation="off_point")
    evidence = make_evidence()
    make_citation(rebuttal, evidence, relation="helps_denial")
    publish_all(rebuttal)

    assert standing(claim).helping == {evidence.slug}
