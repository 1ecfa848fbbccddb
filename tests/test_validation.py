"""What a text, a slug, a language or a time zone may be, and the words that refuse it."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from values.validation import (
    LONGEST_TEXT,
    validate_country,
    validate_language,
    validate_language_map,
    validate_plain,
    validate_sha256,
    validate_slug,
    validate_time_zone,
    validate_web_address,
    validate_wikidata,
)

pytestmark = pytest.mark.once

Validate = Callable[[str], None]
ACCEPTED: list[tuple[Validate, list[str]]] = [
    (validate_slug, ["a", "clm-never-a-client", "2021", "a1-2"]),
    (validate_sha256, ["0123456789abcdef" * 4]),
    (validate_wikidata, ["Q1", "Q42", "Q90210"]),
    (validate_country, ["MA", "EU"]),
    (validate_language, ["fr", "ar", "ber", "zh-Hant", "pt-BR", "es-419", "zh-Hant-TW"]),
    (validate_time_zone, ["", "UTC", "Africa/Casablanca"]),
    (validate_web_address, ["https://example.org/a?b=c#d", "http://example.org"]),
]
REFUSED: list[tuple[Validate, list[str]]] = [
    (validate_slug, ["", "A", "a_b", "-a", "a-", "a--b", "a\n", "é"]),
    (validate_sha256, ["", "ABCDEF01" * 8, "0" * 63, "0" * 65, "g" * 64, "0" * 64 + "\n"]),
    (validate_wikidata, ["", "42", "Q0", "Q042", "q42", "Q42\n"]),
    (validate_country, ["", "M", "MAR", "ma", "MA\n"]),
    (validate_language, ["", "f", "french", "FR", "fr-fr", "fr_FR", "zh-hant", "fr-", "fr\n"]),
    (validate_time_zone, ["Paris", "Europe/Atlantis"]),
    (validate_web_address, ["", "example.org", "javascript:alert(1)", "ftp://example.org"]),
]


@pytest.mark.parametrize(
    ("validate", "text"), [(one, text) for one, texts in ACCEPTED for text in texts]
)
def test_what_fits_is_accepted(validate: Validate, text: str) -> None:
    validate(text)


@pytest.mark.parametrize(
    ("validate", "text"), [(one, text) for one, texts in REFUSED for text in texts]
)
def test_what_does_not_fit_is_refused(validate: Validate, text: str) -> None:
    with pytest.raises(ValidationError):
        validate(text)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("a <b>word</b>", "html", "HTML is not allowed: remove “<b>”."),
        ("see <!-- this --> here", "html", "HTML is not allowed: remove “<!-- this -->”."),
        ("a </p>", "html", "HTML is not allowed: remove “</p>”."),
        ("<?php x ?>", "html", "HTML is not allowed: remove “<?php x ?>”."),
        (f"<a {'x' * 60}>", "html", f"HTML is not allowed: remove “<a {'x' * 37}”."),
        ("zero\u200bwidth", "control", "Remove the invisible control character U+200B."),
        ("turned\u202eround", "control", "Remove the invisible control character U+202E."),
        ("a bell\x07", "control", "Remove the invisible control character U+0007."),
        (
            "a" * (LONGEST_TEXT + 1),
            "too_long",
            f"At most {LONGEST_TEXT} characters; this has {LONGEST_TEXT + 1}.",
        ),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else None,
)
def test_a_text_that_is_not_plain_is_refused_with_words(text: str, code: str, words: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_plain(text)

    assert refusal.value.messages == [words]
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "one line\nand\tanother",
        "1 < 2 and 3 > 2",
        "an arrow <- and a heart <3",
        "an end that <never comes",
        "a" * LONGEST_TEXT,
        "لا لم نفعل",
    ],
    ids=lambda text: text[:12],
)
def test_plain_text_is_accepted(text: str) -> None:
    validate_plain(text)


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        (["a"], "map", "Give texts by language, for example {"),
        ("a", "map", "Give texts by language, for example {"),
        ({"english": "a"}, "language", "“english” is not a language tag."),
        ({"en": ""}, "empty", "The text for “en” is empty."),
        ({"fr": "oui", "en": " \n"}, "empty", "The text for “en” is empty."),
        ({"en": 1}, "empty", "The text for “en” is empty."),
        ({"en": "a <b>"}, "html", "HTML is not allowed: remove “<b>”."),
    ],
)
def test_texts_by_language_are_refused_with_words(value: object, code: str, words: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_language_map(value)

    assert refusal.value.messages[0].startswith(words)
    assert refusal.value.code == code


def test_texts_by_language_are_accepted() -> None:
    validate_language_map({"en": "yes", "ar": "نعم"})


def test_an_unknown_time_zone_is_named() -> None:
    with pytest.raises(ValidationError, match="“Mars/Olympus”: no such time zone") as refusal:
        validate_time_zone("Mars/Olympus")

    assert refusal.value.code == "time_zone"


@pytest.mark.parametrize(
    ("validate", "words"),
    [
        (validate_web_address, "Give an address that begins with https:// or http://."),
        (validate_sha256, "A SHA-256 is 64 hexadecimal digits."),
        (validate_wikidata, "A Wikidata id looks like Q42."),
    ],
)
def test_a_refusal_says_what_would_fit(validate: Validate, words: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate("?")

    assert refusal.value.messages == [words]
