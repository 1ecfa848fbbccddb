"""Growth of a format that documents of older ones could not follow is refused by system checks."""

import uuid
from typing import Any

import pytest

from evidence.models import Source
from publishing.checks import formats_grow_by_constants
from publishing.formats.serializers import shape_of
from tests.growing import grown

SOURCE: tuple[dict[str, Any], ...] = (
    {"note": {}},
    {"authors": [], "copy_of": None, "captures.text": ""},
)


def problems(kind: str, *added: dict[str, Any]) -> list[str]:
    with grown(kind, *added):
        return [str(one.id) for one in formats_grow_by_constants(None)]


def test_the_formats_of_the_site_are_sound() -> None:
    assert formats_grow_by_constants(None) == []
    assert problems("source", *SOURCE) == []


@pytest.mark.parametrize(
    ("kind", "added", "problem"),
    [
        ("source", [{"trial_shelf": ""}], "E002"),
        ("source", [{"pages.text": ""}], "E002"),
        ("source", [{"title": ""}], "E003"),
        ("source", [{"kind": "source"}], "E003"),
        ("source", [{"captures.captured_at": None}], "E003"),
        ("statement", [{"renditions.text_sha256": ""}], "E003"),
        ("statement", [{"renditions": []}], "E003"),
        ("source", [{"text_seen": True}], "E004"),
        ("source", [{"note": {"en": ""}}], "E004"),
        ("source", [{"note": {}}, {"note": {}}], "E005"),
        ("claim", [{"citations.quote": ""}], "E006"),
    ],
)
def test_growth_that_old_documents_cannot_follow_is_refused(
    kind: str, added: list[dict[str, Any]], problem: str
) -> None:
    assert problems(kind, *added) == [f"publishing.{problem}"]


@pytest.mark.parametrize("default", [uuid.uuid4, lambda: "the same"])
def test_a_default_that_is_computed_is_refused(
    default: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Source._meta.get_field("published_as_shown"), "default", default)
    shape_of.cache_clear()

    found = problems("source", {"published_as_shown": ""})

    shape_of.cache_clear()
    assert found == ["publishing.E003"]
