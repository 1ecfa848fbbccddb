"""Dates as tests generate them: every valid form, in zones near and far, around clock changes."""

from datetime import date

from hypothesis import strategies as st

from values.fuzzydate import FuzzyDate, InvalidFuzzyDate

# fmt: off
ZONES = st.sampled_from([
    "", "UTC", "Africa/Casablanca", "Africa/Cairo", "America/Sao_Paulo", "America/St_Johns",
    "America/Toronto", "Asia/Beirut", "Asia/Kathmandu", "Australia/Lord_Howe", "CET", "Etc/GMT+12",
    "Europe/Paris", "Pacific/Apia", "Pacific/Kiritimati",
])
OFFSETS = st.sampled_from([
    "Z", "+00:00", "+01:00", "-05:00", "+05:45", "+14:00", "-12:00", "-13:59",
])
# fmt: on
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
MOMENTS = st.builds(
    "{}T{:02}:{:02}{}{}".format,
    DAYS,
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from(["", ":00", ":59"]),
    OFFSETS,
)
CALENDAR = st.builds(
    lambda day, length, mark: f"{str(day)[:length]}{mark}",
    DAYS,
    st.sampled_from([4, 7, 10]),
    st.sampled_from(["", "~"]),
)
UNSPECIFIED = st.builds(
    lambda day, length: f"{str(day)[:length]}-XX", DAYS, st.sampled_from([4, 7])
)
ENDS = st.one_of(CALENDAR, MOMENTS, st.just(".."))
INTERVALS = st.builds("{}/{}".format, ENDS, ENDS)
TEXTS = st.one_of(CALENDAR, MOMENTS, UNSPECIFIED, INTERVALS)
# Days around which clocks change or records cluster, so that generated dates meet.
NEAR = st.sampled_from(["2021-07-18", "2021-07-19", "2021-07-20", "2021-03-28", "2018-11-04"])
CLOSE = st.builds(
    "{}{}".format,
    NEAR,
    st.one_of(
        st.sampled_from(["", "~"]),
        st.builds("T{:02}:30{}".format, st.sampled_from([0, 9, 12, 23]), OFFSETS),
    ),
)
CLOSE_ENDS = st.one_of(CLOSE, st.sampled_from(["2021-07", "2021", "..", "2021-XX"]))
CLOSE_TEXTS = st.one_of(CLOSE_ENDS, st.builds("{}/{}".format, CLOSE_ENDS, CLOSE_ENDS))


def is_valid(text: str, zone: str) -> bool:
    """Tell whether a text is a date in this zone."""
    try:
        FuzzyDate.parse(text, zone)
    except InvalidFuzzyDate:
        return False
    return True


def dates_with_zones() -> st.SearchStrategy[tuple[str, str]]:
    """Return a strategy of valid dates, or none, with the zone of their record."""
    dated = st.tuples(st.one_of(CLOSE_TEXTS, TEXTS), ZONES).filter(lambda one: is_valid(*one))
    return st.one_of(dated, dated, dated, st.tuples(st.just(""), ZONES))
