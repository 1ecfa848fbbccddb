"""The desk: editors, too, have telephones, keyboards and eyes."""

from collections.abc import Iterator
from functools import cache

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser import scripts
from tests.browser.conftest import PATIENCE, Read
from tests.browser.pages import PageType, each
from tests.browser.planting import EDITOR, PASSWORD
from tests.browser.reading import read
from tests.browser.test_accessibility import LOOKS, violations

LOGIN = PageType("login", "/desk/login/")
INSIDE = [
    PageType("desk", "/desk/"),
    PageType("change sets", "/desk/desk/changeset/"),
    PageType("claims at the desk", "/desk/claims/claim/"),
    PageType("new statement", "/desk/claims/statement/add/"),
    PageType("new rebuttal", "/desk/claims/rebuttal/add/"),
    PageType("redaction", "/desk/redact/?record=claim/clm-nso-volume"),
]


@pytest.fixture(scope="module")
def desk(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """Return the window of an editor who has logged in."""
    context = browser.new_context(base_url=address, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto("/desk/")
    page.get_by_label("Username").fill(EDITOR)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Log out").wait_for()
    page.close()
    yield context
    context.close()


@pytest.fixture(scope="module")
def desk_reading(desk: BrowserContext) -> Read:
    """Return a function that reads a page of the desk, each once."""
    return cache(lambda page_type: read(desk, page_type))


@pytest.fixture
def waiting(desk: BrowserContext) -> str:
    """Return the address of the change set that waits for review."""
    page = desk.new_page()
    page.goto("/desk/desk/changeset/")
    address = page.get_by_role("link", name="A party that waits for review.").get_attribute("href")
    page.close()
    assert address
    return address


def broken(context: BrowserContext, page_type: PageType) -> list[str]:
    """Return the rules for accessible pages that a page breaks, with width and scheme."""
    page = context.new_page()
    page.goto(page_type.path)
    found = []
    for scheme, width, options in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{page_type}, {width} px, {scheme}: {v}" for v in violations(page, options)]
    page.close()
    return found


def test_logging_in_is_accessible(window: BrowserContext) -> None:
    found = broken(window, LOGIN)

    assert not found, "\n".join(found)


@each(*INSIDE)
def test_the_desk_is_accessible(desk: BrowserContext, page_type: PageType) -> None:
    found = broken(desk, page_type)

    assert not found, "\n".join(found)


def test_a_review_is_accessible(desk: BrowserContext, waiting: str) -> None:
    found = broken(desk, PageType("review", waiting))

    assert not found, "\n".join(found)


def test_a_review_fits_a_telephone(desk: BrowserContext, waiting: str) -> None:
    page = desk.new_page()
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto(waiting)

    too_wide = page.evaluate(scripts.TOO_WIDE)
    page.close()

    assert too_wide == ""


@each(*INSIDE)
def test_the_desk_does_not_scroll_sideways(desk_reading: Read, page_type: PageType) -> None:
    too_wide = desk_reading(page_type).too_wide

    assert "360 px" not in too_wide, f"{page_type}: {too_wide}"
    assert "1280 px" not in too_wide, f"{page_type}: {too_wide}"


@each(*INSIDE)
def test_the_desk_does_not_move_for_those_who_asked_for_it(
    desk_reading: Read, page_type: PageType
) -> None:
    assert desk_reading(page_type).moving == [], page_type.name


@each(*INSIDE)
def test_the_desk_obeys_the_policy(desk_reading: Read, address: str, page_type: PageType) -> None:
    found = desk_reading(page_type)

    assert "unsafe-" not in found.headers["content-security-policy"]
    assert found.complaints == [], page_type.name
    assert [url for url in found.asked if not url.startswith((address, "data:"))] == []


def test_a_draft_at_the_desk_is_not_found_by_readers(window: BrowserContext) -> None:
    assert window.request.get("/parties/waiting/").status == 404
