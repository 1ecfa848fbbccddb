"""Filters of the API: each selects what it says, and records come once."""

from typing import Any

import pytest
from django.db.models import Count

from claims.models import Claim, Rebuttal, Statement
from claims.selection import of_case
from evidence.models import Evidence
from pegasus_tracker.api.urls import router
from publishing.api.filters import Slug
from publishing.models import newest_seq
from tests.api import NOUNS, ask, get, slugs, wrong
from tests.builders import (
    BOTH,
    edit,
    make_answer,
    make_citation,
    make_claim,
    make_device,
    make_edition,
    make_evidence,
    make_examination,
    make_indicator,
    make_listing,
    make_party,
    make_rebuttal,
    make_source,
    make_trace,
    publish,
    publish_all,
)

pytestmark = BOTH


def _filters() -> list[tuple[str, str, Any]]:
    registered: list[tuple[str, Any, str]] = router.registry
    return [
        (plural, name, one)
        for plural, view, _base in registered
        for name, one in view.filterset_class.base_filters.items()
    ]


def _a_value(one: Any) -> str:
    schema = one.described_schema()
    if "enum" in schema:
        return str(schema["enum"][0])
    by_kind = {"boolean": "true", "integer": "0"}
    by_class = {
        "Slug": "no-such-slug",
        "SlugByAnyPath": "no-such-slug",
        "Country": "MA",
        "Language": "fr",
        "Holds": "pegasus",
    }
    dates = dict.fromkeys(("Before", "After", "During"), "2021-07-19")
    uuid = {"Identifier": "00000000-0000-0000-0000-000000000000"}
    return {**by_class, **dates, **uuid}.get(
        type(one).__name__, by_kind.get(schema["type"], "forensic_report")
    )


@pytest.mark.parametrize(
    ("plural", "name", "one"), _filters(), ids=[f"{p}-{n}" for p, n, _ in _filters()]
)
def test_every_filter_answers(plural: str, name: str, one: Any) -> None:
    answer = ask(f"{plural}/", **{name: _a_value(one)})

    assert answer.status_code == (400 if isinstance(one, Slug) else 200), answer.content


def test_statements_of_a_speaker_are_all_of_them() -> None:
    speaker = Statement.objects.values_list("speaker__slug", flat=True)[0]

    found = slugs("statements/", speaker=speaker, page_size=100)

    assert set(found) == set(
        Statement.objects.filter(speaker__slug=speaker).values_list("slug", flat=True)
    )


def test_a_record_with_several_fitting_parts_comes_once() -> None:
    evidence = make_evidence()
    rebuttal = make_rebuttal(evidence=[evidence])
    make_citation(rebuttal, evidence, locator="page 2")
    publish_all(rebuttal)

    assert slugs("rebuttals/", evidence=evidence.slug) == [rebuttal.slug]


def test_several_filters_have_to_fit_together() -> None:
    claim = make_claim(topics=["legality"])
    other = make_claim(Statement.objects.using("desk").get(pk=claim.statement_id))
    publish_all(claim, other)
    statement = claim.statement.slug

    assert slugs("claims/", statement=statement, topic="legality") == [claim.slug]


def test_unanswered_claims_are_those_without_a_live_answer() -> None:
    claim, answered = make_claim(), make_claim()
    publish_all(claim, make_rebuttal(answered))

    assert slugs("claims/", statement=claim.statement.slug, unanswered="true") == [claim.slug]
    assert slugs("claims/", statement=answered.statement.slug, unanswered="true") == []
    assert slugs("claims/", statement=answered.statement.slug, unanswered="false") == [
        answered.slug
    ]


@pytest.mark.parametrize("relation", ["contradicts", "undercuts", "qualifies", "off_point"])
def test_answered_as_says_the_word_of_the_model(relation: str) -> None:
    told = set(slugs("claims/", answered_as=relation, page_size=100))

    assert told == set(Claim.objects.answered_as(relation).values_list("slug", flat=True))


def test_a_relation_is_found_among_several_answers() -> None:
    rebuttal = make_rebuttal(make_claim())
    make_answer(rebuttal, make_claim(), relation="concedes")
    publish_all(rebuttal)

    assert rebuttal.slug in slugs("rebuttals/", relation="concedes", page_size=100)


