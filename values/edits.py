"""The fewest changes that lead from one list of words to another (E. W. Myers, 1986).

The work grows with the number of changes, so it is bounded: a budget of steps is spent, and once it
is used up, the rest counts as replaced.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

# A correction of three hundred words in one text takes a quarter of this.
STEPS = 200_000

# How far each diagonal was followed, by its number, after a number of changes.
Reached = dict[int, int]


class Edit(NamedTuple):
    """A stretch of the old words that stayed, or that gave way to a stretch of the new ones."""

    same: bool
    start: int
    end: int
    new_start: int
    new_end: int


@dataclass
class Budget:
    """How many steps are left."""

    left: int = STEPS

    def spend(self, steps: int) -> bool:
        """Take steps; tell whether there were so many."""
        self.left -= steps
        return self.left >= 0


def edits(old: Sequence[str], new: Sequence[str], budget: Budget) -> list[Edit]:
    """Return how the old words became the new ones, in order, stretch by stretch."""
    start = _shared(old, new)
    most = min(len(old), len(new)) - start
    end = _shared(old[::-1][:most], new[::-1][:most])
    middle = old[start : len(old) - end], new[start : len(new) - end]
    kept = [(at + start, new_at + start) for at, new_at in _kept(*middle, budget)]
    before = [(at, at) for at in range(start)]
    after = [(len(old) - at, len(new) - at) for at in range(end, 0, -1)]
    return list(_stretches([*before, *kept, *after], len(old), len(new)))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words two lists have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _kept(old: Sequence[str], new: Sequence[str], budget: Budget) -> list[tuple[int, int]]:
    """Return the words that stay, as (place in old, place in new); none if they are too many."""
    if not old or not new:
        return []
    history: list[Reached] = []
    reached: Reached = {1: 0}
    for changes in range(len(old) + len(new) + 1):
        history.append(reached)
        reached = dict(reached)
        for diagonal in range(-changes, changes + 1, 2):
            at = _furthest(reached, diagonal, changes)
            end = _along(old, new, at, at - diagonal)
            if not budget.spend(1 + end - at):
                return []
            reached[diagonal] = end
            if end >= len(old) and end - diagonal >= len(new):
                return _traced(history, len(old), len(new))
        if not budget.spend(len(reached)):
            return []
    return []


def _furthest(reached: Reached, diagonal: int, changes: int) -> int:
    """Return where a diagonal is entered: by a word added, or by one removed."""
    if _by_adding(reached, diagonal, changes):
        return reached[diagonal + 1]
    return reached[diagonal - 1] + 1


def _by_adding(reached: Reached, diagonal: int, changes: int) -> bool:
    if diagonal in (-changes, changes):
        return diagonal == -changes
    return reached[diagonal - 1] < reached[diagonal + 1]


def _along(old: Sequence[str], new: Sequence[str], at: int, new_at: int) -> int:
    """Follow a diagonal as long as the words are the same."""
    while at < len(old) and new_at < len(new) and old[at] == new[new_at]:
        at, new_at = at + 1, new_at + 1
    return at


def _traced(history: list[Reached], at: int, new_at: int) -> list[tuple[int, int]]:
    """Walk back from the end and return the words that stayed, in order."""
    kept: list[tuple[int, int]] = []
    for changes in range(len(history) - 1, -1, -1):
        reached, diagonal = history[changes], at - new_at
        start = _furthest(reached, diagonal, changes)
        kept += [(place, place - diagonal) for place in range(at - 1, start - 1, -1)]
        added = _by_adding(reached, diagonal, changes)
        at = start if added else start - 1
        new_at = at - diagonal - 1 if added else at - diagonal + 1
    return kept[::-1]


def _stretches(kept: list[tuple[int, int]], length: int, new_length: int) -> Iterator[Edit]:
    """Gather words that stay, and what lies between them, into stretches."""
    start = new_start = at = new_at = 0
    for place, new_place in [*kept, (length, new_length)]:
        if (place, new_place) != (at, new_at):
            if at > start:
                yield Edit(True, start, at, new_start, new_at)
            yield Edit(False, at, place, new_at, new_place)
            start, new_start = place, new_place
        at, new_at = place + 1, new_place + 1
    if at - 1 > start:
        yield Edit(True, start, at - 1, new_start, new_at - 1)
