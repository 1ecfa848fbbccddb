"""Texts in several languages, as one reader gets them."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

FALLBACK = "en"
RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ps", "ug", "ur", "yi"}


class LanguageText(NamedTuple):
    """A text and the language it is in."""

    language: str
    text: str


def chosen(texts: Mapping[str, str]) -> LanguageText:
    """Return the text in the reader's language, else in English, else in any; or no words."""
    reader = get_language() or FALLBACK
    for language in (reader, reader.split("-")[0], FALLBACK):
        if language in texts:
            return LanguageText(language, texts[language])
    return next((LanguageText(*item) for item in texts.items()), LanguageText(reader, ""))


def direction(language: str) -> str:
    """Return the direction in which a language is written."""
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


def marked_up(words: LanguageText) -> SafeString:
    """Return the text as HTML, naming its language where that is not the reader's."""
    if words.language == (get_language() or FALLBACK):
        return format_html("{}", words.text)
    return format_html(
        '<span lang="{}" dir="{}">{}</span>', words.language, direction(words.language), words.text
    )


def language_name(tag: str) -> str:
    """Return what a language is called in the reader's language; the tag where not known."""
    try:
        return str(get_language_info(tag)["name_translated"])
    except KeyError:
        return tag
