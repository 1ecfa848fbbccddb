"""Everything can be done with the keyboard alone, and one can always see where one is."""

from typing import Any

from playwright.sync_api import Page

from tests.browser import scripts
from tests.browser.conftest import Visit
from tests.browser.pages import READABLE, PageType, each

WALKED = [
    one
    for one in READABLE
    if one.name in {
        *("home", "claim", "statement", "evidence", "rebuttal", "no results", "method"),
        *("history", "list of claims", "not found", "removed"),
    }
]  # fmt: skip


def press_tab(page: Page) -> dict[str, Any]:
    """Go on to the next thing and say where that is."""
    page.keyboard.press("Tab")
    found: dict[str, Any] = page.evaluate(scripts.WHERE)
    return found


@each(*WALKED)
def test_the_first_stop_leads_to_the_content(visit: Visit, page_type: PageType) -> None:
    page = visit(page_type)

    first = press_tab(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")
    press_tab(page)

    assert "Skip to content" in first["html"], f"{page_type} begins with {first['html']}"
    assert first["seen"], f"{page_type}: the skip link is not seen when it is reached"
    assert not page.evaluate(scripts.IN_HEADER), f"{page_type}: skipping leads back to the head"


@each(*WALKED)
def test_every_stop_is_reached_and_seen(visit: Visit, page_type: PageType) -> None:
    page = visit(page_type)
    expected = page.evaluate(scripts.REACHABLE)
    stops: dict[str, dict[str, Any]] = {}

    # A field for a date or a search has stops inside.
    for _ in range(expected + 10):
        stop = press_tab(page)
        if stop["tag"] == "BODY":
            break
        stops[stop["place"]] = stop

    unseen = [s["html"] for s in stops.values() if not (s["outlined"] and s["seen"])]
    assert unseen == [], f"{page_type}: one does not see where one is"
    assert len(stops) == expected, f"{page_type}: {len(stops)} of {expected} are reached"


def test_what_is_folded_unfolds_by_enter_and_folds_by_space(visit: Visit) -> None:
    page = visit(next(one for one in READABLE if one.name == "claim with many answers"))
    folded = page.locator("details:not([open]) > summary").first.element_handle()
    is_open = "summary => summary.parentElement.open"

    folded.focus()
    page.keyboard.press("Enter")
    assert folded.evaluate(is_open)
    page.keyboard.press("Space")

    assert not folded.evaluate(is_open)


def test_the_timeline_is_filtered_without_a_mouse(visit: Visit) -> None:
    page = visit(next(one for one in READABLE if one.name == "case"))

    page.get_by_label("Who said it").focus()
    page.keyboard.type("NSO Group")
    while page.evaluate("document.activeElement.tagName") != "BUTTON":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**speaker=nso-group**")

    assert page.get_by_text("Only what NSO Group said.").is_visible()


def test_search_answers_the_enter_key(visit: Visit) -> None:
    page = visit(next(one for one in READABLE if one.name == "search"))

    page.get_by_label("Words, names, dates, domains").fill("17 July 2021")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=17+July+2021")

    assert page.get_by_role("heading", name="results").is_visible()
