"""Lists in one column: words, and lines of the log, read back only as they were written."""

import unicodedata
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from claims.models import Claim
from publishing.databases import at_desk
from tests.builders import BOTH, make_claim
from values.fields import SeqsField, WordsField

pytestmark = BOTH

COMPOSED = "Général"
DECOMPOSED = unicodedata.normalize("NFD", COMPOSED)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (None, []),
        ("", []),
        ("one", ["one"]),
        ("one, two", ["one", "two"]),
        ("one\r\n two |three\n\n", ["one", "two", "three"]),
        (["one, two"], ["one, two"]),
    ],
)
def test_words_are_read_from_lines_or_commas(written: Any, words: list[str]) -> None:
    assert WordsField().to_python(written) == words


@pytest.mark.parametrize(
    ("words", "stored"), [([], ""), (["one"], "|one|"), (["one", DECOMPOSED], f"|one|{COMPOSED}|")]
)
def test_words_are_stored_between_bars(words: list[str], stored: str) -> None:
    field = WordsField()

    assert field.get_prep_value(words) == stored
    assert field.from_db_value(stored) == [unicodedata.normalize("NFC", word) for word in words]


def test_words_stand_in_a_form_one_on_a_line() -> None:
    field: Any = WordsField()
    field.set_attributes_from_name("it")

    assert field.value_from_object(SimpleNamespace(it=["one", "two"])) == "one\ntwo"
    assert field.from_db_value(None) == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["a", " "], "words", "A line is empty or holds “|”."),
        (["a|b"], "words", "A line is empty or holds “|”."),
        ([1], "words", "A line is empty or holds “|”."),
        (["a", "c"], "unknown_word", "“c” is not one of: a, b."),
        (["<b>"], "html", "HTML is not allowed: remove “<b>”."),
    ],
)
def test_a_word_that_does_not_fit_is_refused_with_words(
    words: list[Any], code: str, said: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        WordsField(words=["a", "b"]).validate(words, None)

    assert (refusal.value.messages, refusal.value.code) == ([said], code)


def test_words_without_a_vocabulary_are_any_words() -> None:
    WordsField().validate(["anything at all", "b"], None)
    WordsField(words=["a", "b"]).validate(["b", "a"], None)


@pytest.mark.parametrize(
    ("stored", "numbers"),
    [
        (None, None),
        ("[]", []),
        ("[1]", [1]),
        ("[2,10,11]", [2, 10, 11]),
        ("", ""),
        ("[1, 2]", "[1, 2]"),
        ("[2,1]", "[2,1]"),
        ("[1,1]", "[1,1]"),
        ("[01]", "[01]"),
        ("[0]", "[0]"),
        ("[١]", "[١]"),
        ("[1,]", "[1,]"),
        ("1", "1"),
        ("[1]\n", "[1]\n"),
    ],
)
def test_lines_of_the_log_are_read_back_only_as_they_are_written(
    stored: str | None, numbers: Any
) -> None:
    field: Any = SeqsField()

    assert field.from_db_value(stored, None, None) == numbers
    assert field.get_prep_value(numbers) == stored


@pytest.mark.parametrize(
    ("topic", "found"),
    [("a_b%c", True), ("aXb%c", False), ("a_bXXc", False), ("a", False), ("b%", False)],
)
def test_a_word_is_looked_for_as_it_stands(topic: str, found: bool) -> None:
    claim = make_claim(topics=["first", "a_b%c"])

    with at_desk():
        assert Claim.objects.filter(slug=claim.slug, topics__has=topic).exists() is found


@pytest.mark.parametrize("value", [[], [25, 28], None, "[25, 28]"])
def test_lines_that_are_a_list_already_stay_one(value: Any) -> None:
    assert SeqsField().to_python(value) == value


def test_lines_are_read_from_their_text() -> None:
    assert SeqsField().to_python("[25,28]") == [25, 28]
