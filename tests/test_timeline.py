"""The timeline: said and shown on one axis, as precise as the dates and no more."""

from typing import Any

from claims.derived.overview import overview
from claims.derived.timeline import ANSWERS_AT_ONCE, ClaimRow, Month, months
from claims.derived.viewpoint import Viewpoint
from claims.selection import of_case
from publishing.reading.records import load
from tests.builders import (
    BOTH,
    make_answer,
    make_case,
    make_citation,
    make_claim,
    make_event,
    make_evidence,
    make_party,
    make_rebuttal,
    make_statement,
    publish_all,
)

pytestmark = BOTH


def timeline(*records: Any, case: Any, **choices: str) -> list[Month]:
    """Publish the records and return the months of the case."""
    publish_all(*records)
    return months(Viewpoint.of(choices).seen(load(*of_case(case.slug))))


def all_statements(found: list[Month]) -> list[str]:
    return [row.statement.slug for month in found for day in month.days for row in day.statements]


def test_answers_are_beside_the_claim_that_they_answer() -> None:
    case = make_case()
    claim = make_claim(make_statement(cases=[case], issued="2021-07-19"))
    rebuttal = make_rebuttal(claim, issued="2022-01-05")

    (month,) = timeline(rebuttal, case=case)

    (row,) = month.days[0].statements
    assert [answered.rebuttal.slug for answered in row.claims[0].answers] == [rebuttal.slug]
    assert row.claims[0].answers[0].when.words == "5 months later"  # type: ignore[union-attr]


def test_evidence_that_was_public_before_the_claim_says_how_long() -> None:
    case = make_case()
    claim = make_claim(make_statement(cases=[case], issued="2021-07-19"))
    old = make_evidence(became_public="2018-09-18")
    new = make_evidence(became_public="2021-07-20")
    rebuttal = make_rebuttal(claim, evidence=[new, old])

    found = timeline(rebuttal, case=case)

    row = next(row for month in found for day in month.days for row in day.statements)
    public = row.claims[0].answers[0].longest_public
    assert public is not None
    assert public.evidence.slug == old.slug
    assert public.public is not None
    assert public.public.words == "Evidence public 2 years 10 months before"


def test_evidence_is_on_the_day_on_which_it_became_public() -> None:
    case = make_case()
    evidence = make_evidence(happened="2018", became_public="2020-06-22")
    claim = make_claim(make_statement(cases=[case]))

    found = timeline(make_rebuttal(claim, evidence=[evidence]), case=case)

    assert [month.title for month in found] == ["June 2020", "July 2021"]
    assert found[0].shown == 1
    assert found[1].said == 1


def test_dates_are_ordered_and_what_is_not_known_comes_after_what_is() -> None:
    case = make_case()
    dates = ["", "2021", "2021-07", "2021-07-19", "2021-07-02"]
    statements = [
        make_statement(cases=[case], issued=date, issued_unknown={"en": "Not stated."})
        for date in dates
    ]

    found = timeline(*statements, case=case)

    in_order = [statement.slug for statement in reversed(statements)]
    assert all_statements(found) == in_order
    assert [month.title for month in found] == [
        "July 2021",
        "2021, month not known",
        "Date not known",
    ]
    assert [day.short for day in found[0].days] == ["2 July", "19 July", "day not known"]


def test_an_event_that_is_a_statement_is_named_at_the_statement() -> None:
    case = make_case()
    statement = make_statement(cases=[case])
    event = make_event(cases=[case], type="statement", statements=[statement])
    other = make_event(cases=[case], type="court")

    found = timeline(event, other, case=case)

    rows = [row for month in found for day in month.days for row in day.statements]
    assert [one.slug for one in rows[0].events] == [event.slug]
    apart = [one.slug for month in found for day in month.days for one in day.events]
    assert apart == [other.slug]


def test_a_speaker_leads_to_what_they_said_and_what_answered_it() -> None:
    case, speaker = make_case(), make_party()
    mine = make_claim(make_statement(cases=[case], speaker=speaker))
    other = make_claim(make_statement(cases=[case]))
    cited, unrelated = make_evidence(), make_evidence()
    answers = [make_rebuttal(mine, evidence=[cited]), make_rebuttal(other, evidence=[unrelated])]

    found = timeline(*answers, case=case, speaker=speaker.slug)

    assert all_statements(found) == [mine.statement.slug]
    assert sum(month.shown for month in found) == 1


