"""The case at a glance: every mark at its month, statements above the axis, evidence below."""

from typing import Any

import pytest

from claims.derived.overview import COLUMNS, LABELS, MARGIN, PITCH, Overview, Year, overview
from claims.derived.timeline import Day, EvidenceLine, Month, StatementRow
from publishing.reading.records import Record

pytestmark = pytest.mark.once

STEP = COLUMNS * PITCH


def record(kind: str, state: str = "live") -> Record:
    return Record(kind, f"a-{kind}", {"title": {}}, {}, 1, 1, "", state)


def month(anchor: str, said: int = 0, shown: int = 0, withdrawn: int = 0) -> Month:
    """Make a month in which so much was said and shown, and as much again was withdrawn."""
    states = ["live"] * said + ["withdrawn"] * withdrawn
    day = Day(
        anchor,
        "",
        statements=[StatementRow(record("statement", state), None) for state in states],
        evidence=[EvidenceLine(record("evidence"), None) for _ in range(shown)],
    )
    return Month(anchor, anchor[:4], "", "", [day])


def drawn(*months: Month) -> Overview:
    found = overview(months)
    assert found is not None
    return found


def test_marks_of_a_month_fill_columns_away_from_the_axis() -> None:
    found = drawn(month("2021-01", said=3, shown=3))

    assert found.axis == MARGIN + 2 * PITCH
    assert found.dots == [
        (3, found.axis - 4),
        (9, found.axis - 4),
        (3, found.axis - 10),
    ]
    assert found.squares == [
        (0.5, found.axis + 1.5),
        (6.5, found.axis + 1.5),
        (0.5, found.axis + 7.5),
    ]


def test_a_month_stands_as_far_right_as_it_is_from_the_first_january() -> None:
    found = drawn(month("2020-03", said=1), month("2021-12", said=1, shown=1))

    assert [x for x, _y in found.dots] == [2 * STEP + 3, 23 * STEP + 3]
    assert [x for x, _y in found.squares] == [23 * STEP + 0.5]


def test_every_year_between_has_its_line() -> None:
    found = drawn(month("2019-12", said=1), month("2021-01", said=1))

    assert found.years == [
        Year("2019", 0, 5),
        Year("2020", 12 * STEP, 12 * STEP + 5),
        Year("2021", 24 * STEP, 24 * STEP + 5),
    ]
    assert found.width == 36 * STEP


def test_the_drawing_is_as_high_as_its_fullest_months() -> None:
    found = drawn(month("2021-01", said=5), month("2021-02", said=1, shown=4))

    assert found.axis == MARGIN + 3 * PITCH
    assert found.height == found.axis + 2 * PITCH + MARGIN + LABELS
    assert found.text_y == found.height - 5


def test_what_was_withdrawn_has_no_mark() -> None:
    assert len(drawn(month("2021-01", said=1, withdrawn=1)).dots) == 1


@pytest.mark.parametrize("anchor", ["2021", "undated", "open"])
def test_what_has_no_month_has_no_mark(anchor: str) -> None:
    assert overview([month(anchor, said=1)]) is None
    assert drawn(month("2021-07", said=1), month(anchor, said=1)).dots == [(6 * STEP + 3, 8)]


def test_no_mark_lies_on_another_or_outside() -> None:
    months: list[Any] = [month(f"2020-{n:02}", said=n, shown=13 - n) for n in range(1, 13)]

    found = drawn(*months)

    marks = found.dots + found.squares
    assert len(set(marks)) == len(marks) == 12 * 13
    assert all(0 < x < found.width and 0 < y < found.height for x, y in marks)
