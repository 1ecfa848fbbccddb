"""Installations of earlier releases: what is kept of them, and that it comes to today."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from publishing.formats.evolving import has_keys_of, since
from publishing.formats.serializers import shape_of
from publishing.formats.shapes import Shape
from publishing.models import Action, Approval
from publishing.nouns import noun, nouns
from tests.installations import make
from tests.installations.loading import kept_files
from tests.processes import Site

FILES = kept_files()
Rows = list[dict[str, Any]]


def rows(file: Path, place: str, table: str) -> Rows:
    """Return the rows of a table as they are kept."""
    found = json.loads(file.read_text(encoding="utf-8"))["tables"][place][table]
    return [dict(zip(found["columns"], row, strict=True)) for row in found["rows"]]


def documents(file: Path) -> list[tuple[str, int, dict[str, Any]]]:
    """Return the kind, the format and the document of each line of a kept log that has one."""
    lines = {line["seq"]: line for line in rows(file, "default", "publishing_revision")}
    return [
        (
            lines[body["seq"]]["kind"],
            lines[body["seq"]].get("format") or 1,
            json.loads(body["body"]),
        )
        for body in rows(file, "default", "publishing_revisionbody")
    ]


def keys(shape: Shape, path: str = "") -> Iterator[str]:
    """Yield the keys that documents have, those of parts as “citations.page”."""
    yield from (path + name for name in shape.keys)
    for name, child in shape.parts:
        yield from keys(child, f"{path}{name}.")


def said(document: dict[str, Any], path: str = "") -> Iterator[str]:
    """Yield the keys of a document that say something, those of parts as “citations.page”."""
    for name, value in document.items():
        if value not in ("", None, [], {}):
            yield path + name
        for part in value if isinstance(value, list) else ():
            if isinstance(part, dict):
                yield from said(part, f"{path}{name}.")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_document_has_the_keys_of_its_format(file: Path) -> None:
    wrong = [
        document["slug"]
        for kind, number, document in documents(file)
        if not has_keys_of(document, noun(kind), number)
    ]

    assert wrong == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_key_says_something_somewhere(file: Path) -> None:
    newest = {kind: number for kind, number, _document in documents(file)}
    found = {f"{kind}/{key}" for kind, _number, one in documents(file) for key in said(one)}
    wanted = {
        f"{kind}/{key}"
        for kind, number in newest.items()
        for key in keys(shape_of(noun(kind).document))
        if since(noun(kind), key) <= number
    }

    assert wanted - found == set()


def test_the_first_release_holds_every_noun_action_approval_and_state() -> None:
    lines = rows(FILES[0], "default", "publishing_revision")
    sets = rows(FILES[0], "desk", "desk_changeset")

    assert {line["kind"] for line in lines} >= FIRST_NOUNS
    assert {line["action"] for line in lines} == set(Action.values)
    assert {line["approval"] for line in lines} == set(Approval.values)
    assert [line["action"] for line in lines].count("redacted") == 1
    assert {one["status"] for one in sets} == STATES


FIRST_NOUNS = {
    "case", "claim", "device", "event", "evidence", "family", "indicator", "party", "rebuttal",
    "source", "statement",
}  # fmt: skip
STATES = {"proposed", "approved", "published", "rejected", "refused"}


def test_no_kept_file_holds_an_address_or_a_password() -> None:
    accounts = [one for file in FILES for one in rows(file, "desk", "auth_user")]

    assert {one["password"] for one in accounts} == {"!"}
    assert {one["email"] for one in accounts} == {""}


def test_todays_installation_can_be_made_and_is_the_same_each_time(tmp_path: Path) -> None:
    site = Site(tmp_path, {})
    files = [tmp_path / "one.json", tmp_path / "two.json"]
    for file in files:
        done = site.python(str(make.__file__), "today", str(file))
        assert done.returncode == 0, done.stderr

    assert files[0].read_bytes() == files[1].read_bytes()
    assert {kind for kind, _number, _document in documents(files[0])} == {
        one.kind for one in nouns()
    }
