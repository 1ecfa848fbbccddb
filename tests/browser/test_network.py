"""Pages ask no one else for anything, obey their own policy, and need no script."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext

from tests.browser.conftest import Read, Visit
from tests.browser.pages import DOCS, EVERY, READABLE, PageType, each
from tests.browser.reading import MAIN


@each(*EVERY)
def test_a_page_asks_no_other_host(reading: Read, address: str, page_type: PageType) -> None:
    asked = {url for url in reading(page_type).asked if not url.startswith(("data:", "blob:"))}

    assert {url for url in asked if urlsplit(url).netloc != urlsplit(address).netloc} == set()


@each(*EVERY)
def test_a_browser_has_nothing_to_complain_of(reading: Read, page_type: PageType) -> None:
    complaints = reading(page_type).complaints

    assert [words for words in complaints if not _is_the_status(words, page_type)] == []


def _is_the_status(words: str, page_type: PageType) -> bool:
    """Chromium writes the status of a page that is not 200 to its console."""
    return page_type.status != 200 and f"status of {page_type.status}" in words


@each(*EVERY)
def test_the_policy_allows_only_the_site_itself(reading: Read, page_type: PageType) -> None:
    policy = reading(page_type).headers["content-security-policy"]
    rules = dict(rule.strip().split(None, 1) for rule in policy.split(";"))

    assert rules["default-src"] in ("'none'", "'self'"), f"{page_type}: {policy}"
    # Swagger UI draws its arrows with images inside its own style.
    allowed = {"'none'", "'self'"} | ({"data:"} if page_type == DOCS else set())
    words = {word for value in rules.values() for word in value.split()}
    assert words <= allowed, f"{page_type}: {policy}"


@each(*READABLE)
def test_a_page_is_complete_in_its_first_response(
    reading: Read, without_scripts: BrowserContext, page_type: PageType
) -> None:
    page = without_scripts.new_page()
    page.goto(page_type.path)

    words = page.evaluate(MAIN)
    page.close()

    assert words == reading(page_type).main, f"{page_type} is another page without scripts"
    assert len(words) > 40, f"{page_type} is empty"


def test_the_api_docs_say_where_else_they_are_without_scripts(window: BrowserContext) -> None:
    words = window.request.get(DOCS.path).text()

    assert "<noscript>" in words
    assert 'href="/api/v1/schema/"' in words


def test_the_api_docs_list_the_addresses(visit: Visit) -> None:
    page = visit(DOCS)

    page.locator(".opblock-tag").first.click()
    page.locator(".opblock").first.wait_for()

    assert page.locator(".opblock-tag").count() >= 11, "one for each noun"
