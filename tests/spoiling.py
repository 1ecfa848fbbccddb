"""Spoiling one record of the real case in one place, to see how an import refuses it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desk.casefiles.importing import ImportRefused, import_case, read_case
from tests.conftest import CASE

Change = Callable[[dict[str, Any]], Any]


def record_of(plural: str, slug: str) -> dict[str, Any]:
    """Return one record of the real case."""
    records: list[dict[str, Any]] = json.loads((CASE / f"{plural}.json").read_text())
    return next(record for record in records if record["slug"] == slug)


def spoil(folder: Path, plural: str, slug: str, change: Change) -> None:
    """Write a file with one record of the real case, changed.

    What the record links to is already at the desk, so it can be imported alone.
    """
    record = record_of(plural, slug)
    change(record)
    (folder / f"{plural}.json").write_text(json.dumps([record]))


def refusal(folder: Path) -> str:
    """Return the words with which the case is refused."""
    with pytest.raises(ImportRefused) as refused:
        import_case(read_case(folder))
    return str(refused.value)
