"""The page of the API in a browser: it shows the API, tries it out and asks nobody else."""

import pytest
from playwright.sync_api import Browser


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_tries_out_the_api_without_asking_anyone_else(
    browser: Browser, address: str, width: int
) -> None:
    complaints: list[str] = []
    asked: list[str] = []
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"{address}/api/v1/docs/")
    page.locator(".opblock-tag[data-tag=claims]").click()
    page.locator("#operations-claims-claim_list .opblock-summary-control").click()
    page.get_by_text("Try it out").first.click()
    page.get_by_text("Execute").first.click()
    page.locator(".live-responses-table").get_by_text('"results"').first.wait_for()
    scrolled: int = page.evaluate("document.documentElement.scrollWidth")
    page.close()

    assert complaints == []
    assert scrolled <= width
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
