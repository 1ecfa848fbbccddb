"""Fixtures: one installation and one browser for all tests, and each page read once."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.pages import PageType
from tests.browser.reading import Reading, read
from tests.browser.serving import served

Scheme = Literal["light", "dark"]
Visit = Callable[..., Page]
Read = Callable[[PageType], Reading]
# Without these a browser asks its maker's servers for updates in the middle of a test.
QUIET = [
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-default-apps", "--no-first-run", "--disable-domain-reliability"),
    "--disable-features=OptimizationHints,MediaRouter,DialMediaRouteProvider,Translate",
]
PATIENCE = 10_000


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test beside this file: script/test runs them in a step of their own.

    Tests of one page go to one process, so that the page is read once.
    """
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if page_type := _page_type_of(item):
                item.add_marker(pytest.mark.xdist_group(page_type.name))


def _page_type_of(item: pytest.Item) -> PageType | None:
    return item.callspec.params.get("page_type") if hasattr(item, "callspec") else None


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the served site."""
    with served(tmp_path_factory.mktemp("site")) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the browser that is installed on this machine."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert chromium, "Chromium was not found: install it, or name it with CHROMIUM=/path/to/it"
    flags = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield started
        started.close()


@pytest.fixture(scope="session")
def window(browser: Browser, address: str) -> BrowserContext:
    """Return a reader's browser window, for people who asked that nothing moves."""
    context = browser.new_context(base_url=address, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    return context


@pytest.fixture(scope="session")
def without_scripts(browser: Browser, address: str) -> BrowserContext:
    """Return a browser window in which no script runs."""
    context = browser.new_context(base_url=address, java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    return context


@pytest.fixture(scope="session")
def reading(window: BrowserContext) -> Read:
    """Return a function that says what one visit to a page found; each page is visited once."""
    return cache(lambda page_type: read(window, page_type))


@pytest.fixture
def visit(window: BrowserContext) -> Iterator[Visit]:
    """Return a function that opens a page; it is closed after the test."""
    opened: list[Page] = []

    def open_page(page_type: PageType, width: int = 1280, scheme: Scheme = "light") -> Page:
        page = window.new_page()
        opened.append(page)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.goto(page_type.path)
        return page

    yield open_page
    for page in opened:
        page.close()
