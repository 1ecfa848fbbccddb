"""How far apart two dates are: never more exact than the dates."""

from datetime import date

import pytest
from hypothesis import given

from claims.derived.distance import Distance, distance
from tests.dates import dates_with_zones

DAYS = {day: date(2021, 7, day) for day in range(1, 32)}


def words(first: str, second: str, zone: str = "", from_zone: str = "") -> str:
    found = distance(first, zone, second, from_zone)
    assert found
    return found.words


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("2018-09-18", "2021-07-19", "2 years 10 months before"),
        ("2021-07-18", "2021-07-19", "1 day before"),
        ("2021-07-22", "2021-07-19", "3 days later"),
        ("2021-07-19", "2021-07-19", "the same day"),
        ("2020-07-19", "2021-07-19", "1 year before"),
        ("2020-06-19", "2021-07-19", "1 year 1 month before"),
        ("2020-07-20", "2021-07-19", "11 months before"),
        ("2021-05-20", "2021-07-19", "60 days before"),
        ("2021-05-19", "2021-07-19", "2 months before"),
    ],
)
def test_days_are_compared_exactly(first: str, second: str, expected: str) -> None:
    assert words(first, second) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("2018", "2021-07-19", "at least 2 years 6 months before"),
        ("2020-06", "2021-07-19", "at least 1 year before"),
        ("2019-07-05/2019-09-05", "2021-07-19", "at least 1 year 10 months before"),
        ("2022-01", "2021-07-19", "at least 5 months later"),
    ],
)
def test_a_vague_date_gives_the_least_distance_that_is_certain(
    first: str, second: str, expected: str
) -> None:
    assert words(first, second) == expected


@pytest.mark.parametrize("vague", ["2021-07", "2021", "2021-07-10/2021-07-20", "2021-07-XX"])
def test_dates_that_overlap_have_no_order(vague: str) -> None:
    assert words(vague, "2021-07-19") == "before or after: not known"


def test_the_same_month_twice_has_no_order() -> None:
    assert words("2021-07", "2021-07") == "before or after: not known"


def test_a_date_that_is_not_known_has_no_distance() -> None:
    assert distance("", "", "2021-07-19", "") is None
    assert distance("2021-07-19", "", "", "") is None


@pytest.mark.parametrize(
    ("text", "from_text", "found"),
    [
        ("2021-07-18", "2021-07-20", Distance("before", DAYS[18], DAYS[20], exact=True)),
        ("2021-07-20", "2021-07-18", Distance("after", DAYS[18], DAYS[20], exact=True)),
        ("2021-07-19", "2021-07-19", Distance("same", DAYS[19], DAYS[19], exact=True)),
        ("2021-07", "2021-07-19", Distance("unclear", DAYS[1], DAYS[19], exact=False)),
        ("2021-07-18", "2021-07-20/2021-08", Distance("before", DAYS[18], DAYS[20], exact=False)),
    ],
)
def test_a_distance_keeps_the_days_between_which_it_is_reckoned(
    text: str, from_text: str, found: Distance
) -> None:
    assert distance(text, "", from_text, "") == found


def test_a_time_counts_as_the_day_that_it_names() -> None:
    assert words("2021-07-18T18:12:48+02:00", "2021-07-19") == "1 day before"
    assert words("2021-07-19T00:30+02:00", "2021-07-19") == "the same day"


def test_a_day_counts_where_it_was_published() -> None:
    assert words("2021-07-19", "2021-07-19", "Asia/Kolkata", "America/New_York") == "the same day"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # Half past three and eleven in the evening before, on the clocks of Greenwich.
        ("2021-07-21T23:30-04:00", "2021-07-22T01:00+02:00", "the same day"),
        ("2021-07-21T18:30-04:00", "2021-07-22T01:00+02:00", "1 day before"),
        ("2021-07-22T01:00+02:00", "2021-07-21T18:30-04:00", "1 day later"),
        ("2021-07-21T23:30-04:00", "2021-07-22", "the same day"),
        ("2021-07-21T23:30-04:00/2021-07-23", "2021-07-24", "at least 1 day before"),
        ("2021-07-21T23:30-04:00/2021-07-22", "2021-07-22", "before or after: not known"),
    ],
)
def test_a_moment_is_not_called_before_what_it_followed(
    first: str, second: str, expected: str
) -> None:
    assert words(first, second) == expected


@given(dates_with_zones(), dates_with_zones())
def test_a_distance_turned_round_says_the_same(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    there, back = distance(*one, *other), distance(*other, *one)

    turned = {"before": "after", "after": "before"}
    if there is None or back is None:
        assert there is back is None
        return
    assert turned.get(there.order, there.order) == back.order
    assert there.order not in turned or there.length == back.length
