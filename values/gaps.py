"""Texts in which stretches were replaced by the mark that words were removed.

Offsets count Unicode code points, as everywhere.
"""

from dataclasses import dataclass
from functools import cached_property

MARK = "[removed on legal grounds]"


@dataclass(frozen=True)
class GappedText:
    """A text, and the stretches of it that go: in order, apart, their ends exclusive."""

    before: str
    gaps: tuple[tuple[int, int], ...]

    @cached_property
    def after(self) -> str:
        """The text with the mark in the place of each stretch."""
        kept, place = [], 0
        for start, end in self.gaps:
            kept += [self.before[place:start], MARK]
            place = end
        return "".join([*kept, self.before[place:]])

    def start_after(self, place: int) -> int:
        """Return where a span that starts at *place* starts now; within a gap, with the mark."""
        return self._moved(place, of_end=False)

    def end_after(self, place: int) -> int:
        """Return where a span that ends at *place* ends now; within a gap, after the mark."""
        return self._moved(place, of_end=True)

    def is_gone(self, start: int, end: int) -> bool:
        """Tell whether nothing is left of a span."""
        return any(gap[0] <= start and end <= gap[1] for gap in self.gaps)

    def _moved(self, place: int, *, of_end: bool) -> int:
        shift = 0
        for start, end in self.gaps:
            if place < start or (place == start and of_end):
                break
            if place < end or (place == end and of_end):
                return start + shift + (len(MARK) if of_end else 0)
            shift += len(MARK) - (end - start)
        return place + shift
