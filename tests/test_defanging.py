"""Domains and accounts are written so that nobody opens them by accident."""

import pytest

from values.defanging import defanged, without_accounts
from values.languages import LanguageText, chosen, direction, marked_up

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("example.com", "example[.]com"),
        ("a.b.example.net", "a[.]b[.]example[.]net"),
        ("some.one@example.com", "some.one[@]example[.]com"),
    ],
)
def test_domains_and_accounts_are_defanged(value: str, shown: str) -> None:
    assert defanged(value) == shown


@pytest.mark.parametrize(
    "value",
    ["bh", "roleaccountd", "com.apple.CrashReporter.plist", "roleaccountd.plist", "1.83 MB"],
)
def test_files_and_processes_stay_as_they_are(value: str) -> None:
    assert defanged(value) == value


def test_accounts_in_prose_are_defanged_and_nothing_else() -> None:
    text = "The account a@example.com, version 2.0, see example.org."

    assert without_accounts(text) == "The account a[@]example[.]com, version 2.0, see example.org."


def test_the_readers_language_is_chosen_then_english_then_any() -> None:
    assert chosen({"fr": "oui", "en": "yes"}) == LanguageText("en", "yes")
    assert chosen({"ar": "نعم", "fr": "oui"}) == LanguageText("ar", "نعم")
    assert chosen({}).text == ""


def test_another_language_is_named_in_the_page() -> None:
    assert marked_up(LanguageText("ar", "نعم")) == '<span lang="ar" dir="rtl">نعم</span>'
    assert marked_up(LanguageText("en", "a < b")) == "a &lt; b"


def test_arabic_reads_from_the_right() -> None:
    assert direction("ar-MA") == "rtl"
    assert direction("fr") == "ltr"
