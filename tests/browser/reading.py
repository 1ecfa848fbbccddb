"""One visit to a page for everything that is asked of it: pages take a while to open."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Page

from pegasus_tracker.template_loader import BLOCKS
from tests.browser import scripts
from tests.browser.pages import PageType

WIDTHS = (360, 768, 1280, 1920)
MAIN = "document.querySelector('main').innerText"
LANDMARKS = ("banner", "main", "contentinfo")


@dataclass
class Reading:
    """What one visit to a page found out."""

    page_type: PageType
    headers: dict[str, str] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)
    main: str = ""
    head: dict[str, str] = field(default_factory=dict)
    headings: list[dict[str, Any]] = field(default_factory=list)
    landmarks: dict[str, int] = field(default_factory=dict)
    taken_ids: list[str] = field(default_factory=list)
    unnamed_quotes: list[str] = field(default_factory=list)
    moving: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    too_wide: dict[str, str] = field(default_factory=dict)
    overlaps: dict[str, list[str]] = field(default_factory=dict)
    taken_apart: dict[str, list[str]] = field(default_factory=dict)


def read(context: BrowserContext, page_type: PageType) -> Reading:
    """Visit a page once and ask it everything."""
    reading, page = Reading(page_type), context.new_page()
    _listen(page, reading)
    response = page.goto(page_type.path)
    assert response is not None
    assert response.status == page_type.status, f"{page_type} answers {response.status}"
    # Requested anew: an answer that the browser already has comes without its policy.
    reading.headers = context.request.get(page_type.path).headers
    page.wait_for_load_state("networkidle")
    _ask(page, reading)
    _measure(page, reading)
    page.close()
    return reading


def _listen(page: Page, reading: Reading) -> None:
    page.on("request", lambda request: reading.asked.add(request.url))
    page.on("pageerror", lambda error: reading.complaints.append(str(error)))
    page.on("console", lambda message: reading.complaints.append(message.text))


def _ask(page: Page, reading: Reading) -> None:
    reading.main = page.evaluate(MAIN)
    reading.head = page.evaluate(scripts.HEAD)
    reading.headings = page.evaluate(scripts.HEADINGS)
    reading.taken_ids = page.evaluate(scripts.TAKEN_IDS)
    reading.unnamed_quotes = page.evaluate(scripts.UNNAMED_QUOTES)
    reading.moving = page.evaluate(scripts.MOVING)
    reading.inline = page.evaluate(scripts.INLINE, BLOCKS.replace("|", ", "))
    reading.landmarks = {
        **{role: page.locator(f"role={role}").count() for role in LANDMARKS},
        "navigation": page.locator("role=navigation[name='Site' s]").count(),
    }


def _measure(page: Page, reading: Reading) -> None:
    for width in WIDTHS:
        _measure_at(page, reading, f"{width} px", width)
        if found := page.evaluate(scripts.TAKEN_APART):
            reading.taken_apart[f"{width} px"] = found
    # As a reader's browser can, but without the narrow layout that it would choose then.
    page.evaluate("document.documentElement.style.fontSize = '32px'")
    _measure_at(page, reading, "1280 px, letters of twice the size", 1280)


def _measure_at(page: Page, reading: Reading, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    if found := page.evaluate(scripts.TOO_WIDE):
        reading.too_wide[name] = found
    if found := page.evaluate(scripts.OVERLAPS):
        reading.overlaps[name] = found
