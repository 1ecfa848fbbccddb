"""On which day a date counts, and what may stand for a day in an address."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dates import DAYS, dates_with_zones
from values.days import days_of, has_time, is_day, is_open, is_public_by

pytestmark = pytest.mark.once

PARIS = "Europe/Paris"
NO_DAYS = [
    "", "2021", "2021-07", "2021-7-1", "20210721", "2021-02-29", "2021-13-01", "2021-00-10",
    "1899-12-31", "2101-01-01", " 2021-07-21", "2021-07-21\n", "2021-07-21T00:00Z",
    "٢٠٢١-٠٧-٢١", "2021-W29-3", "today",
]  # fmt: skip


@given(DAYS)
def test_every_day_of_two_centuries_is_one(day: date) -> None:
    assert is_day(str(day))


@pytest.mark.parametrize("text", NO_DAYS)
def test_nothing_else_is_a_day(text: str) -> None:
    assert not is_day(text)


@pytest.mark.parametrize("text", ["1900-01-01", "2100-12-31", "2020-02-29"])
def test_the_first_the_last_and_leap_days_are_days(text: str) -> None:
    assert is_day(text)


@pytest.mark.parametrize(
    ("text", "zone", "first", "last"),
    [
        ("2021-07-21", "", "2021-07-21", "2021-07-21"),
        ("2021-07-21", "Pacific/Kiritimati", "2021-07-21", "2021-07-21"),
        ("2021-07", PARIS, "2021-07-01", "2021-07-31"),
        ("2020", "", "2020-01-01", "2020-12-31"),
        ("2021-07-19/2021-07-21", PARIS, "2021-07-19", "2021-07-21"),
        # A moment counts by its own offset where the record names no zone.
        ("2021-07-21T23:30-04:00", "", "2021-07-21", "2021-07-21"),
        ("2021-07-21T23:30-04:00", PARIS, "2021-07-22", "2021-07-22"),
        ("2021-07-20T23:30-04:00/2021-07-22", "", "2021-07-20", "2021-07-22"),
        ("2021-07-20/2021-07-22T01:00+05:00", "", "2021-07-20", "2021-07-22"),
        ("../2021-07-22", "", "1900-01-01", "2021-07-22"),
        ("2021-07-22/..", "", "2021-07-22", "2100-12-31"),
    ],
)
def test_a_date_counts_on_these_days(text: str, zone: str, first: str, last: str) -> None:
    assert days_of(text, zone) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("2021-07-21", "2021-07-20", False),
        ("2021-07-21", "2021-07-21", True),
        ("2021-07-21", "2021-07-22", True),
        ("2021-07", "2021-07-30", False),
        ("2021-07", "2021-07-31", True),
        ("2021-07-21/..", "2099-12-31", False),
        ("", "2099-12-31", False),
    ],
)
def test_what_may_still_come_is_not_certainly_public(text: str, day: str, expected: bool) -> None:
    assert is_public_by(text, "", day) is expected


@given(dates_with_zones(), DAYS, st.integers(0, 400))
def test_what_is_public_stays_public(dated: tuple[str, str], day: date, later: int) -> None:
    after = date.fromordinal(min(day.toordinal() + later, date(2100, 12, 31).toordinal()))

    assert is_public_by(*dated, str(after)) >= is_public_by(*dated, str(day))


def test_a_moment_and_an_open_end_are_told_from_a_day() -> None:
    assert [has_time(text) for text in ("2021-07-21", "2021-07-21T10:00Z")] == [False, True]
    assert has_time("2021-07-20/2021-07-21T10:00Z")
    assert [is_open(text) for text in ("2021/..", "../2021", "2021")] == [True, False, False]
