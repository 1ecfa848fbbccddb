"""Words sought are found folded and in pieces, with work that only the text bounds."""

import random
from typing import Any

import pytest

from values.folding import fold, fold_with_places
from values.sought import FRAGMENT, Run, Sought

pytestmark = pytest.mark.once

HOSTILE = 100_000
# What folds in odd ways: ligatures, sharp s, hamza, Hangul, marks on nothing, digits of all kinds.
ODD = [*"ﬁßأـؤ한\u0301²Ⅷİ_…½\u0e31", "a\u0301\u0327"]


def found(text: str, *lines: str) -> list[str]:
    """Return the stretches of a text that hold words of these lines."""
    return [text[run.start : run.end] for run in Sought(lines).runs(text)]


@pytest.mark.parametrize(
    "text",
    [
        "He said: “We were NEVER a client.” And left.",
        "He said: “We were\nnever  a client.” And left.",
        "He said: “We wére nevér a client.” And left.",
        "He said: We were, never; a client! And left.",
    ],
    ids=["case", "line breaks", "accents", "points"],
)
def test_words_are_found_in_another_form(text: str) -> None:
    [one] = Sought(["We were never a client."]).runs(text)

    assert fold(text[one.start : one.end]) == "we were never a client"
    assert one.is_whole


def test_arabic_words_are_found_without_their_marks() -> None:
    assert found("قال إنَّ الأمن الوطني بخير اليوم", "الامن الوطني بخير") == ["الأمن الوطني بخير"]


def test_a_mark_on_the_last_letter_belongs_to_the_words() -> None:
    assert found("the ministry said cafe\u0301!", "the ministry said café") == [
        "the ministry said cafe\u0301"
    ]


def test_a_part_of_the_words_is_found_as_such() -> None:
    text = "Wrote: “never a client of NSO”, and left."

    [run] = Sought(["The kingdom was never a client of NSO or of others."]).runs(text)

    assert text[run.start : run.end] == "never a client of NSO"
    assert not run.is_whole


@pytest.mark.parametrize(("shared", "count"), [("abcdefghijk", 0), ("abcdefghijkl", 1)])
def test_twelve_characters_are_a_part_and_eleven_are_not(shared: str, count: int) -> None:
    assert len(found(f"1 {shared} 2", f"3{shared}4")) == count


def test_a_stretch_grows_to_whole_words() -> None:
    assert found("unhappinesses of the states", "happiness of the state") == [
        "unhappinesses of the states"
    ]


def test_two_parts_that_overlap_are_one_stretch() -> None:
    text = "one two three four five six seven"

    assert found(text, "one two three four", "three four five six") == [
        "one two three four five six"
    ]


def test_parts_with_other_words_between_are_two_stretches() -> None:
    text = "We were never, at any time whatsoever, been a client of anybody."

    assert found(text, "We were never […] been a client of") == [
        "We were never",
        "been a client of",
    ]


def test_a_short_line_is_found_as_a_whole_word_only() -> None:
    text = "Anna Roe and Roehampton; roe."

    assert found(text, "Anna Roe") == ["Anna Roe"]
    assert found(text, "Roe") == ["Roe", "roe"]


def test_no_words_are_found_nowhere() -> None:
    assert found("anything", "", " … ") == []
    assert not Sought(["!"])


def test_a_text_says_which_fragments_of_the_words_it_holds() -> None:
    sought = Sought(["abcdefghijklmn", "Anna Roe", "…"])

    assert sought.fragments_in("– ABCDEFGHIJKLM –") == {"abcdefghijkl", "bcdefghijklm"}
    assert sought.fragments_in("anna, roe") == {" anna roe "}
    assert sought.fragments_in("Hanna Roe, abcdefghijk") == set()


@pytest.mark.parametrize(
    ("text", "stand"),
    [
        ("abcdefghijkl", True),
        ("abcdefghijk", False),
        ("ANNA – ROE", True),
        ("anna roehampton", False),
    ],
)
def test_words_stand_in_a_text_or_not(text: str, stand: bool) -> None:
    assert Sought(["abcdefghijklmn", "Anna Roe"]).stand_in(text) is stand


def test_the_same_line_is_sought_once() -> None:
    assert Sought(["One, two", "one two", "one […] three"]).lines == ("one two", "one", "three")


def test_a_long_stretch_is_striking_and_a_turn_of_phrase_is_not() -> None:
    long, short = "a" * 40, "on the part of"

    assert Run(0, 40, long, is_whole=False).is_striking
    assert not Run(0, 14, short, is_whole=False).is_striking
    assert Run(0, 3, "roe", is_whole=True).is_striking


@pytest.mark.parametrize("seed", range(200))
def test_folding_with_places_folds_as_folding_does(seed: int) -> None:
    chance = random.Random(seed)
    letters = [*"aB z.\n’", *ODD]
    text = "".join(chance.choice(letters) for _ in range(60))

    folded, places = fold_with_places(text)

    assert folded == fold(text)
    assert len(places) == len(folded)
    assert places == sorted(places)


class Counting(set[str]):
    """A set that counts how often it is asked."""

    asked = 0

    def __contains__(self, one: object) -> bool:
        self.asked += 1
        return super().__contains__(one)


def counted(sought: Sought) -> list[Counting]:
    sets = [Counting(fragments) for fragments in sought._fragments.values()]
    sought._fragments = dict(zip(sought._fragments, sets, strict=True))
    return sets


@pytest.mark.parametrize(
    "text",
    ["a" * HOSTILE, "ab " * (HOSTILE // 3), "aaaaaaaaaaab" * (HOSTILE // 12), "e\u0301" * 50_000],
    ids=["one letter", "short words", "nearly", "marks"],
)
def test_the_work_grows_with_the_text_alone(text: str) -> None:
    sought: Any = Sought(["a" * 5000, "b" * 5000, "ab ab ab ab ab", "é" * 30, "ab ab"])
    sets = counted(sought)

    sought.runs(text)

    assert sum(one.asked for one in sets) <= 2 * len(sets) * (len(text) + 2)
    assert len(sets) <= FRAGMENT


def test_a_word_without_end_is_measured_once() -> None:
    text = "x".join(["abcdefghijklm"] * 7000)

    assert found(text, "abcdefghijklm") == [text]
