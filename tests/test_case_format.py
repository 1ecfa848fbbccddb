"""The worked example of docs/case-format.md is imported and published as it is printed there."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claims.models import Claim
from desk.casefiles.importing import ImportRefused, import_case, read_case
from desk.casefiles.installing import publish_case, read_plan
from publishing.reading.records import load
from tests.builders import BOTH
from tests.documentation import read

Files = dict[str, list[dict[str, Any]]]
TEXT = read("docs/case-format.md")
BLOCK = re.compile(r"^`(\w+\.json)`[^`]*?\n```json\n(.*?)```", re.DOTALL | re.MULTILINE)
PLAN = re.compile(r"^## publication\.json\n.*?```json\n(.*?)```", re.DOTALL | re.MULTILINE)


def example() -> Files:
    """Return the files of the worked example."""
    found = {name: json.loads(block) for name, block in BLOCK.findall(TEXT)}
    plan = PLAN.search(TEXT)
    assert plan
    return {**found, "publication.json": json.loads(plan[1])}


def written(folder: Path, files: Files) -> Path:
    for name, records in files.items():
        (folder / name).write_text(json.dumps(records), encoding="utf-8")
    return folder


@BOTH
def test_the_worked_example_can_be_imported_and_published(tmp_path: Path) -> None:
    folder = written(tmp_path, example())
    case = read_case(folder)
    result = import_case(case)
    published = sum(lines for _step, _set, lines in publish_case(case, read_plan(folder)))
    assert (result.added, published) == (9, 9)


@BOTH
def test_the_claim_of_the_example_is_contradicted(tmp_path: Path) -> None:
    folder = written(tmp_path, example())
    case = read_case(folder)
    import_case(case)
    list(publish_case(case, read_plan(folder)))
    claims = Claim.objects.answered_as("contradicts").filter(slug="clm-acme-no-contract")
    assert load(claims).of_kind("claim")[0]["exact"] == "Acme has no contract with the ministry"


def claim(**changes: Any) -> Callable[[Files], None]:
    return lambda files: files["claims.json"][0].update(changes)


def source(**changes: Any) -> Callable[[Files], None]:
    return lambda files: files["sources.json"][0].update(changes)


def twice(files: Files) -> None:
    files["claims.json"].append(files["claims.json"][0])


def without_summary(files: Files) -> None:
    del files["claims.json"][0]["summary"]


def resting_on_itself(files: Files) -> None:
    files["evidence.json"][0]["derived_from"] = ["ev-contract"]


def with_a_wrong_hash(files: Files) -> None:
    files["statements.json"][0]["renditions"][0]["text_sha256"] = "0" * 64


@BOTH
@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        (twice, "this slug is in the file twice; change one of them"),
        (claim(verdict="false"), "This format has no such field."),
        (without_summary, "This field is required."),
        (claim(verification="certain"), '"certain" is not a valid choice.'),
        (source(language="fr_FR"), "“fr_FR” is not a language tag. Use one such as en, fr or ar."),
        (source(title="<b>Our answer"), "HTML is not allowed: remove “<b>”."),
        (claim(statement="stm-y"), "needs the statement “stm-y”, which is not published"),
        (
            claim(exact="Acme had no contract with the minister"),
            "is not found at characters 0–38 of its rendition; compare the words letter by letter",
        ),
        (with_a_wrong_hash, "Is not the hash of the text."),
        (resting_on_itself, "rests on itself through its derivation; remove one link"),
    ],
)
def test_the_errors_are_those_that_the_document_names(
    mistake: Callable[[Files], None], words: str, tmp_path: Path
) -> None:
    files = example()
    mistake(files)
    with pytest.raises(ImportRefused) as refused:
        read_case(written(tmp_path, files))
    assert words in str(refused.value)
    assert words in TEXT
