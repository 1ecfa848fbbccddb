"""Quotes: found by exact match, piece by piece, with offsets in code points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from values.quotes import around, find_quote, pieces, spans_quote

pytestmark = pytest.mark.once

TEXT = "Morocco has never acquired software. It has never been a client, never."


@pytest.mark.parametrize(
    ("exact", "found"),
    [
        ("never acquired", "never acquired"),
        ("has never […] client", "has never acquired software. It has never been a client"),
        ("never acquired ... client", "never acquired software. It has never been a client"),
        ("acquired… been", "acquired software. It has never been"),
    ],
)
def test_a_quote_is_found_where_its_pieces_are_in_order(exact: str, found: str) -> None:
    span = find_quote(TEXT, exact)

    assert span
    assert TEXT[slice(*span)] == found


@pytest.mark.parametrize("exact", ["never acquire d", "Never acquired", "client […] acquired", ""])
def test_other_words_or_another_order_are_not_found(exact: str) -> None:
    assert find_quote(TEXT, exact) is None


def test_prefix_and_suffix_choose_between_lookalikes() -> None:
    span = (TEXT.index("never been"), TEXT.index(" been"))

    assert find_quote(TEXT, "never", prefix="It has ") == span


def test_a_prefix_that_fits_nowhere_finds_nothing() -> None:
    assert find_quote(TEXT, "never", prefix="We have ") is None


def test_dots_that_the_text_itself_prints_are_not_an_elision() -> None:
    assert find_quote("Well... no.", "Well... no") == (0, 10)


def test_offsets_count_code_points() -> None:
    assert find_quote("𝕏 says: لا", "لا") == (8, 10)


def test_a_span_must_be_that_of_the_quote() -> None:
    assert spans_quote(TEXT, "never acquired", 12, 26)
    assert not spans_quote(TEXT, "never acquired", 12, 27)
    assert not spans_quote(TEXT, "never", len(TEXT) - 6, len(TEXT))


@pytest.mark.parametrize(
    ("span", "words"),
    [
        ((0, 7), ("", " has never acquired software. It")),
        ((8, 11), ("Morocco ", " never acquired software. It has")),
        ((65, 71), ("software. It has never been a client, "[-32:], "")),
        ((20, 20), ("Morocco has never ac", "quired software. It has never be")),
    ],
)
def test_the_words_around_a_span_end_with_the_text(
    span: tuple[int, int], words: tuple[str, str]
) -> None:
    assert around(TEXT, span) == words


def test_brackets_around_an_elision_belong_to_it() -> None:
    assert pieces("one [...] two (…) three … four") == ["one", "two", "three", "four"]


@given(st.text(alphabet="abc .…", max_size=60), st.text(alphabet="abc .…", max_size=12))
def test_whatever_is_found_spans_the_quote(text: str, exact: str) -> None:
    span = find_quote(text, exact)

    assert span is None or spans_quote(text, exact, *span)
