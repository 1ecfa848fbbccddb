"""How many queries the API makes: as many for fifty records as for one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from publishing.models import Publishable
from tests import builders
from tests.api import LISTS, NOUNS, get
from tests.builders import BOTH, publish_all

pytestmark = BOTH

MAKE: dict[str, Callable[..., Publishable]] = {
    plural: getattr(builders, f"make_{kind}") for plural, kind in NOUNS.items()
}
FEW = ("cases", "statements", "families", "events", "devices")


def _queries(path: str, **parameters: Any) -> int:
    with CaptureQueriesContext(connections["default"]) as queries:
        get(path, **parameters)
    return len(queries)


@pytest.fixture
def fifty(request: pytest.FixtureRequest) -> str:
    """Publish fifty more of a noun of which the real case has fewer."""
    plural: str = request.param
    if plural in FEW:
        shared: dict[str, Any] = {}
        if plural in ("statements", "events"):
            shared = {"cases": [builders.make_case()], "sources": [builders.make_source()]}
        publish_all(*[MAKE[plural](**shared) for _ in range(50)])
    return plural


@pytest.mark.parametrize("fifty", LISTS, indirect=True)
def test_a_list_takes_two_queries_for_one_row_and_for_fifty(fifty: str) -> None:
    assert len(get(f"{fifty}/", page_size=50)["results"]) == 50

    assert _queries(f"{fifty}/", page_size=1) == 2
    assert _queries(f"{fifty}/", page_size=50) == 2


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("claims/", {"case": "pegasus-project", "topic": "no-evidence"}),
        ("rebuttals/", {"case": "pegasus-project", "relation": "contradicts"}),
        ("evidence/", {"case": "pegasus-project", "became_public_before": "2021-07-18"}),
        ("statements/", {"issued_after": "2021-07-17", "q": "pegasus"}),
    ],
)
def test_filters_add_no_query(path: str, parameters: dict[str, str]) -> None:
    assert get(path, **parameters)["results"]

    assert _queries(path, **parameters) == 2


def test_an_empty_answer_asks_once_more_whether_its_slugs_exist() -> None:
    assert _queries("claims/", case="pegasus-project", answered_as="concedes", q="zzz") == 3


@pytest.mark.parametrize("path", ["cases/pegasus-project/", "revisions/1/"])
def test_a_detail_takes_two_queries(path: str) -> None:
    assert _queries(path) == 2


def test_standing_takes_the_same_queries_for_one_claim_and_for_fifty() -> None:
    for size in (1, 50):
        assert _queries("claims/", derived="standing", page_size=size) == 4
