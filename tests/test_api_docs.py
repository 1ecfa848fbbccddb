"""The API's documentation: docs/api.md names everything, and the page of the API works."""

import os
import re
import socket
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from pegasus_tracker.api.urls import router
from publishing.api.filters import RecordFilters
from tests.api import BASE, ask
from tests.builders import BOTH
from tests.documentation import missing, read, section
from tests.processes import fresh_site

TEXT = read("docs/api.md")
REGISTERED: list[tuple[str, Any, str]] = router.registry
EXAMPLES = re.findall(r"localhost:8000/api/v1/([^' \n]*)", TEXT)
COMMON = RecordFilters.base_filters
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@pytest.mark.parametrize(("plural", "view"), [(p, v) for p, v, _ in REGISTERED])
def test_every_filter_is_documented_with_its_words(plural: str, view: Any) -> None:
    text = section(TEXT, plural)
    for name, one in view.filterset_class.base_filters.items():
        is_common = issubclass(view.filterset_class, RecordFilters) and name in COMMON
        where = TEXT if is_common else text
        row = next((row for row in where.splitlines() if row.startswith(f"| `{name}` |")), "")
        assert str(one.extra["help_text"]) in row, name
        assert not missing(one.described_schema().get("enum", []), row), name


def test_no_filter_is_documented_that_is_not_there() -> None:
    for plural, view, _base in REGISTERED:
        rows = re.findall(r"^\| `(\w+)` \|", section(TEXT, plural), re.MULTILINE)
        assert set(rows) <= set(view.filterset_class.base_filters), plural


@BOTH
@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_answers(example: str) -> None:
    assert ask(example).status_code == 200


@BOTH
def test_the_page_has_a_policy_of_its_own_without_anything_unsafe() -> None:
    policy = Client().get(f"{BASE}docs/").headers["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "img-src 'self' data:" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@BOTH
def test_the_policy_of_everything_else_allows_no_data_images() -> None:
    for path in ("/", f"{BASE}claims/"):
        assert "data:" not in Client().get(path).headers["Content-Security-Policy"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(address: str) -> None:
    for _attempt in range(150):
        try:
            with urllib.request.urlopen(address):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} does not answer")


@pytest.fixture
def address(tmp_path: Path, django_db_setup: None) -> Iterator[str]:
    """Serve an empty installation and return its address."""
    with fresh_site(tmp_path) as site:
        port = _free_port()
        server = site.start("manage.py", "runserver", "--noreload", f"127.0.0.1:{port}")
        try:
            _wait_for(f"http://127.0.0.1:{port}/api/v1/")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(10)


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_shows_and_tries_out_the_api_without_asking_anyone_else(
    address: str, width: int
) -> None:
    from playwright.sync_api import sync_playwright

    complaints: list[str] = []
    asked: list[str] = []
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
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
        browser.close()

    assert complaints == []
    assert scrolled <= width
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
