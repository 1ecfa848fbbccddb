"""Dates as precise as the record knows them, and no more precise than that.

The texts are a subset of the Extended Date/Time Format, level 1, with one extension of our own:
a time may stop at the minute and may stand in an interval, and it always carries its offset.
docs/decisions/0003-fuzzy-dates.md lists the forms and says why the parser is written here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache, partial
from typing import Literal
from zoneinfo import ZoneInfo

from django.utils import dateformat
from django.utils.translation import gettext, pgettext

Precision = Literal["year", "month", "day", "minute", "second", "interval"]

FIRST_YEAR, LAST_YEAR = 1900, 2100
OPEN, LONGEST = "..", 80
FORMS = (
    "Valid forms: 2021, 2021-07, 2021-07-19, 2021-07-19T17:04+02:00, 2021-07-19T17:04:23Z, "
    "2021-07~ (about), 2021-07-XX or 2021-XX (not given), "
    "2019-07-05/2019-09-05 (from/to), 2021-07-19/.. or ../2021-07-19 (open)."
)

_CALENDAR = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?P<mark>~|-XX)?", re.ASCII
)
_CLOCK = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d(?P<seconds>:[0-5]\d)?"
    r"(?:Z|(?!-00:00)[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))",
    re.ASCII,
)
# Names such as "localtime" or "posixrules" depend on the machine; every IANA name has a capital.
_ZONE_NAME = re.compile(r"[A-Z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*")
_HINTS = (
    (re.compile(r"T\d\d:\d\d(?::\d\d)?$"), "the time needs its offset, such as +02:00 or Z"),
    (re.compile(r"T\d[^T]*~$"), "a time cannot be approximate; leave the time out"),
    (re.compile(r"-00:00$"), "-00:00 is not an offset; write Z"),
    (re.compile(r"[?%]$"), "“?” and “%” are not used; write “~” and state the doubt in the note"),
    (re.compile(r"XX."), "“XX” comes last and alone, such as 2021-XX"),
    (re.compile(r"^$"), "there is no date"),
)


class InvalidFuzzyDate(ValueError):
    """The text is not a date in a valid form, or its time zone is unknown."""


@dataclass(frozen=True)
class _Part:
    """One date or time: all of a fuzzy date, or one end of an interval."""

    precision: Precision
    first: date
    moment: datetime | None = None
    mark: str = ""

    def span(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """Return its first instant and the instant at which it is over, in UTC."""
        if self.moment:
            length = timedelta(minutes=1) if self.precision == "minute" else timedelta(seconds=1)
            start = self.moment.astimezone(UTC)
            return start, start + length
        return _midnight(self.first, zone, last=False), _midnight(self._after(), zone, last=True)

    def _after(self) -> date:
        """Return the first day that is no longer part of it."""
        if self.precision == "year":
            return date(self.first.year + 1, 1, 1)
        if self.precision == "month":
            return (self.first + timedelta(days=31)).replace(day=1)
        return self.first + timedelta(days=1)


@dataclass(frozen=True)
class FuzzyDate:
    """A date, a time or an interval, known to a stated precision.

    ``zone`` is the IANA name of the zone in which a day, month or year is counted; "" is UTC.
    A time carries its own offset. "" as text is not a fuzzy date: an unknown date is no date.
    """

    text: str
    zone: str = ""

    def __post_init__(self) -> None:
        if len(self.text) > LONGEST:
            raise _invalid(self.text, f"a date has at most {LONGEST} characters")
        zone = _zone(self.zone)
        for part in self._known():
            start, end = part.span(zone)
            if start >= end:
                raise _invalid(self.text, f"the clocks of {self.zone} skipped this day")
        if self.earliest > self.latest:
            raise _invalid(self.text, "the interval ends before it starts")

    @classmethod
    def parse(cls, text: str, zone: str = "") -> FuzzyDate:
        """Read a date as written; raise InvalidFuzzyDate if it is in none of the forms."""
        return cls(text.strip(), zone.strip())

    def __str__(self) -> str:
        return self.text

    @property
    def earliest(self) -> datetime:
        """The first instant it may mean, in UTC; for an open start, the start of 1900."""
        first = _ends(self.text)[0] or _Part("year", date(FIRST_YEAR, 1, 1))
        return first.span(_zone(self.zone))[0]

    @property
    def latest(self) -> datetime:
        """The last instant it may mean, in UTC; for an open end, the end of 2100."""
        last = _ends(self.text)[-1] or _Part("year", date(LAST_YEAR, 1, 1))
        return last.span(_zone(self.zone))[1] - timedelta.resolution

    @property
    def sort_key(self) -> tuple[datetime, timedelta]:
        """The last instant it may mean, then its length: a vague date follows what it includes."""
        return self.latest, self.latest - self.earliest

    @property
    def precision(self) -> Precision:
        """How precisely it is known."""
        first, *rest = _ends(self.text)
        return first.precision if first and not rest else "interval"

    @property
    def approximate(self) -> bool:
        """Whether it, or an end, is approximate ("~"); this widens no span, for none is stated."""
        return any(part.mark == "~" for part in self._known())

    @property
    def unspecified(self) -> bool:
        """Whether it says that the day or the month is not given ("XX")."""
        return any(part.mark == "-XX" for part in self._known())

    def display(self) -> str:
        """Return it in words, in the language in use."""
        ends = _ends(self.text)
        first, last = ends[0], ends[-1]
        if first and last:
            return _words(first) if first == last else _interval_words(first, last)
        if first:
            return gettext("from %(date)s") % {"date": _words(first)}
        return gettext("until %(date)s") % {"date": _words(self._known()[0])}

    def _known(self) -> list[_Part]:
        return [part for part in _ends(self.text) if part]


@lru_cache(maxsize=4096)
def _ends(text: str) -> tuple[_Part | None, ...]:
    """Return its one part, or the two ends of an interval, where None is an open end."""
    written = text.split("/")
    if len(written) == 1:
        return (_part(text),)
    if len(written) > 2:
        raise _invalid(text, "an interval has one “/”")
    if "" in written:
        raise _invalid(text, "an end is empty; write “..” for an open end")
    if written == [OPEN, OPEN]:
        raise _invalid(text, "one end of an interval must be known")
    if "XX" in text:
        raise _invalid(text, "“XX” cannot be in an interval; leave it out")
    return tuple(None if end == OPEN else _part(end) for end in written)


def _part(text: str) -> _Part:
    if found := _CLOCK.fullmatch(text):
        first = _day(found["day"], text)
        kind: Precision = "second" if found["seconds"] else "minute"
        return _Part(kind, first, datetime.fromisoformat(text))
    found = _CALENDAR.fullmatch(text)
    if not found or (found["day"] and found["mark"] == "-XX"):
        raise _invalid(text, _reason(text))
    precision: Precision = "day" if found["day"] else "month" if found["month"] else "year"
    first = _day("-".join((found["year"], found["month"] or "01", found["day"] or "01")), text)
    return _Part(precision, first, mark=found["mark"] or "")


def _day(day: str, text: str) -> date:
    try:
        first = date.fromisoformat(day)
    except ValueError as error:
        raise _invalid(text, "the calendar has no such day or month") from error
    if not FIRST_YEAR <= first.year <= LAST_YEAR:
        raise _invalid(text, f"the year is outside {FIRST_YEAR}–{LAST_YEAR}")
    return first


def _invalid(text: str, reason: str) -> InvalidFuzzyDate:
    return InvalidFuzzyDate(f"“{text[:60]}”: {reason}. {FORMS}")


def _reason(text: str) -> str:
    fitting = (reason for pattern, reason in _HINTS if pattern.search(text))
    return next(fitting, "this is not a date in a form that is used here")


@lru_cache(maxsize=1024)
def _zone(name: str) -> tzinfo:
    if not name:
        return UTC
    try:
        if _ZONE_NAME.fullmatch(name):
            return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # OSError: a folder of zones, such as "Africa"
        pass
    raise InvalidFuzzyDate(
        f"“{name[:60]}”: no such time zone; use an IANA name such as Africa/Casablanca."
    )


def _midnight(day: date, zone: tzinfo, *, last: bool) -> datetime:
    """Return the instant at which the clocks of a zone show this midnight, or jump over it.

    Clocks that are put back may show it twice; ``last`` says which of the two is meant.
    """
    shown = datetime.combine(day, time.min)
    before, after = (shown.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if before <= after:
        return after if last else before
    gap = range(int((before - after).total_seconds()))
    return after + timedelta(seconds=bisect_left(gap, shown, key=partial(_clocks, after, zone)))


def _clocks(start: datetime, zone: tzinfo, seconds: int) -> datetime:
    return (start + timedelta(seconds=seconds)).astimezone(zone).replace(tzinfo=None)


def _words(part: _Part) -> str:
    if part.moment:
        return _moment_words(part, _clock_words(part, part.moment), part.moment)
    words = _calendar_words(part)
    if part.mark == "~":
        return gettext("about %(date)s") % {"date": words}
    if part.mark and part.precision == "month":
        return gettext("%(month)s (day not given)") % {"month": words}
    return gettext("%(year)s (month not given)") % {"year": words} if part.mark else words


def _calendar_words(part: _Part) -> str:
    if part.precision == "year":
        return dateformat.format(part.first, pgettext("date format of a year", "Y"))
    if part.precision == "month":
        return dateformat.format(part.first, pgettext("date format of a month", "F Y"))
    return dateformat.format(part.first, pgettext("date format of a day", "j F Y"))


def _clock_words(part: _Part, moment: datetime) -> str:
    if part.precision == "second":
        return dateformat.format(moment, pgettext("time format with seconds", "H:i:s"))
    return dateformat.format(moment, pgettext("time format", "H:i"))


def _moment_words(part: _Part, clock: str, moment: datetime) -> str:
    words = {"day": _calendar_words(part), "time": clock, "offset": moment.tzname()}
    return gettext("%(day)s, %(time)s (%(offset)s)") % words


def _interval_words(first: _Part, last: _Part) -> str:
    if first.moment and last.moment and _same_day(first, last):
        clocks = _clock_words(first, first.moment), _clock_words(last, last.moment)
        return _moment_words(last, _joined(*clocks), last.moment)
    if start := _short_start(first, last):
        return _joined(start, _calendar_words(last))
    return gettext("%(start)s – %(end)s") % {"start": _words(first), "end": _words(last)}


def _same_day(first: _Part, last: _Part) -> bool:
    """Whether two times have their day and their offset in common."""
    offsets = {part.moment and part.moment.utcoffset() for part in (first, last)}
    return first.first == last.first and len(offsets) == 1


def _joined(start: str, end: str) -> str:
    return gettext("%(start)s–%(end)s") % {"start": start, "end": end}


def _short_start(first: _Part, last: _Part) -> str:
    """Return the start without what the end says for both, or "" where that would be unclear."""
    if first.precision != last.precision or first.moment or first.mark or last.mark:
        return ""
    if first.precision == "year":
        return _calendar_words(first)
    if first.first.year != last.first.year:
        return ""
    if first.precision == "month":
        return dateformat.format(first.first, pgettext("start of months in one year", "F"))
    same_month = first.first.month == last.first.month
    form = pgettext("start of days in one month", "j")
    return dateformat.format(first.first, form) if same_month else ""
