"""Days and order: on which day a date counts, and where it comes among others.

A day counts in the zone that the record names. If it names none, a moment counts by the offset with
which it is written, and everything else in UTC. In SQL the rule is
``publishing.reading.days.day_of``; a test proves the two equal.
docs/decisions/0014-the-day-of-a-moment.md says why.
"""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from values.fuzzydate import FIRST_YEAR, LAST_YEAR, OPEN, FuzzyDate

WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Order = tuple[bool, datetime, timedelta]
UNDATED: Order = (True, datetime.max.replace(tzinfo=UTC), timedelta.max)


def is_day(text: str) -> bool:
    """Tell whether a text is a day such as 2021-07-21, in the years that are used here."""
    if not WRITTEN.fullmatch(text) or not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4096)
def days_of(text: str, zone: str) -> tuple[date, date]:
    """Return the first and the last day that a date may mean, where it counts."""
    fuzzy = FuzzyDate.parse(text, zone)
    ends = text.split("/")
    return _day(fuzzy.earliest, ends[0], zone), _day(fuzzy.latest, ends[-1], zone)


def _day(instant: datetime, written: str, zone: str) -> date:
    """Return the day of an instant that one end of a date begins or ends with."""
    if not zone and has_time(written):
        return date.fromisoformat(written[:10])
    return instant.astimezone(ZoneInfo(zone) if zone else UTC).date()


def is_public_by(text: str, zone: str, day: str) -> bool:
    """Tell whether something of this date was certainly public by the end of a day."""
    return bool(text) and days_of(text, zone)[1] <= date.fromisoformat(day)


def has_time(text: str) -> bool:
    """Tell whether a date, or one of its ends, is a moment."""
    return "T" in text


def is_open(text: str) -> bool:
    """Tell whether a date is an interval without an end."""
    return text.endswith(f"/{OPEN}")


@lru_cache(maxsize=4096)
def in_time(text: str, zone: str) -> Order:
    """Return the key that sorts dates in order of time, what has no date last."""
    return (False, *FuzzyDate.parse(text, zone).sort_key) if text else UNDATED
