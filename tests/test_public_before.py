"""Whether evidence was public before a claim was made: one rule, one sentence for every page."""

from pathlib import Path

import pytest
from django.test import Client

from claims.derived.public_before import when_public
from tests.builders import (
    BOTH,
    make_case,
    make_claim,
    make_evidence,
    make_rebuttal,
    make_statement,
    publish_all,
)
from tests.pages import read, words_of

pytestmark = BOTH

GLOSSARY = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"
SAID = ("2021-07-19", "Europe/Paris")


@pytest.mark.parametrize(
    ("became_public", "words", "is_before"),
    [
        ("2018-09-18", "Evidence public 2 years 10 months before", True),
        ("2020", "Evidence public at least 6 months before", True),
        ("2021-07-19", "Evidence public the same day", False),
        ("2021-07", "Evidence public before or after: not known", False),
        ("2021-07-22", "Evidence public 3 days later", False),
    ],
)
def test_the_words_say_what_the_dates_allow(
    became_public: str, words: str, is_before: bool
) -> None:
    public = when_public({"became_public": became_public, "time_zone": "UTC"}, SAID)

    assert public
    assert (public.words, public.is_before) == (words, is_before)


def test_nothing_is_said_where_a_date_is_not_known() -> None:
    undated = {"became_public": "", "time_zone": ""}
    dated = {"became_public": "2021-07-19", "time_zone": ""}

    assert when_public(undated, SAID) is None
    assert when_public(dated, ("", "")) is None


@pytest.mark.parametrize(("page", "times"), [("cases", 1), ("statements", 1), ("claims", 2)])
def test_every_page_says_it_in_the_same_words(client: Client, page: str, times: int) -> None:
    case = make_case()
    claim = make_claim(make_statement(cases=[case], issued="2021-07-19"))
    publish_all(make_rebuttal(claim, evidence=[make_evidence(became_public="2021-07-17")]))
    slugs = {"cases": case.slug, "statements": claim.statement.slug, "claims": claim.slug}

    words = words_of(read(client, f"/{page}/{slugs[page]}/"))

    assert words.count("Evidence public 2 days before") == times
    assert words.lower().count(" before") == times


def test_method_and_glossary_use_the_words_of_the_pages(client: Client) -> None:
    public = when_public({"became_public": "2020-08", "time_zone": ""}, ("2021-08", ""))

    assert public
    assert f"“{public.words}”" in words_of(read(client, "/method/"))
    assert "**Evidence public … before**" in GLOSSARY.read_text(encoding="utf-8")
