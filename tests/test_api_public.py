"""The API in a process that has only the record: no desk, no users, no sessions."""

from pathlib import Path

import pytest

from tests.api import LISTS, statuses
from tests.builders import BOTH
from tests.processes import fresh_site

pytestmark = BOTH

WORKING = [
    "",
    *(f"{plural}/" for plural in LISTS),
    "claims/?derived=standing",
    "claims/?unanswered=true&answered_as=concedes",
    "rebuttals/?needs_another_look=true",
    "sources/?unarchived=true&published_after=2021-07-18",
    "schema/",
    "docs/",
]


@pytest.fixture
def answers(tmp_path: Path) -> dict[str, int]:
    """Ask an empty installation in the public-only role."""
    paths = [*WORKING, "claims/?page_size=0", "nothing/"]
    with fresh_site(tmp_path) as site:
        found = site.call(statuses, *paths, PEGASUS_ROLE="public")
    return dict(zip(paths, found, strict=True))


def test_a_public_only_process_answers_as_any_other(answers: dict[str, int]) -> None:
    assert {path: answers[path] for path in WORKING} == dict.fromkeys(WORKING, 200)
    assert answers["claims/?page_size=0"] == 400
    assert answers["nothing/"] == 404
