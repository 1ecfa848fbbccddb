"""What a fuzzy date accepts, means and says."""

from datetime import UTC, date, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import example, given
from hypothesis import strategies as st

from claims.models import Event
from tests.dates import CALENDAR, DAYS, INTERVALS, MOMENTS, TEXTS, UNSPECIFIED, ZONES
from values.fuzzydate import FuzzyDate, InvalidFuzzyDate

pytestmark = pytest.mark.once

NOT_ABOUT_DATES = {
    one.name for one in Event._meta.fields if one.name not in ("happened", "time_zone")
}
SPANS = [
    ("2021", "", "2021-01-01T00:00:00", "2021-12-31T23:59:59.999999"),
    ("2021-07", "", "2021-07-01T00:00:00", "2021-07-31T23:59:59.999999"),
    ("2020-02", "", "2020-02-01T00:00:00", "2020-02-29T23:59:59.999999"),
    ("2021-12", "", "2021-12-01T00:00:00", "2021-12-31T23:59:59.999999"),
    ("2021-07-19", "", "2021-07-19T00:00:00", "2021-07-19T23:59:59.999999"),
    ("2021-07-19", "Europe/Paris", "2021-07-18T22:00:00", "2021-07-19T21:59:59.999999"),
    ("2021-07", "America/New_York", "2021-07-01T04:00:00", "2021-08-01T03:59:59.999999"),
    ("2021-07-19T17:04+02:00", "", "2021-07-19T15:04:00", "2021-07-19T15:04:59.999999"),
    ("2021-07-19T17:04+02:00", "Asia/Tokyo", "2021-07-19T15:04:00", "2021-07-19T15:04:59.999999"),
    ("2021-07-19T17:04:23Z", "", "2021-07-19T17:04:23", "2021-07-19T17:04:23.999999"),
    ("2021-07-XX", "", "2021-07-01T00:00:00", "2021-07-31T23:59:59.999999"),
    ("2021-XX", "", "2021-01-01T00:00:00", "2021-12-31T23:59:59.999999"),
    ("2019-07-05/2019-09-05", "", "2019-07-05T00:00:00", "2019-09-05T23:59:59.999999"),
    ("2019-07-05~/2020", "", "2019-07-05T00:00:00", "2020-12-31T23:59:59.999999"),
    ("2019-07/2019-07-05", "", "2019-07-01T00:00:00", "2019-07-05T23:59:59.999999"),
    ("2021-07-19/..", "", "2021-07-19T00:00:00", "2100-12-31T23:59:59.999999"),
    ("../2021-07-19", "", "1900-01-01T00:00:00", "2021-07-19T23:59:59.999999"),
]

# Each of these days begins or ends where clocks were changed.
CLOCK_CHANGES = [
    ("2021-03-28", "Europe/Paris", 23),
    ("2021-10-31", "Europe/Paris", 25),
    ("2021-04-11", "Africa/Casablanca", 25),
    ("2021-05-16", "Africa/Casablanca", 23),
    ("2018-11-04", "America/Sao_Paulo", 23),
    ("2010-04-02", "Africa/Casablanca", 24),
    ("1919-03-30", "America/Toronto", 23.5),
    ("1919-03-31", "America/Toronto", 23.5),
]

PRECISIONS = {
    "year": ["2021", "2021~", "2021-XX"],
    "month": ["2021-07", "2021-07~", "2021-07-XX"],
    "day": ["2021-07-19", "2021-07-19~"],
    "minute": ["2021-07-19T17:04+02:00"],
    "second": ["2021-07-19T17:04:23Z"],
    "interval": ["2019-07/2019-09", "2019-07/2019-09~", "2021-07-19/..", "../2021-07-19~"],
}

