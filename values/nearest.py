"""The longest words that two texts share, found in one pass over each."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Shared(NamedTuple):
    """Where the longest shared stretch starts in a text and in the words, and its length."""

    in_text: int
    in_words: int
    length: int


@dataclass
class _State:
    """The stretches of the words that end at the same places: the longest, and what may follow."""

    length: int
    shorter: int = -1
    first_end: int = -1
    following: dict[str, int] = field(default_factory=dict)


def longest_shared(text: str, words: str) -> Shared:
    """Return the first of the longest stretches of a text that also occur in the words."""
    states = _states(words)
    best = Shared(0, 0, 0)
    at = length = 0
    for place, letter in enumerate(text):
        while at and letter not in states[at].following:
            at = states[at].shorter
            length = states[at].length
        if letter in states[at].following:
            at = states[at].following[letter]
            length += 1
        if length > best.length:
            best = Shared(place + 1 - length, states[at].first_end + 1 - length, length)
    return best


def _states(words: str) -> list[_State]:
    """Return the suffix automaton of words: at most two states for each of their letters."""
    states = [_State(0)]
    last = 0
    for place, letter in enumerate(words):
        states.append(_State(states[last].length + 1, 0, place))
        newest, last = len(states) - 1, _step_back(states, last, letter, len(states) - 1)
        if last >= 0:
            states[newest].shorter = _parted(states, last, letter)
        last = newest
    return states


def _step_back(states: list[_State], at: int, letter: str, new: int) -> int:
    """Let a new state follow on all ends of the words that nothing followed with this letter."""
    while at >= 0 and letter not in states[at].following:
        states[at].following[letter] = new
        at = states[at].shorter
    return at


def _parted(states: list[_State], at: int, letter: str) -> int:
    """Return the state that follows *at*, split from longer ones if need be."""
    next_ = states[at].following[letter]
    if states[next_].length == states[at].length + 1:
        return next_
    old = states[next_]
    copy = len(states)
    states.append(_State(states[at].length + 1, old.shorter, old.first_end, dict(old.following)))
    old.shorter = copy
    while at >= 0 and states[at].following.get(letter) == next_:
        states[at].following[letter] = copy
        at = states[at].shorter
    return copy