def test_a_topic_leaves_out_other_claims() -> None:
    case = make_case()
    statement = make_statement("We were never a client. The list is wrong.", cases=[case])
    about = make_claim(statement, topics=["no-evidence"])
    other = make_claim(statement, exact="The list is wrong", topics=["the-list"])

    found = timeline(about, other, case=case, topic="the-list")

    (row,) = [row for month in found for day in month.days for row in day.statements]
    assert [item.claim.slug for item in row.claims] == [other.slug]


def test_as_of_shows_only_what_was_certainly_public() -> None:
    case = make_case()
    dates = ["2021-07-19", "2021-07", "2021-07-22", ""]
    statements = [
        make_statement(cases=[case], issued=date, issued_unknown={"en": "Not stated."})
        for date in dates
    ]

    found = timeline(*statements, case=case, as_of="2021-07-21")

    assert all_statements(found) == [statements[0].slug]


def test_the_overview_marks_every_dated_statement_and_item_of_evidence() -> None:
    case = make_case()
    claims = [make_claim(make_statement(cases=[case], issued="2021-07-19")) for _ in range(3)]
    evidence = make_evidence(became_public="2020-06-22")
    undated = make_statement(cases=[case], issued="", issued_unknown={"en": "Not stated."})

    found = overview(timeline(make_rebuttal(*claims, evidence=[evidence]), undated, case=case))

    assert found is not None
    assert [len(found.dots), len(found.squares)] == [3, 1]
    assert [year.name for year in found.years] == ["2020", "2021"]
    assert all(y < found.axis for _x, y in found.dots)
    assert all(y > found.axis for _x, y in found.squares)


def test_there_is_no_overview_of_nothing() -> None:
    assert overview([]) is None


def test_every_answer_stands_on_the_timeline_once() -> None:
    case = make_case()
    claim = make_claim(make_statement(cases=[case]))
    days = [f"2022-01-0{number}" for number in range(1, 6)]
    answers = [make_rebuttal(claim, issued=day) for day in days]

    row = claims_of(timeline(*answers, case=case))[0]

    shown = [[answered.rebuttal.slug for answered in part] for part in (row.first, row.rest)]
    in_order = [answer.slug for answer in answers]
    assert shown == [in_order[:ANSWERS_AT_ONCE], in_order[ANSWERS_AT_ONCE:]]


def test_an_answer_meant_for_the_claim_stands_before_an_earlier_one_of_an_editors_choice() -> None:
    case = make_case()
    claim = make_claim(make_statement(cases=[case]))
    chosen, meant = make_rebuttal(claim, issued="2022-01-01"), make_rebuttal(issued="2022-02-01")
    make_answer(meant, claim, paired_by="speaker")

    row = claims_of(timeline(chosen, meant, case=case))[0]

    assert [answered.rebuttal.slug for answered in row.answers] == [meant.slug, chosen.slug]


def test_of_what_was_public_before_the_finding_that_was_public_longest_is_named() -> None:
    case = make_case()
    claim = make_claim(make_statement(cases=[case], issued="2021-07-19"))
    dates = ["2020-01-01", "2018-09-18", "2019-05-05"]
    evidence = [make_evidence(became_public=date) for date in dates]

    row = claims_of(timeline(make_rebuttal(claim, evidence=evidence), case=case))[0]

    public = row.answers[0].longest_public
    assert public is not None
    assert public.evidence.slug == evidence[1].slug


def test_a_speaker_leads_to_the_evidence_that_their_claims_cite_themselves() -> None:
    case, speaker = make_case(), make_party()
    claim = make_claim(make_statement(cases=[case], speaker=speaker))
    make_citation(claim, make_evidence(), relation="helps_denial")

    found = timeline(claim, case=case, speaker=speaker.slug)

    assert sum(month.shown for month in found) == 1


def claims_of(found: list[Month]) -> list[ClaimRow]:
    days = [day for month in found for day in month.days]
    return [claim for day in days for row in day.statements for claim in row.claims]
