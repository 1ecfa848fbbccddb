"""The fewest changes between two lists of words, each word accounted for once."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from values.edits import STEPS, Budget, Edit, edits

pytestmark = pytest.mark.once

WORDS = st.text(alphabet="abc", max_size=14)


def changes(old: str, new: str, budget: int = STEPS) -> list[Edit]:
    return edits(list(old), list(new), Budget(budget))


def longest_common(old: str, new: str) -> int:
    """Return how many words two lists can keep, by trying all (E. W. Myers calls it LCS)."""
    row = [0] * (len(new) + 1)
    for one in old:
        before = row[:]
        for at, other in enumerate(new, start=1):
            row[at] = before[at - 1] + 1 if one == other else max(row[at - 1], before[at])
    return row[-1]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("abc", "abc", [Edit(True, 0, 3, 0, 3)]),
        ("", "ab", [Edit(False, 0, 0, 0, 2)]),
        ("ab", "", [Edit(False, 0, 2, 0, 0)]),
        ("abc", "axc", [Edit(True, 0, 1, 0, 1), Edit(False, 1, 2, 1, 2), Edit(True, 2, 3, 2, 3)]),
        ("ab", "xb", [Edit(False, 0, 1, 0, 1), Edit(True, 1, 2, 1, 2)]),
        ("ab", "ax", [Edit(True, 0, 1, 0, 1), Edit(False, 1, 2, 1, 2)]),
        ("aa", "aaa", [Edit(True, 0, 2, 0, 2), Edit(False, 2, 2, 2, 3)]),
    ],
)
def test_words_stay_or_give_way(old: str, new: str, expected: list[Edit]) -> None:
    assert changes(old, new) == expected


@given(WORDS, WORDS)
def test_as_many_words_stay_as_can(old: str, new: str) -> None:
    kept = sum(edit.end - edit.start for edit in changes(old, new) if edit.same)

    assert kept == longest_common(old, new)


@given(WORDS, WORDS, st.integers(0, 40))
def test_stretches_join_and_take_turns_whatever_the_budget(old: str, new: str, steps: int) -> None:
    found = changes(old, new, steps)

    edges = [Edit(True, 0, 0, 0, 0), *found, Edit(True, len(old), len(old), len(new), len(new))]
    for one, other in pairwise(edges):
        assert (one.end, one.new_end) == (other.start, other.new_start)
    assert all(one.same != other.same for one, other in pairwise(found))
    for edit in found:
        same = old[edit.start : edit.end] == new[edit.new_start : edit.new_end]
        assert same if edit.same else True
        assert edit.end > edit.start or edit.new_end > edit.new_start


@given(WORDS, WORDS)
def test_what_both_begin_and_end_with_stays_without_a_budget(old: str, new: str) -> None:
    found = changes(f"xy{old}z", f"xy{new}z", 0)

    assert found[0].same
    assert found[0].end >= 2
    assert found[-1].same
    assert (found[-1].end, found[-1].new_end) == (len(old) + 3, len(new) + 3)


def test_a_budget_is_spent_to_the_last_step() -> None:
    budget = Budget(3)

    assert [budget.spend(2), budget.spend(1), budget.spend(1)] == [True, True, False]
    assert Budget().left == STEPS