WORDS = [
    ("2021", "2021"),
    ("2021-07", "July 2021"),
    ("2021-07-19", "19 July 2021"),
    ("2021-07-19T17:04+02:00", "19 July 2021, 17:04 (UTC+02:00)"),
    ("2021-07-19T17:04-05:30", "19 July 2021, 17:04 (UTC-05:30)"),
    ("2021-07-19T07:04:03Z", "19 July 2021, 07:04:03 (UTC)"),
    ("2021-07-19T17:04:23Z", "19 July 2021, 17:04:23 (UTC)"),
    ("2021~", "about 2021"),
    ("2021-07~", "about July 2021"),
    ("2019-07-XX", "July 2019 (day not given)"),
    ("2019-XX", "2019 (month not given)"),
    ("2019-07-05/2019-09-05", "5 July 2019 – 5 September 2019"),
    ("2019-07-05/2019-07-09", "5–9 July 2019"),
    ("2019-07-05/2020-07-09", "5 July 2019 – 9 July 2020"),
    ("2019-07-05/2019-07-05", "5 July 2019"),
    ("2019-07/2019-09", "July–September 2019"),
    ("2019/2021", "2019–2021"),
    ("2019-07~/2019-09", "about July 2019 – September 2019"),
    ("2021-07-19T17:04+02:00/2021-07-19T18:30+02:00", "19 July 2021, 17:04–18:30 (UTC+02:00)"),
    (
        "2021-07-19T17:04+02:00/2021-07-19T18:30+01:00",
        "19 July 2021, 17:04 (UTC+02:00) – 19 July 2021, 18:30 (UTC+01:00)",
    ),
    ("2021-07-19T17:04Z/2021-07-20", "19 July 2021, 17:04 (UTC) – 20 July 2021"),
    ("2021-07-19/..", "from 19 July 2021"),
    ("../2021-07-19", "until 19 July 2021"),
]

# fmt: off
REFUSED = {
    "there is no date": ["", "   "],
    "not a date in a form": [
        "soon", "19 July 2021", "19-07-2021", "20210719", "2021-7-9", "2021-07-1X", "202X",
        "٢٠٢١", "2021 -07", "2021-07-19T17+02:00", "2021-07-19 17:04+02:00", "2021-07-19T24:00Z",
        "2021-07-19T17:60Z", "2021-07-19T17:04:60Z", "2021-07-19T17:04:23.5Z",
        "2021-07-19T17:04+15:00", "2021-07-19-XX", "..",
    ],
    "-00:00 is not an offset": ["2021-07-19T17:04-00:00"],
    "the time needs its offset": ["2021-07-19T17:04", "2021-07-19T17:04:23"],
    "a time cannot be approximate": ["2021-07-19T17:04Z~"],
    "no such day or month": [
        "2021-02-30", "2021-02-29", "2021-13", "2021-00", "2021-21", "2021-13-XX", "2021-02-30~",
        "2021-02-30T17:04Z", "2021-02-01/2021-02-30",
    ],
    "outside 1900–2100": ["1899", "2101-01-01", "1899-12-31T23:00Z"],
    "“XX” comes last and alone": ["2021-XX-XX", "2021-XX-19", "2021-07-XX~"],
    "are not used": ["2021-07?", "2021-07%"],
    "an end is empty": ["2021/", "/2021"],
    "one end of an interval must be known": ["../.."],
    "an interval has one “/”": ["19/07/2021"],
    "“XX” cannot be in an interval": ["2021-07-XX/2021-09"],
    "ends before it starts": [
        "2022/2021", "2021-07-19/2021-07-18", "2021-07-19T17:04+02:00/2021-07-19T15:03Z",
    ],
}
# fmt: on

NEARLY = st.text(alphabet="0123456789-/.~TZX:+?% ", max_size=30)


def read(text: str, zone: str) -> FuzzyDate | None:
    """Return the date, or None where it is refused as it should be."""
    try:
        return FuzzyDate.parse(text, zone)
    except InvalidFuzzyDate:
        return None


@pytest.mark.parametrize(("text", "zone", "earliest", "latest"), SPANS)
def test_a_date_spans_what_it_may_mean(text: str, zone: str, earliest: str, latest: str) -> None:
    fuzzy = FuzzyDate.parse(text, zone)
    span = (fuzzy.earliest.isoformat(), fuzzy.latest.isoformat())
    assert span == (f"{earliest}+00:00", f"{latest}+00:00")


