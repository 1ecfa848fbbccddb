"""The answers to a claim: which come first, what they rest on, and what is counted."""

from typing import Any

import pytest

from claims.derived.answers import (
    Answered,
    Answers,
    answered_how,
    beside_the_point,
    counted,
    live,
)
from claims.derived.standing import Standing
from publishing.reading.records import Library, Record
from tests.records import answer, citation, claim, evidence, party, rebuttal, record, statement

pytestmark = pytest.mark.once


def answers_to(*records: Record, said: Record | None = None) -> list[Answered]:
    """Return the answers among the records to the one claim."""
    return Answers(Library(list(records))).to(claim(), said or statement())


def answered_by(*relations: str, withdrawn: str = "") -> list[Answered]:
    """Return an answer for each relation, those of one of them withdrawn."""
    return answers_to(
        *[
            rebuttal(
                f"reb-{number}",
                state="withdrawn" if relation == withdrawn else "live",
                answers=[answer(relation=relation)],
            )
            for number, relation in enumerate(relations)
        ]
    )


def test_only_answers_to_the_claim_are_found() -> None:
    other = rebuttal("reb-other", answers=[answer(to="clm-other")])
    both = rebuttal("reb-both", answers=[answer(to="clm-other"), answer(relation="qualifies")])

    (found,) = answers_to(other, both)

    assert (found.rebuttal.slug, found.answer["relation"]) == ("reb-both", "qualifies")


def test_live_answers_come_first_then_those_meant_for_the_claim_then_by_time() -> None:
    in_order = [
        rebuttal("reb-e", issued="2021-07-23"),
        rebuttal("reb-b", issued="2021-07-24"),
        rebuttal("reb-c", issued="2021-07-24"),
        rebuttal("reb-a", issued=""),
        rebuttal("reb-d", issued="2021-07-22", answers=[answer(by="editor")]),
        rebuttal("reb-0", issued="2021-07-21", state="withdrawn"),
    ]

    found = answers_to(*reversed(in_order))

    assert [one.rebuttal.slug for one in found] == [one.slug for one in in_order]
    assert [one.by_editor for one in found] == [False, False, False, False, True, False]
    assert [one.is_live for one in found] == [True, True, True, True, True, False]


def test_an_answer_says_who_how_and_how_much_later() -> None:
    (found,) = answers_to(rebuttal(issued="2021-07-24"), party("newspaper"), party("other"))

    assert found.speaker
    assert found.speaker.slug == "newspaper"
    assert found.relation == "contradicts"
    assert found.when
    assert found.when.words == "3 days later"


@pytest.mark.parametrize("state", ["live", "withdrawn"])
def test_how_much_later_is_reckoned_in_the_zone_of_each(state: str) -> None:
    said = statement(issued="2021-07-21T23:30-04:00", time_zone="Europe/Paris", state=state)

    (found,) = answers_to(rebuttal(issued="2021-07-24"), said=said)

    assert found.when
    assert found.when.words == "2 days later"


def test_nothing_lies_in_time_to_a_statement_that_is_gone() -> None:
    cites = rebuttal(citations=[citation()])

    (found,) = answers_to(cites, evidence(), said=statement(state="redacted"))

    assert found.when is None
    assert found.cited[0].public is None
    assert not found.cited[0].was_public_before


def test_nothing_lies_in_time_to_a_statement_that_is_not_known() -> None:
    (found,) = Answers(Library([rebuttal()])).to(claim(), None)

    assert found.when is None


def test_what_an_answer_cites_is_found_with_its_producer_and_source() -> None:
    cites = rebuttal(citations=[citation("evd-b", "helps_denial"), citation("evd-a")])
    others = [evidence("evd-a"), evidence("evd-b"), party("producer"), record("source", "src")]

    (found,) = answers_to(cites, *others)

    assert [one.evidence.slug for one in found.cited] == ["evd-b", "evd-a"]
    assert [one.relation for one in found.cited] == ["helps the denial", "supports the answer"]
    assert [one.producer and one.producer.slug for one in found.cited] == ["producer"] * 2
    assert [one.source and one.source.slug for one in found.cited] == ["src"] * 2


