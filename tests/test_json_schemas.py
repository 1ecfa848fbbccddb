"""The JSON Schemas beside the case say what its documents are, and no less than that."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from publishing.formats.checking import problems_of
from publishing.nouns import noun, nouns
from script import json_schemas
from tests.growing import grown

pytestmark = pytest.mark.once

CASE = Path(__file__).resolve().parent.parent / "cases" / "pegasus-project"
KINDS = [one.kind for one in nouns()]


def schema(kind: str) -> dict[str, Any]:
    path = CASE / "schema" / f"{kind}.schema.json"
    return dict(json.loads(path.read_text(encoding="utf-8")))


def documents(kind: str) -> list[dict[str, Any]]:
    path = CASE / f"{noun(kind).plural}.json"
    return list(json.loads(path.read_text(encoding="utf-8")))


def kind_of(document: dict[str, Any]) -> str:
    return document["kind"] if document["kind"] in KINDS else "claim"


def errors(document: dict[str, Any]) -> list[str]:
    """Return what is wrong with it by the schema of its kind (of claims, if there is none)."""
    validator = Draft202012Validator(
        schema(kind_of(document)), format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]


def claim(**changes: Any) -> dict[str, Any]:
    """Return the first claim of the case that has a citation, with some keys changed."""
    whole = next(one for one in documents("claim") if one["citations"])
    return {**deepcopy(whole), **changes}


def citation(**changes: Any) -> dict[str, Any]:
    """Return that claim with keys of its first citation changed."""
    changed = claim()
    changed["citations"][0].update(changes)
    return changed


def source(**changes: Any) -> dict[str, Any]:
    return {**documents("source")[0], **changes}


def without(document: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != key}


def test_there_is_one_schema_for_each_noun_and_no_other() -> None:
    found = {path.name for path in (CASE / "schema").glob("*.json")}
    assert found == {f"{kind}.schema.json" for kind in KINDS}


@pytest.mark.parametrize("name", sorted(json_schemas.files()))
def test_the_schemas_are_fresh(name: str) -> None:
    kept = (CASE / "schema" / name).read_text(encoding="utf-8")
    assert kept == json_schemas.files()[name], "run .venv/bin/python script/json_schemas.py"


@pytest.mark.parametrize("kind", KINDS)
def test_each_schema_is_a_sound_schema(kind: str) -> None:
    Draft202012Validator.check_schema(schema(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_every_document_of_the_case_is_valid(kind: str) -> None:
    wrong = {one["slug"]: found for one in documents(kind) if (found := errors(one))}
    assert not wrong
    assert documents(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_is_described(kind: str) -> None:
    whole = schema(kind)
    parts = [one["items"] for one in whole["properties"].values() if "items" in one]
    groups = [whole, *(part for part in parts if "properties" in part)]
    silent = [
        name
        for group in groups
        for name, one in group["properties"].items()
        if "description" not in one and "properties" not in one.get("items", {})
    ]
    assert not silent


def test_a_schema_says_since_when_a_key_is_there_and_what_it_means_without() -> None:
    with grown("claim", {"note": {}}, {"citations.quote": ""}) as one:
        said = json_schemas.schema_of(one)

    keys = said["properties"]
    quote = keys["citations"]["items"]["properties"]["quote"]
    assert said["x-format"] == 3
    assert [keys[name]["x-since"] for name in ("summary", "note")] == [1, 2]
    assert (quote["x-since"], quote["default"]) == (3, "")
    assert "default" not in keys["summary"]


WRONG: dict[str, Callable[[], dict[str, Any]]] = {
    "a key that the format does not have": lambda: claim(verdict="false"),
    "such a key in a part": lambda: citation(verdict="false"),
    "a word that is not allowed": lambda: claim(verification="certain"),
    "such a word in a part": lambda: citation(relation="proves"),
    "such a word in a list": lambda: claim(topics=["gossip"]),
    "another noun": lambda: claim(kind="denial"),
    "a key that is missing": lambda: without(claim(), "summary"),
    "a slug with capitals": lambda: claim(slug="CLM-Never"),
    "a link that is not a slug": lambda: claim(statement="stm x"),
    "a link that has to be there": lambda: claim(statement=None),
    "a text where a list has to be": lambda: claim(topics="no-evidence"),
    "a list where a number has to be": lambda: claim(start=[0]),
    "a negative offset": lambda: claim(start=-1),
    "a text where a language map has to be": lambda: claim(summary="He denies."),
    "a language map with a wrong tag": lambda: claim(summary={"english": "He denies."}),
    "a language map with an empty text": lambda: claim(summary={"en": " "}),
    "an empty language map": lambda: claim(summary={}),
    "a summary that is too long": lambda: claim(summary={"en": "a" * 201}),
    "HTML in a text": lambda: claim(summary={"en": "He <b>denies</b>."}),
    "HTML in a line": lambda: source(title="A <i>title</i>"),
    "a part id that is no UUID": lambda: citation(id="first"),
    "a wrong language": lambda: source(language="fr_FR"),
    "an invalid address": lambda: source(url="lemonde"),
    "a date in words": lambda: source(published="last summer"),
    "a line with the mark that parts lines": lambda: source(authors=["A|B"]),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_schema_refuses(wrong: Callable[[], dict[str, Any]]) -> None:
    assert errors(wrong())


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_the_import_refuses_it_too(wrong: Callable[[], dict[str, Any]]) -> None:
    document = wrong()
    assert problems_of(document, noun(kind_of(document)).document)
