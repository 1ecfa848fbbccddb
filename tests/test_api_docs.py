"""The API's documentation: docs/api.md names everything, and the page of the API works."""

import re
from typing import Any

import pytest
from django.test import Client

from pegasus_tracker.api.urls import router
from publishing.api.filters import RecordFilters
from tests.api import BASE, ask
from tests.builders import BOTH
from tests.documentation import missing, read, section

pytestmark = pytest.mark.once

TEXT = read("docs/api.md")
REGISTERED: list[tuple[str, Any, str]] = router.registry
EXAMPLES = re.findall(r"localhost:8000/api/v1/([^' \n]*)", TEXT)
COMMON = RecordFilters.base_filters


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
