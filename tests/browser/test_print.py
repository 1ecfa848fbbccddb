"""A printed page can be filed: it names its sources, its version and its hash."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser import scripts
from tests.browser.conftest import Visit
from tests.browser.pages import RECORDS, PageType, each

CLAIM = PageType("claim", "/claims/clm-gelfand-macron/")
FOLDED = PageType("claim with many answers", "/claims/clm-map-never-used/")
CASE = PageType("case", "/cases/pegasus-project/")


def on_paper(page: Page) -> Page:
    """Show the page as it is printed."""
    page.emulate_media(media="print")
    return page


@each(*RECORDS)
def test_a_printed_record_names_its_version_and_hash(visit: Visit, page_type: PageType) -> None:
    page = on_paper(visit(page_type))

    foot = page.locator(".record-line").inner_text()

    assert re.search(r"Version 1, recorded here on \d+ \w+ \d{4}", foot)
    assert page.locator(".record-line .hash").first.is_visible()
    assert f"{page_type.path}v1/" in foot, "the address of this very version"


@each(*RECORDS)
def test_what_only_a_screen_can_use_is_not_printed(visit: Visit, page_type: PageType) -> None:
    page = on_paper(visit(page_type))

    for name in (".site-nav", ".site-footer", ".skip", ".filters", ".months", ".no-print"):
        for found in page.locator(name).all():
            assert not found.is_visible(), f"{page_type}: {name} is printed"


@each(*(one for one in RECORDS if one.name in ("claim", "statement", "rebuttal", "evidence")))
def test_a_printed_source_has_its_address_beside_it(visit: Visit, page_type: PageType) -> None:
    page = visit(page_type)
    addresses = page.locator(".print-url")
    on_screen = addresses.evaluate_all(scripts.HIDDEN)

    on_paper(page)

    assert len(on_screen) == addresses.count() > 0, f"{page_type}: addresses are for paper"
    assert addresses.evaluate_all(scripts.HIDDEN) == [], f"{page_type}: left out on paper"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_white(visit: Visit, scheme: str) -> None:
    page = on_paper(visit(CLAIM, scheme=scheme))

    assert page.evaluate(scripts.NOT_WHITE) == []


def test_what_is_folded_on_screen_is_printed(visit: Visit) -> None:
    page = on_paper(visit(FOLDED))
    folded = page.locator("details:not([open])")

    heights = folded.evaluate_all("all => all.map((one) => one.lastElementChild.offsetHeight)")

    assert heights
    assert all(heights), "something stays folded on paper"


@each(CLAIM, CASE)
def test_a_page_becomes_a_file(visit: Visit, page_type: PageType) -> None:
    file = visit(page_type).pdf(prefer_css_page_size=True)

    assert file.startswith(b"%PDF-")
    assert file.count(b"/Type /Page") > 1
