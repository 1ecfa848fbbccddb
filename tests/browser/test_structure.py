"""What a page says about itself to assistive software, search engines and archives."""

from itertools import pairwise

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import Read, Visit
from tests.browser.pages import DOCS, LISTS, LOG, READABLE, RECORDS, SITE, PageType, each

STATES = {
    "old version": "This is version 1 of this record",
    "withdrawn": "The quote was taken from the wrong statement.",
    "corrected": "Version 2, recorded here on",
    "needs another look": "Needs another look",
    "removed": "A court ordered it.",
}


@each(*READABLE)
def test_headings_are_an_outline(reading: Read, page_type: PageType) -> None:
    headings = reading(page_type).headings
    levels = [heading["level"] for heading in headings]

    jumps = [two for one, two in pairwise(headings) if two["level"] > one["level"] + 1]

    assert levels.count(1) == 1, f"{page_type} has {levels.count(1)} headings of level 1"
    assert levels[0] == 1, f"{page_type} begins with {headings[0]}"
    assert jumps == [], f"{page_type} leaves a level out"
    assert all(heading["words"] for heading in headings), f"{page_type} has an empty heading"


@each(*READABLE)
def test_a_page_has_each_landmark_once(reading: Read, page_type: PageType) -> None:
    landmarks = reading(page_type).landmarks

    assert set(landmarks.values()) == {1}, f"{page_type}: {landmarks}"


@each(*READABLE)
def test_no_id_is_empty_or_used_twice(reading: Read, page_type: PageType) -> None:
    assert reading(page_type).taken_ids == [], page_type.name


@each(*READABLE)
def test_a_page_says_what_it_is(reading: Read, page_type: PageType, address: str) -> None:
    head = reading(page_type).head

    assert head["language"] == "en"
    assert head["description"], f"{page_type} has no description"
    assert head["canonical"].startswith(address)
    assert "?" not in head["canonical"], "a filter or a search is not a page of its own"


@each(*(one for one in READABLE if one.has_twin))
def test_a_page_names_its_twin_in_json(reading: Read, visit: Visit, page_type: PageType) -> None:
    twin = reading(page_type).head["twin"]

    response = visit(page_type).request.get(twin)

    assert response.status == 200, f"{page_type}: {response.url}"
    assert response.headers["content-type"].startswith("application/json")


def test_no_two_pages_have_the_same_title(window: BrowserContext) -> None:
    by_title: dict[str, list[str]] = {}
    for page_type in (*SITE, *RECORDS, *LISTS, *LOG, DOCS):
        # It is the same record, looked at in another way.
        if page_type.name != "filtered case":
            by_title.setdefault(_title_of(window, page_type), []).append(page_type.name)

    assert [names for names in by_title.values() if len(names) > 1] == []
    assert all(by_title)


def _title_of(window: BrowserContext, page_type: PageType) -> str:
    """Return a title as it is sent, without waiting until the page is drawn."""
    page = window.request.get(page_type.path).text()
    return page.partition("<title>")[2].partition("</title>")[0].strip()


@pytest.mark.parametrize("name", STATES)
def test_a_record_says_what_became_of_it(visit: Visit, name: str) -> None:
    page = visit(next(one for one in READABLE if one.name == name))

    assert page.get_by_role("main").get_by_text(STATES[name]).first.is_visible()
