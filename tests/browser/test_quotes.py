"""Quotes are in their own language, direction and letters."""

import pytest
from playwright.sync_api import Page

from tests.browser import scripts
from tests.browser.conftest import Read, Visit
from tests.browser.pages import READABLE, PageType, each

ARABIC_PAGES = [
    PageType("claim", "/claims/clm-gelfand-macron/"),
    PageType("statement", "/statements/stm-nso-gelfand-2021-07-21/"),
    PageType("rebuttal", "/rebuttals/reb-fs-state-cannot-sue/"),
    PageType("timeline", "/cases/pegasus-project/?speaker=nso-gelfand"),
    PageType("planted statement", "/statements/long/"),
    PageType("planted claim", "/claims/long-too/"),
]
ARABIC = "blockquote[lang=ar]"


def fonts_of(page: Page, selector: str) -> list[tuple[str, bool]]:
    """Return the fonts that an element's letters are drawn with, and whether the site sent them."""
    page.evaluate("document.fonts.ready")
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return [(font["familyName"], font["isCustomFont"]) for font in fonts]


@each(*ARABIC_PAGES)
def test_an_arabic_quote_runs_from_the_right(visit: Visit, page_type: PageType) -> None:
    quote = visit(page_type).locator(ARABIC).first

    letters = quote.evaluate(scripts.LETTERS)

    assert quote.get_attribute("dir") == "rtl"
    assert quote.evaluate("quote => getComputedStyle(quote).direction") == "rtl"
    assert letters["first"] > letters["last"], f"{page_type}: {letters}"


@pytest.mark.parametrize("width", [360, 1280])
@each(*ARABIC_PAGES)
def test_an_arabic_quote_begins_at_its_right_edge(
    visit: Visit, page_type: PageType, width: int
) -> None:
    quote = visit(page_type, width=width).locator(ARABIC).first

    letters = quote.evaluate(scripts.LETTERS)

    assert letters["edge"] - letters["first"] < 48, f"{page_type}, {width} px"
    assert quote.evaluate("quote => getComputedStyle(quote).borderRightWidth") != "0px"


@each(*ARABIC_PAGES)
def test_arabic_letters_are_drawn_with_a_font_of_the_site(
    visit: Visit, page_type: PageType
) -> None:
    fonts = fonts_of(visit(page_type), f"{ARABIC} p")

    assert ("Noto Naskh Arabic", True) in fonts, f"{page_type}: {fonts}"
    assert all(is_ours for _name, is_ours in fonts), f"{page_type}: {fonts}"


def test_latin_quotes_are_drawn_with_the_serif_and_our_words_without(visit: Visit) -> None:
    page = visit(PageType("claim", "/claims/clm-map-never-used/"))

    assert _family(page, "blockquote p") == {"Source Serif 4"}
    assert _family(page, "h1") == {"Source Sans 3"}


def _family(page: Page, selector: str) -> set[str]:
    """Return the families without the style that a variable font adds to its name."""
    known = ("Source Serif 4", "Source Sans 3")
    found = [name for name, _ours in fonts_of(page, selector)]
    return {next((one for one in known if name.startswith(one)), name) for name in found}


@each(*READABLE)
def test_every_quote_names_its_language_and_direction(reading: Read, page_type: PageType) -> None:
    assert reading(page_type).unnamed_quotes == [], page_type.name