@pytest.mark.parametrize(("text", "zone", "hours"), CLOCK_CHANGES)
def test_a_day_is_as_long_as_its_clocks_make_it(text: str, zone: str, hours: float) -> None:
    fuzzy = FuzzyDate.parse(text, zone)
    length = fuzzy.latest - fuzzy.earliest + timedelta.resolution
    assert length == timedelta(hours=hours)


def test_a_midnight_that_came_twice_belongs_to_the_new_day_from_its_first_time() -> None:
    fuzzy = FuzzyDate.parse("2009-11-01", "America/St_Johns")
    assert fuzzy.earliest == datetime(2009, 11, 1, 2, 30, tzinfo=UTC)


def test_a_day_lasts_until_its_last_instant_when_midnight_came_twice() -> None:
    fuzzy = FuzzyDate.parse("2009-10-31", "America/St_Johns")
    assert fuzzy.latest == datetime(2009, 11, 1, 3, 29, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2011-12-30", "2011-12-30/2012", "2011-12-30~"])
def test_a_day_that_the_clocks_of_its_zone_skipped_is_refused(text: str) -> None:
    with pytest.raises(InvalidFuzzyDate, match="the clocks of Pacific/Apia skipped this day"):
        FuzzyDate.parse(text, "Pacific/Apia")


@pytest.mark.parametrize(("precision", "texts"), list(PRECISIONS.items()))
def test_a_date_says_how_precisely_it_is_known(precision: str, texts: list[str]) -> None:
    assert {FuzzyDate.parse(text).precision for text in texts} == {precision}


@pytest.mark.parametrize("text", list(chain(*PRECISIONS.values())))
def test_a_date_says_whether_it_is_approximate_or_not_given(text: str) -> None:
    fuzzy = FuzzyDate.parse(text)
    assert (fuzzy.approximate, fuzzy.unspecified) == ("~" in text, "XX" in text)


@pytest.mark.parametrize(("text", "words"), WORDS)
def test_a_date_reads_in_plain_english(text: str, words: str) -> None:
    with override("en"):
        assert FuzzyDate.parse(text, "Africa/Casablanca").display() == words


@pytest.mark.parametrize(("language", "month"), [("fr", "juillet"), ("ar", "يوليو")])
def test_a_date_reads_in_the_language_of_the_page(language: str, month: str) -> None:
    with override(language):
        assert FuzzyDate.parse("2021-07-19").display() == f"19 {month} 2021"


@pytest.mark.parametrize(
    ("text", "reason"), [(text, reason) for reason, texts in REFUSED.items() for text in texts]
)
def test_a_text_that_is_not_a_date_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidFuzzyDate, match=reason):
        FuzzyDate.parse(text)


def test_a_refusal_shows_the_valid_forms() -> None:
    with pytest.raises(InvalidFuzzyDate, match=r"2021-07-19T17:04\+02:00.*2021-07-XX"):
        FuzzyDate.parse("yesterday")


def test_a_refusal_names_the_text_then_the_reason() -> None:
    with pytest.raises(InvalidFuzzyDate) as refusal:
        FuzzyDate.parse("2022/2021")

    said = str(refusal.value)
    assert said.startswith("“2022/2021”: the interval ends before it starts. Valid forms: ")


def test_a_refusal_does_not_repeat_a_long_text() -> None:
    with pytest.raises(InvalidFuzzyDate) as refusal:
        FuzzyDate.parse("x" * 10_000)
    assert len(str(refusal.value)) < 500


@pytest.mark.parametrize(
    "zone", ["Africa/Rabat", "Africa", "localtime", "CET+", "../etc/passwd", "a\0b", "é", "Z" * 400]
)
def test_an_unknown_time_zone_is_refused(zone: str) -> None:
    with pytest.raises(InvalidFuzzyDate, match="no such time zone"):
        FuzzyDate.parse("2021-07-19", zone)


def test_a_date_cannot_be_made_around_the_checks() -> None:
    with pytest.raises(InvalidFuzzyDate):
        FuzzyDate("2021-02-30")


