"""Places in a text move with the words that are taken out of it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from values.gaps import MARK, GappedText

pytestmark = pytest.mark.once

TEXT = "The canary sings. We never did. The canary sleeps."
GONE = GappedText(TEXT, ((4, 10), (36, 42)))


@st.composite
def gapped_texts(draw: st.DrawFn) -> GappedText:
    """Return a text of letters of its own and stretches of it that go, apart from one another."""
    text = draw(st.text(alphabet="abcdefgh ", max_size=40))
    ends = draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True).map(sorted))
    return GappedText(text, tuple(zip(ends[::2], ends[1::2], strict=False)))


def test_the_mark_stands_where_the_words_stood() -> None:
    assert GONE.after == f"The {MARK} sings. We never did. The {MARK} sleeps."


def test_nothing_changes_in_a_text_without_gaps() -> None:
    whole = GappedText(TEXT, ())

    assert (whole.after, whole.start_after(7), whole.end_after(7)) == (TEXT, 7, 7)


@pytest.mark.parametrize("words", ["The ", " sings. We never did. The ", " sleeps."])
def test_words_that_stay_are_found_at_their_new_place(words: str) -> None:
    start = TEXT.index(words)
    end = start + len(words)

    assert GONE.after[GONE.start_after(start) : GONE.end_after(end)] == words


@pytest.mark.parametrize(
    ("span", "left"),
    [
        ((4, 10), MARK),
        ((7, 16), f"{MARK} sings"),
        ((0, 5), f"The {MARK}"),
        ((0, 4), "The "),
        ((10, 16), " sings"),
        ((5, 40), f"{MARK} sings. We never did. The {MARK}"),
    ],
)
def test_a_span_that_meets_a_gap_takes_in_the_whole_mark(span: tuple[int, int], left: str) -> None:
    start, end = span

    assert GONE.after[GONE.start_after(start) : GONE.end_after(end)] == left


@pytest.mark.parametrize(
    ("span", "gone"),
    [
        ((4, 10), True),
        ((5, 9), True),
        ((36, 42), True),
        ((3, 10), False),
        ((4, 11), False),
        ((10, 36), False),
        ((4, 42), False),
    ],
)
def test_a_span_is_gone_when_one_gap_holds_all_of_it(span: tuple[int, int], gone: bool) -> None:
    assert GONE.is_gone(*span) is gone


@given(gapped_texts())
def test_what_stays_and_the_marks_are_all_that_is_left(gapped: GappedText) -> None:
    edges = [0, *(edge for gap in gapped.gaps for edge in gap), len(gapped.before)]
    stay = [gapped.before[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]

    assert gapped.after == MARK.join(stay)


@given(gapped_texts())
def test_places_keep_their_order(gapped: GappedText) -> None:
    places = range(len(gapped.before) + 1)

    for moved in (gapped.start_after, gapped.end_after):
        assert all(moved(one) <= moved(next_) for one, next_ in pairwise(places))
        assert all(0 <= moved(one) <= len(gapped.after) for one in places)
