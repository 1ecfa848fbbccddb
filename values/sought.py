"""Words that are sought: found whatever their case, accents and line breaks, and in part.

A text holds some of them where it shares at least twelve characters with them, both folded. Shorter
lines, such as a name, are found as whole words. The work grows only with the length of the text:
each of its places is looked up once for each length that is sought, at most ten.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from values.folding import fold, fold_with_places
from values.quotes import pieces

FRAGMENT = 12
SHORTEST_LINE = 4
# From this length on, a shared stretch is hardly a turn of phrase that anyone might use.
LONG = 40

Stretch = tuple[int, int]


@dataclass(frozen=True)
class Run:
    """A stretch of a text, in whole words, that holds words sought; ``end`` is exclusive."""

    start: int
    end: int
    folded: str
    is_whole: bool

    @property
    def is_striking(self) -> bool:
        """Whether it holds a whole line that is sought, or a long stretch of one."""
        return self.is_whole or len(self.folded) >= LONG


class Sought:
    """Lines of words to look for in texts; each piece between elisions is one by itself."""

    def __init__(self, lines: Iterable[str]) -> None:
        folded = (fold(piece) for line in lines for piece in pieces(line))
        self.lines = tuple(dict.fromkeys(line for line in folded if line))
        self._fragments: dict[int, set[str]] = defaultdict(set)
        for line in self.lines:
            # A line too short to be cut is bounded by spaces: found as whole words.
            words = line if len(line) >= FRAGMENT else f" {line} "
            length = FRAGMENT if len(line) >= FRAGMENT else len(words)
            self._fragments[length] |= set(_windows(words, length))

    def __bool__(self) -> bool:
        return bool(self.lines)

    def stand_in(self, text: str) -> bool:
        """Tell whether a text holds any of the words."""
        padded = f" {fold(text)} "
        return any(
            window in fragments
            for length, fragments in self._fragments.items()
            for window in _windows(padded, length)
        )

    def fragments_in(self, text: str) -> set[str]:
        """Return which fragments of the words a text holds."""
        padded = f" {fold(text)} "
        return {
            window
            for length, fragments in self._fragments.items()
            for window in _windows(padded, length)
            if window in fragments
        }

    def runs(self, text: str) -> list[Run]:
        """Return every stretch of a text that holds some of the words, in order."""
        if not self.stand_in(text):
            return []
        folded, places = fold_with_places(text)
        found = _in_whole_words(folded, _merged(self._matches(folded)))
        return [self._run(text, folded, places, one) for one in found]

    def _matches(self, folded: str) -> list[Stretch]:
        padded = f" {folded} "
        return sorted(
            (max(0, place - 1), min(len(folded), place - 1 + length))
            for length, fragments in self._fragments.items()
            for place, window in enumerate(_windows(padded, length))
            if window in fragments
        )

    def _run(self, text: str, folded: str, places: list[int], stretch: Stretch) -> Run:
        start, end = stretch
        words = folded[start:end]
        whole = any(len(line) <= len(words) and f" {line} " in f" {words} " for line in self.lines)
        return Run(places[start], _past_marks(text, places[end - 1] + 1), words, whole)


def _windows(text: str, length: int) -> Iterator[str]:
    return (text[place : place + length] for place in range(len(text) - length + 1))


def _merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return stretches in order, those that overlap as one."""
    found: list[Stretch] = []
    for start, end in stretches:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _in_whole_words(folded: str, stretches: list[Stretch]) -> list[Stretch]:
    """Return stretches that neither begin nor end within a word or with a space."""
    found: list[Stretch] = []
    reached = 0
    for start, end in stretches:
        if end > reached:
            start += folded[start] == " "
            end -= folded[end - 1] == " "
            after = folded.find(" ", end)
            reached = len(folded) if after < 0 else after
            found.append((folded.rfind(" ", 0, start) + 1, reached))
    return _merged(found)


def _past_marks(text: str, end: int) -> int:
    """Return where a letter ends, including its marks."""
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end