def test_a_rebuttal_needs_another_look_after_its_evidence_was_corrected() -> None:
    evidence = make_evidence()
    rebuttal = make_rebuttal(evidence=[evidence])
    publish_all(rebuttal)
    publish(edit(evidence, summary={"en": "Less was found."}), reason="The producer said so.")

    assert slugs("rebuttals/", needs_another_look="true") == [rebuttal.slug]
    assert rebuttal.slug not in slugs("rebuttals/", needs_another_look="false", ordering="-key")


def test_evidence_is_found_by_what_examiners_and_citations_made_of_it() -> None:
    evidence = make_evidence()
    examination = make_examination(evidence, finding="disputed")
    rebuttal = make_rebuttal()
    make_citation(rebuttal, evidence, relation="helps_denial")
    publish_all(rebuttal)
    examiner = examination.examiner.slug

    assert slugs("evidence/", examined="disputed", examiner=examiner) == [evidence.slug]
    assert slugs("evidence/", cited_as="helps_denial", rebuttal=rebuttal.slug) == [evidence.slug]


def test_evidence_of_a_case_is_what_its_timeline_shows() -> None:
    shown = Evidence.objects.none().union(
        *[rows.order_by() for rows in of_case("pegasus-project") if rows.model is Evidence]
    )
    expected = set(shown.values_list("slug", flat=True))

    assert set(slugs("evidence/", case="pegasus-project", page_size=100)) == expected
    assert expected


def test_devices_and_indicators_are_found_through_traces_and_editions() -> None:
    evidence, indicator, device = make_evidence(), make_indicator(), make_device()
    make_listing(indicator, make_edition(evidence), status="removed")
    make_trace(device, indicator=indicator, finding="infection")
    publish_all(indicator, device)

    assert slugs("indicators/", evidence=evidence.slug, status="removed") == [indicator.slug]
    assert slugs("devices/", indicator=indicator.slug, finding="infection") == [device.slug]


@pytest.mark.parametrize("words", ["zurückgewiesen", "ZURUCKGEWIESEN", "wurde zuruckgewiesen"])
def test_a_search_does_not_mind_accents_case_or_order(words: str) -> None:
    source = make_source(title="Zurückgewiesen wurde es")
    publish(source)

    assert slugs("sources/", q=words) == [source.slug]


def test_a_search_finds_arabic_however_its_hamza_is_written() -> None:
    source = make_source(title="المديرية العامة للأمن القومي", language="ar")
    publish(source)

    assert slugs("sources/", q="للامن القومي", language="ar", since=newest_seq() - 1) == [
        source.slug
    ]


def test_since_answers_what_changed_after_a_line() -> None:
    seen = newest_seq()
    party = make_party()
    publish(party)

    assert slugs("parties/", since=seen) == [party.slug]


def test_the_log_is_filtered_by_what_happened() -> None:
    party = make_party()
    [published] = publish(party)
    publish(edit(party, name={"en": "Second"}), reason="The name was wrong.")

    lines = get("revisions/", kind="party", slug=party.slug, action="corrected")["results"]
    together = get("revisions/", changeset=published.changeset)["results"]

    assert [line["version"] for line in lines] == [2]
    assert [line["seq"] for line in together] == [published.seq]


def test_a_range_of_the_log_is_given_by_since_and_until() -> None:
    lines = get("revisions/", since=4, until=7)["results"]

    assert [line["seq"] for line in lines] == [5, 6, 7]


def test_a_slug_that_no_record_has_is_named() -> None:
    assert wrong("claims/", speaker="nobody") == {"speaker": "No record is called “nobody”."}


def test_a_slug_of_another_noun_is_not_a_speaker() -> None:
    assert "speaker" in wrong("claims/", speaker="pegasus-project")


def test_a_speaker_without_claims_is_an_empty_list() -> None:
    party = make_party()
    publish(party)

    assert slugs("claims/", speaker=party.slug) == []


def test_the_busiest_rebuttal_is_listed_once_in_its_case() -> None:
    busiest = Rebuttal.objects.annotate(n=Count("answers")).order_by("-n")[0]

    found = slugs("rebuttals/", case="pegasus-project", page_size=100)

    assert found.count(busiest.slug) == 1


@pytest.mark.parametrize("plural", NOUNS)
def test_a_noun_can_be_searched(plural: str) -> None:
    assert wrong(f"{plural}/", q="…") == {"q": "This contains no word to search for."}