@pytest.mark.parametrize("others", [[], [evidence(state="redacted")]])
def test_evidence_that_cannot_be_read_is_not_cited(others: list[Record]) -> None:
    (found,) = answers_to(rebuttal(citations=[citation()]), *others)

    assert found.cited == []


def test_what_a_claim_itself_cites_is_found() -> None:
    cites = claim(citations=[citation("evd-a")])
    answers = Answers(Library([evidence("evd-a", became_public="2021-07-19"), evidence("evd-b")]))

    (found,) = answers.cited_by(cites, statement())

    assert found.evidence.slug == "evd-a"
    assert found.public
    assert found.public.words == "Evidence public 2 days before"


def test_the_evidence_that_had_been_public_longest_is_live_and_was_there_before() -> None:
    dates = {
        "evd-after": "2021-07-22",
        "evd-withdrawn": "2010",
        "evd-late": "2021-07-20",
        "evd-early": "2018-09-18",
        "evd-vague": "2018",
        "evd-undated": "",
    }
    shown = [
        evidence(slug, became_public=date, state="withdrawn" if "withdrawn" in slug else "live")
        for slug, date in dates.items()
    ]

    (found,) = answers_to(rebuttal(citations=[citation(slug) for slug in dates]), *shown)

    assert [one.evidence.slug for one in found.cited if one.was_public_before] == [
        "evd-withdrawn",
        "evd-late",
        "evd-early",
        "evd-vague",
    ]
    assert [one.evidence.slug for one in found.cited if not one.is_live] == ["evd-withdrawn"]
    assert found.longest_public
    assert found.longest_public.evidence.slug == "evd-early"


def test_an_answer_that_cites_nothing_older_has_nothing_public_longest() -> None:
    (found,) = answers_to(rebuttal(citations=[citation()]), evidence(became_public="2021-07-21"))

    assert found.longest_public is None


@pytest.mark.parametrize(
    ("state", "changed", "caveats"),
    [
        ("live", False, []),
        ("withdrawn", False, ["withdrawn"]),
        ("live", True, ["needs another look"]),
        ("withdrawn", True, ["withdrawn", "needs another look"]),
    ],
)
def test_a_reader_is_told_what_became_of_an_answer(
    state: str, changed: bool, caveats: list[str]
) -> None:
    (found,) = answers_to(rebuttal(state=state))
    fields: dict[str, Any] = {**found.__dict__, "another_look": [evidence()] if changed else []}

    assert Answered(**fields).caveats == caveats


def test_answers_are_counted_by_relation_in_the_order_of_the_rubric() -> None:
    found = answered_by("off_point", "qualifies", "contradicts", "qualifies")

    assert counted(found) == [("contradicts", 1), ("qualifies", 2), ("does not meet the point", 1)]


def test_what_was_withdrawn_is_not_counted() -> None:
    found = answered_by("contradicts", "qualifies", withdrawn="qualifies")

    assert counted(found) == [("contradicts", 1)]
    assert [one.answer["relation"] for one in live(found)] == ["contradicts"]


def test_a_claim_says_how_it_was_answered_with_the_number_of_answers() -> None:
    found = answered_by("contradicts", "off_point", "contradicts", "supports", withdrawn="supports")
    standing = Standing(("contradicts", "qualifies", "supports"))

    assert answered_how(standing, found) == [("contradicts", 2)]


@pytest.mark.parametrize(
    ("how", "count"), [(("contradicts",), 2), (("off_point",), 0), (("off_point", "x"), 2)]
)
def test_answers_beside_the_point_are_counted_where_others_meet_it(
    how: tuple[str, ...], count: int
) -> None:
    found = answered_by("off_point", "contradicts", "off_point")

    assert beside_the_point(Standing(how), found) == count


def test_a_withdrawn_answer_beside_the_point_is_not_counted() -> None:
    found = answered_by("off_point", "contradicts", withdrawn="off_point")

    assert beside_the_point(Standing(("contradicts",)), found) == 0
