"""A reader gets the text in the language that serves best, and is told which one it is."""

import pytest
from django.utils.translation import override

from values.languages import (
    FALLBACK,
    RIGHT_TO_LEFT,
    LanguageText,
    chosen,
    direction,
    language_name,
    marked_up,
)

pytestmark = pytest.mark.once

TEXTS = {"ar": "نعم", "fr": "oui", "en": "yes", "fr-ca": "ouais"}


@pytest.mark.parametrize(
    ("reader", "language"),
    [("fr", "fr"), ("ar", "ar"), ("en", "en"), ("fr-ca", "fr-ca"), ("fr-ch", "fr"), ("de", "en")],
)
def test_the_nearest_language_to_the_readers_is_chosen(reader: str, language: str) -> None:
    with override(reader):
        assert chosen(TEXTS) == LanguageText(language, TEXTS[language])


def test_without_english_the_first_language_is_chosen() -> None:
    with override("de"):
        assert chosen({"ar": "نعم", "fr": "oui"}) == LanguageText("ar", "نعم")


def test_no_words_are_in_the_readers_language() -> None:
    with override("fr"):
        assert chosen({}) == LanguageText("fr", "")
        assert marked_up(chosen({})) == ""


def test_whoever_reads_in_no_language_reads_english() -> None:
    with override(None):
        assert chosen({"fr": "oui", "en": "yes"}) == LanguageText(FALLBACK, "yes")
        assert chosen({}) == LanguageText(FALLBACK, "")
        assert marked_up(LanguageText("en", "yes")) == "yes"


def test_another_language_than_the_readers_is_named_with_its_direction() -> None:
    with override("fr"):
        assert (
            marked_up(LanguageText("en", "a & b")) == '<span lang="en" dir="ltr">a &amp; b</span>'
        )
        assert marked_up(LanguageText("ur", "ہاں")) == '<span lang="ur" dir="rtl">ہاں</span>'
        assert marked_up(LanguageText("fr", "oui & non")) == "oui &amp; non"


@pytest.mark.parametrize("language", sorted(RIGHT_TO_LEFT))
def test_languages_that_are_written_from_the_right(language: str) -> None:
    assert (direction(language), direction(f"{language}-XX")) == ("rtl", "rtl")


@pytest.mark.parametrize("language", ["en", "fr", "zh-Hant", "arn", "ru"])
def test_languages_that_are_written_from_the_left(language: str) -> None:
    assert direction(language) == "ltr"


def test_a_language_has_its_name_in_the_readers_language() -> None:
    with override("fr"):
        assert language_name("ar").lower() == "arabe"
        assert language_name("tlh") == "tlh"
