"""No page breaks a rule of WCAG 2.0 to 2.2, levels A and AA, that a machine can check."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Scheme, Visit
from tests.browser.pages import EVERY, PageType, each

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
EVERYTHING = {"runOnly": LEVELS, "rules": {"target-size": {"enabled": True}}}
# Everything else is the same in the dark.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
LOOKS: list[tuple[Scheme, int, dict[str, Any]]] = [
    ("light", 1280, EVERYTHING),
    ("light", 360, EVERYTHING),
    ("dark", 1280, COLOURS),
    ("dark", 360, COLOURS),
]


def violations(page: Page, options: dict[str, Any]) -> list[str]:
    """Return the broken rules, each with the first places that break it."""
    found = Axe().run(page, options={**options, "resultTypes": ["violations"]})
    return [_in_words(one) for one in found.response["violations"]]


def _in_words(violation: dict[str, Any]) -> str:
    places = [node["html"][:160] for node in violation["nodes"][:3]]
    return f"{violation['id']}: {violation['help']} ({len(violation['nodes'])} places): {places}"


@each(*EVERY)
def test_no_rule_for_accessible_pages_is_broken(visit: Visit, page_type: PageType) -> None:
    page = visit(page_type)
    page.wait_for_load_state("networkidle")
    found = []

    for scheme, width, options in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{page_type}, {width} px, {scheme}: {v}" for v in violations(page, options)]

    assert not found, "\n".join(found)
