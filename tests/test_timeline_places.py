"""Where things stand on the timeline, what is shown at once, and what is counted."""

import pytest

from claims.derived.timeline import (
    ANSWERS_AT_ONCE,
    EVIDENCE_AT_ONCE,
    ClaimRow,
    Day,
    EvidenceLine,
    Month,
    StatementRow,
    months,
)
from publishing.reading.records import Library, Record
from tests.records import answer, claim, event, evidence, party, rebuttal, statement

pytestmark = pytest.mark.once


def timeline(*records: Record) -> list[Month]:
    return months(Library(list(records)))


def rows(*records: Record) -> list[StatementRow]:
    return [row for month in timeline(*records) for day in month.days for row in day.statements]


@pytest.mark.parametrize(
    ("issued", "month", "day"),
    [
        (
            "2021-07-21",
            ("2021-07", "2021", "July 2021", "July"),
            ("d2021-07-21", "21 July", "2021-07-21"),
        ),
        ("2021-07", ("2021-07", "2021", "July 2021", "July"), ("d2021-07", "day not known", "")),
        ("2021-07~", ("2021-07", "2021", "July 2021", "July"), ("d2021-07", "day not known", "")),
        ("2021", ("2021", "2021", "2021, month not known", "month not known"), ("d2021", "", "")),
        (
            "2021-07-19/2021-07-21",
            ("2021-07", "2021", "July 2021", "July"),
            ("d2021-07-19-2021-07-21", "19–21 July", "2021-07-19/2021-07-21"),
        ),
        (
            "2020/2021",
            ("2021-12", "2021", "December 2021", "December"),
            ("d2020-2021", "2020–2021", "2020/2021"),
        ),
        (
            "2019-07-05~/2020~",
            ("2020-12", "2020", "December 2020", "December"),
            ("d2019-07-05~-2020~", "about 5 July 2019 – about 2020", "2019-07-05~/2020~"),
        ),
        (
            "2021-07-21/..",
            ("open", "", "End not known", "end not known"),
            ("d2021-07-21-..", "from 21 July 2021", "2021-07-21/.."),
        ),
        ("", ("undated", "", "Date not known", "not known"), ("d9999", "", "")),
    ],
)
def test_a_date_has_its_month_and_its_day(
    issued: str, month: tuple[str, ...], day: tuple[str, ...]
) -> None:
    (found,) = timeline(statement(issued=issued))

    (only,) = found.days
    assert (found.anchor, found.year, found.title, found.short) == month
    assert (only.anchor, only.short, only.date) == day
    assert only.is_undated is (issued == "")


def test_months_and_days_stand_in_order_with_what_is_known_less_at_the_end() -> None:
    dates = ["2020-12-31", "2021-06-30", "2021-07-01", "2021-07", "2021", "2022-01-01"]
    dates += ["2021-07-01/..", ""]
    said = [statement(f"stm-{number}", issued=date) for number, date in enumerate(dates)]

    found = timeline(*reversed(said))

    assert [month.anchor for month in found] == [
        *("2020-12", "2021-06", "2021-07", "2021", "2022-01", "open", "undated"),
    ]
    assert [day.anchor for day in found[2].days] == ["d2021-07-01", "d2021-07"]
    assert [row.statement["issued"] for row in rows(*said)] == dates


def test_what_is_of_one_day_stands_together() -> None:
    (month,) = timeline(
        statement(issued="2021-07-18"), evidence(), event(), party("speaker"), party("producer")
    )

    (day,) = month.days
    assert [(row.statement.slug, row.speaker and row.speaker.slug) for row in day.statements] == [
        ("stm", "speaker")
    ]
    assert [(one.evidence.slug, one.producer and one.producer.slug) for one in day.evidence] == [
        ("evd", "producer")
    ]
    assert [one.slug for one in day.events] == ["evt"]


def test_claims_stand_in_the_order_of_the_text() -> None:
    claims = [
        claim("clm-1", rendition="first", start=4),
        claim("clm-2", rendition="first", start=4),
        claim("clm-0", rendition="first", start=9),
        claim("clm-3", rendition="second", start=0),
    ]

    (row,) = rows(statement(), *reversed(claims))

    assert [one.claim.slug for one in row.claims] == [one.slug for one in claims]


def test_a_claim_whose_statement_is_not_there_is_left_out() -> None:
    (row,) = rows(statement(), claim("clm-other", statement="stm-other"))

    assert row.claims == []


def test_answers_stand_beside_their_claim_with_the_time_since_it() -> None:
    (row,) = rows(statement(), claim(), rebuttal(), rebuttal("reb-other", answers=[answer("x")]))

    ((answered,),) = [one.answers for one in row.claims]
    assert answered.rebuttal.slug == "reb"
    assert answered.when
    assert answered.when.words == "1 day later"
    assert row.claims[0].quote["text"] == "never"


def test_an_event_that_is_a_statement_stands_at_each_that_is_on_the_timeline() -> None:
    said = event(type="statement", statements=["stm-elsewhere", "stm-a", "stm-b"])

    found = timeline(statement("stm-a"), statement("stm-b"), statement("stm-c"), said)

    (day,) = found[0].days
    assert [[one.slug for one in row.events] for row in day.statements] == [["evt"], ["evt"], []]
    assert day.events == []


@pytest.mark.parametrize(
    "apart",
    [
        event(type="statement", statements=["stm-elsewhere"]),
        event(type="statement"),
        event(type="court", statements=["stm"]),
    ],
)
def test_any_other_event_stands_by_itself(apart: Record) -> None:
    first, second = timeline(statement(), apart)[0].days

    assert [one.slug for one in first.events] == ["evt"]
    assert second.statements[0].events == []


def test_a_few_answers_are_shown_at_once_and_withdrawn_ones_apart() -> None:
    answers = [rebuttal(f"reb-{number}") for number in range(ANSWERS_AT_ONCE + 1)]
    gone = rebuttal("reb-9", state="withdrawn")

    (row,) = rows(statement(), claim(), *answers, gone)

    (asked,) = row.claims
    assert slugs(asked, "first") == ["reb-0", "reb-1"]
    assert slugs(asked, "rest") == ["reb-2"]
    assert slugs(asked, "live") == ["reb-0", "reb-1", "reb-2"]
    assert slugs(asked, "withdrawn") == ["reb-9"]
    assert asked.counted == [("contradicts", 3)]


def slugs(row: ClaimRow, name: str) -> list[str]:
    return [answered.rebuttal.slug for answered in getattr(row, name)]


def test_a_little_evidence_is_shown_at_once() -> None:
    lines = [EvidenceLine(evidence(f"evd-{number}"), None) for number in range(5)]
    day = Day("d2021-07-18", "18 July", evidence=lines)

    assert day.first_evidence == lines[:EVIDENCE_AT_ONCE]
    assert day.more_evidence == lines[EVIDENCE_AT_ONCE:]


def test_a_month_counts_what_still_stands() -> None:
    (month,) = timeline(
        statement("stm-a", issued="2021-07-01"),
        statement("stm-b", issued="2021-07-02"),
        statement("stm-c", issued="2021-07-02", state="withdrawn"),
        evidence("evd-a"),
        evidence("evd-b", state="withdrawn"),
    )

    assert (month.said, month.shown) == (2, 1)
    assert len(month.days) == 3
