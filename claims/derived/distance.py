"""How far apart two dates are, in words that claim no more than the dates allow."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext, ngettext

from values.days import days_of, has_time
from values.fuzzydate import FuzzyDate

Order = Literal["before", "same", "after", "unclear"]
MONTHS_IN_WORDS = 2


@dataclass(frozen=True)
class Distance:
    """How long before or after some moment another one lies."""

    order: Order
    first: date
    second: date
    exact: bool

    @property
    def length(self) -> str:
        """Return how long it is, such as “2 years 10 months”; “at least …” if not exact."""
        length = _length(self.first, self.second)
        return length if self.exact else gettext("at least %(length)s") % {"length": length}

    @property
    def words(self) -> str:
        """Return the distance of an answer, such as “3 days later”."""
        match self.order:
            case "before":
                return gettext("%(length)s before") % {"length": self.length}
            case "after":
                return gettext("%(length)s later") % {"length": self.length}
            case "same":
                return gettext("the same day")
        return gettext("before or after: not known")


def distance(text: str, zone: str, from_text: str, from_zone: str) -> Distance | None:
    """Return where the first date lies, seen from the second; None if one is not known."""
    if not text or not from_text:
        return None
    first, last = days_of(text, zone)
    from_first, from_last = days_of(from_text, from_zone)
    may_be_before, may_be_after = _by_instant((text, zone), (from_text, from_zone))
    exact = first == last and from_first == from_last
    if last < from_first and may_be_before:
        return Distance("before", last, from_first, exact)
    if first > from_last and may_be_after:
        return Distance("after", from_last, first, exact)
    return Distance("same" if exact else "unclear", first, from_first, exact)


def _by_instant(one: tuple[str, str], other: tuple[str, str]) -> tuple[bool, bool]:
    """Tell whether one date may be called before, and after, another.

    Days are compared as each counts in its own place, but a moment is an instant: on clocks far
    apart, an hour later may still be the day before.
    """
    if not has_time(one[0]) and not has_time(other[0]):
        return True, True
    first, second = FuzzyDate.parse(*one), FuzzyDate.parse(*other)
    return first.latest < second.earliest, first.earliest > second.latest


def _length(first: date, second: date) -> str:
    months = (second.year - first.year) * 12 + second.month - first.month
    months -= second.day < first.day
    if months < MONTHS_IN_WORDS:
        days = (second - first).days
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    years, rest = divmod(months, 12)
    parts = [
        ngettext("%(n)d year", "%(n)d years", years) % {"n": years} if years else "",
        ngettext("%(n)d month", "%(n)d months", rest) % {"n": rest} if rest else "",
    ]
    return " ".join(part for part in parts if part)