def test_space_around_a_date_is_dropped() -> None:
    spaced = FuzzyDate.parse(" 2021-07-19\n", " Europe/Paris ")
    assert spaced == FuzzyDate("2021-07-19", "Europe/Paris")


@given(st.one_of(CALENDAR, UNSPECIFIED, MOMENTS))
def test_every_date_in_a_valid_form_is_read_and_keeps_its_text(text: str) -> None:
    assert str(FuzzyDate.parse(text)) == FuzzyDate.parse(text).text == text


@given(TEXTS, ZONES)
@example("2011-12-30", "Pacific/Apia")
def test_no_date_ends_before_it_starts(text: str, zone: str) -> None:
    fuzzy = read(text, zone)
    assert fuzzy is None or fuzzy.earliest <= fuzzy.latest


@given(INTERVALS, ZONES)
def test_an_interval_is_refused_exactly_when_it_cannot_run_forward(text: str, zone: str) -> None:
    start, end = (None if part == ".." else read(part, zone) for part in text.split("/"))
    fuzzy = read(text, zone)
    if fuzzy and start and end:
        assert (fuzzy.earliest, fuzzy.latest) == (start.earliest, end.latest)
    elif start and end:
        assert start.earliest > end.latest


@given(DAYS, ZONES.filter(bool))
@example(date(1919, 3, 31), "America/Toronto")
@example(date(2018, 11, 4), "America/Sao_Paulo")
@example(date(2011, 12, 30), "Pacific/Apia")
def test_a_day_spans_its_own_day_in_its_zone_and_no_more(day: date, zone: str) -> None:
    fuzzy = read(str(day), zone)
    clocks = ZoneInfo(zone)
    if fuzzy is None:
        assert (day, zone) == (date(2011, 12, 30), "Pacific/Apia")
        return
    assert fuzzy.earliest.astimezone(clocks).date() == day
    assert fuzzy.latest.astimezone(clocks).date() == day
    assert (fuzzy.earliest - timedelta.resolution).astimezone(clocks).date() < day
    assert (fuzzy.latest + timedelta.resolution).astimezone(clocks).date() > day


@given(TEXTS, ZONES)
def test_every_date_can_be_said(text: str, zone: str) -> None:
    fuzzy = read(text, zone)
    assert fuzzy is None or fuzzy.display()


@given(st.one_of(st.text(), NEARLY), st.one_of(st.just(""), st.text()))
def test_any_text_is_read_or_refused_and_nothing_else(text: str, zone: str) -> None:
    fuzzy = read(text, zone)
    assert fuzzy is None or fuzzy.text == text.strip()


def test_a_record_is_refused_a_day_that_the_clocks_of_its_zone_skipped() -> None:
    skipped = {"happened": "2011-12-30", "time_zone": "Pacific/Apia"}

    with pytest.raises(ValidationError, match="skipped this day") as refused:
        Event(**skipped).clean_fields(exclude=NOT_ABOUT_DATES)

    assert list(refused.value.error_dict) == ["happened"]


def test_an_unknown_zone_is_said_once() -> None:
    with pytest.raises(ValidationError) as refused:
        Event(happened="2011-12-30", time_zone="Pacific/Nowhere").clean_fields(
            exclude=NOT_ABOUT_DATES
        )

    assert list(refused.value.error_dict) == ["time_zone"]


def test_whether_an_interval_ends_before_it_starts_is_for_the_zone_to_say() -> None:
    text = "2021-07-20/2021-07-19T09:30-05:00"

    Event(happened=text, time_zone="Pacific/Apia").clean_fields(exclude=NOT_ABOUT_DATES)
    with pytest.raises(ValidationError, match="ends before it starts"):
        Event(happened=text, time_zone="Europe/Paris").clean_fields(exclude=NOT_ABOUT_DATES)


@given(st.one_of(TEXTS, NEARLY), ZONES)
def test_a_field_accepts_what_is_a_date_in_its_zone(text: str, zone: str) -> None:
    event = Event(happened=text, time_zone=zone)
    try:
        event.clean_fields(exclude=NOT_ABOUT_DATES)
    except ValidationError:
        assert read(text, zone) is None
    else:
        assert not text.strip() or read(text, zone)
