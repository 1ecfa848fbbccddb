"""Days: which ones a date may mean, in the zone where it counts."""

import re
from datetime import UTC, date
from functools import lru_cache
from zoneinfo import ZoneInfo

from values.fuzzydate import FIRST_YEAR, LAST_YEAR, FuzzyDate

WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


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
    """Return the first and the last day that a date may mean, in the zone where it counts."""
    fuzzy = FuzzyDate.parse(text, zone)
    if fuzzy.precision in ("minute", "second"):
        day = date.fromisoformat(text[:10])
        return day, day
    clock = ZoneInfo(zone) if zone else UTC
    return fuzzy.earliest.astimezone(clock).date(), fuzzy.latest.astimezone(clock).date()


def is_public_by(text: str, zone: str, day: str) -> bool:
    """Tell whether something of this date was certainly public by the end of a day."""
    return bool(text) and days_of(text, zone)[1] <= date.fromisoformat(day)
