"""Hostile texts of a hundred thousand characters cost work that grows only with their length."""

import unicodedata
from collections.abc import Callable
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from claims.admin.locating import not_found
from tests.pattern_work import Machine
from tests.work import Scanned, lines
from values import defanging, quotes, validation
from values.canonical import nfc
from values.differences import Piece, differences, pieces
from values.edits import STEPS, Budget
from values.folding import fold
from values.fuzzydate import FuzzyDate, InvalidFuzzyDate
from values.marks import LONG_RUN, in_canonical_order
from values.nearest import longest_shared
from values.quotes import MOST_PIECES, find_quote, places, spans_quote
from values.validation import validate_plain

pytestmark = pytest.mark.once

LONG = 100_000
# Lines executed for each character, and steps of a pattern for each.
FEW = 30


@pytest.mark.parametrize(
    "text", ["a" * LONG, "a@" * (LONG // 2), "a." * (LONG // 2), "a@a." * 25_000]
)
def test_accounts_are_looked_for_in_one_pass(text: str) -> None:
    machine = Machine(defanging.ACCOUNT)

    machine.search(text)

    assert machine.steps < FEW * LONG


@pytest.mark.parametrize("text", ["<a" * (LONG // 2), "<" * LONG, "<a" + ">" * LONG])
def test_html_is_looked_for_in_one_pass(text: str) -> None:
    machine, scanned = Machine(validation.TAG_BEGINS), Scanned(text)
    before = Scanned.looked_at

    machine.search(text)
    validation._html_tag(scanned)

    assert machine.steps < FEW * LONG
    assert Scanned.looked_at - before <= LONG


def test_a_text_that_is_too_long_is_not_looked_into() -> None:
    with pytest.raises(ValidationError, match="At most 100000 characters"):
        validate_plain("<a" * LONG)


@pytest.mark.parametrize("text", [" " * LONG, "[" * LONG, "[ " * (LONG // 2), "… " * (LONG // 2)])
def test_elisions_are_looked_for_in_one_pass(text: str) -> None:
    machine = Machine(quotes.ELISION)

    machine.search(text)

    assert machine.steps < FEW * LONG


REPEATED = "a" * LONG
HOSTILE_QUOTES = {
    "words that repeat themselves": (REPEATED, "a" * (LONG // 2)),
    "words that almost fit everywhere": (REPEATED, "a" * (LONG // 2) + "b"),
    "pieces that fit everywhere but the last": (REPEATED, "a…" * (MOST_PIECES - 1) + "ab"),
    "pieces that lie in one another": (REPEATED, "aaaa…a…aaaaaaaa…aa"),
    "too many pieces": (REPEATED, "a…" * (LONG // 2)),
}


@pytest.mark.parametrize("case", HOSTILE_QUOTES)
def test_a_quote_is_found_in_bounded_work(case: str) -> None:
    text, exact = HOSTILE_QUOTES[case]
    scanned = Scanned(text)
    before = Scanned.looked_at

    work = lines("values.quotes", lambda: places(scanned, exact))

    assert work < FEW * MOST_PIECES * LONG
    assert Scanned.looked_at - before <= 2 * (MOST_PIECES + 1) * LONG


def test_words_around_a_quote_are_looked_for_in_one_pass() -> None:
    half = "a" * (LONG // 2)

    work = lines("values.quotes", lambda: find_quote(REPEATED, "a", half, half))

    assert work < 4 * FEW * LONG


@pytest.mark.parametrize("words", ["ab" * 50_000, "a" * 50_000 + "c", "abcabd" * 10_000])
def test_the_nearest_words_are_found_in_one_pass(words: str) -> None:
    text = "abac" * (LONG // 4)

    work = lines("values.nearest", lambda: longest_shared(text, words))

    assert work < 4 * FEW * (len(text) + len(words))


def test_a_quote_found_nowhere_is_refused_with_the_nearest_words() -> None:
    error = not_found(["x " * LONG + "We were never a client."], "were never a klient")

    assert "“were never a client”" in str(error.messages)


HOSTILE_CHANGES: list[tuple[str, str]] = [
    ("a " * 50_000, "b " * 50_000),
    ("a b " * 25_000, "b a " * 25_000),
    ("a " * 50_000, "a b " * 25_000),
    (" ".join(map(str, range(20_000))), " ".join(map(str, range(20_000, 0, -1)))),
]


@pytest.mark.parametrize(("before", "after"), HOSTILE_CHANGES)
def test_words_are_compared_in_bounded_work(before: str, after: str) -> None:
    work = lines("values.", lambda: pieces(before, after))

    assert work < FEW * (STEPS + len(before) + len(after))


def test_all_fields_of_a_document_share_one_budget() -> None:
    older = {str(number): "a b " * 2000 for number in range(20)}
    newer = {str(number): "b c " * 2000 for number in range(20)}

    work = lines("values.edits", lambda: differences(older, newer))

    assert work < FEW * (STEPS + 20 * 16_000)


def test_what_the_budget_does_not_reach_is_shown_whole() -> None:
    found = pieces("one " + "a " * 9000 + "end", "one " + "b " * 9000 + "end")

    assert [piece.kind for piece in found] == ["same", "removed", "added", "same"]
    assert found[0].text == "one "


@pytest.mark.parametrize("marks", ["\u0301\u0323", "\u0f73\u0334", "\u064b\u0650\u0301"])
@pytest.mark.parametrize("normal", [nfc, fold])
def test_marks_are_sorted_before_they_are_normalised(
    normal: Callable[[str], str], marks: str
) -> None:
    text = "a" + marks * (LONG // len(marks))

    work = lines("values.", lambda: normal(text))
    ordered = in_canonical_order(text)

    assert work < FEW * LONG
    classes = [unicodedata.combining(letter) for letter in ordered[1:]]
    assert classes == sorted(classes)


MARKED = st.text(alphabet="aéb \u0301\u0323\u0334\u0f71\u0f73\u064b\u0650\uac00\u1100\u1161ﷺ")


@given(MARKED, MARKED.map(lambda text: text * 8))
def test_order_changes_nothing_but_the_work(some: str, more: str) -> None:
    for text in (some, more, some + more):
        for form in ("NFC", "NFKD"):
            ordered = in_canonical_order(text)
            assert unicodedata.normalize(form, ordered) == unicodedata.normalize(form, text)


def test_only_runs_longer_than_any_writing_has_are_touched() -> None:
    assert LONG_RUN.search("e" + "\u0301" * 31)
    assert not LONG_RUN.search("الأمن القومي" * 10 + "e" + "\u0301" * 30)


def test_a_date_that_is_too_long_is_not_looked_into() -> None:
    with pytest.raises(InvalidFuzzyDate, match="at most 80 characters"):
        FuzzyDate.parse("T1" * LONG)


WORDS = st.text(alphabet="abc ", max_size=40)


@given(WORDS, WORDS)
def test_the_longest_shared_words_are_those_that_comparing_all_finds(text: str, words: str) -> None:
    expected = SequenceMatcher(None, text, words, autojunk=False).find_longest_match()

    found = longest_shared(text, words)

    assert found.length == expected.size
    assert not found.length or (found.in_text, found.in_words) == (expected.a, expected.b)


@given(st.text(alphabet="ab", max_size=30), st.text(alphabet="ab", min_size=1, max_size=4))
def test_every_place_of_a_quote_is_found(text: str, exact: str) -> None:
    expected = [at for at in range(len(text)) if text.startswith(exact, at)]

    assert [start for start, _end in places(text, exact)] == expected


def slowly(text: str, parts: list[str]) -> list[tuple[int, int]]:
    """Find a quote as one would by hand: each piece at its first place after the previous one."""
    found = []
    for start in range(len(text)):
        if not text.startswith(parts[0], start):
            continue
        end = start
        for part in parts:
            at = text.find(part, end)
            end = at + len(part) if at >= 0 else len(text) + 1
        if end <= len(text):
            found.append((start, end))
    return found


@given(
    st.text(alphabet="abc", max_size=30),
    st.lists(st.text(alphabet="abc", min_size=1, max_size=3), min_size=2, max_size=5),
)
def test_pieces_are_found_each_at_its_first_place(text: str, parts: list[str]) -> None:
    assert places(text, "…".join(parts)) == slowly(text, parts)


@given(WORDS, WORDS)
def test_pieces_give_both_texts_back_with_the_fewest_changes(before: str, after: str) -> None:
    found = pieces(before, after)

    assert "".join(piece.text for piece in found if piece.kind != "added") == before
    assert "".join(piece.text for piece in found if piece.kind != "removed") == after
    assert all(one.kind != other.kind for one, other in pairwise(found))


@given(WORDS, WORDS, st.integers(0, 30))
def test_a_small_budget_loses_no_word(before: str, after: str, left: int) -> None:
    found: list[Piece] = pieces(before, after, Budget(left))

    assert "".join(piece.text for piece in found if piece.kind != "added") == before
    assert "".join(piece.text for piece in found if piece.kind != "removed") == after


def test_a_quote_of_too_many_pieces_is_found_nowhere() -> None:
    exact: Any = "…".join("a" * (MOST_PIECES + 1))

    assert places("a" * 100, exact) == []
    assert not spans_quote("a" * 100, exact, 0, 51)
