"""Importing: what no database can hold together is named before anything is written."""

import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from desk.casefiles.importing import import_case, read_case
from publishing.databases import DESK
from tests.builders import BOTH, make_indicator, make_party
from tests.spoiling import record_of, refusal, spoil

pytestmark = BOTH
REBUTTAL = "reb-lm-multiple-elements"


def indicator(slug: str, value: str = "bh") -> dict[str, Any]:
    return {"kind": "indicator", "slug": slug, "type": "process", "value": value}


def write(folder: Path, plural: str, *records: dict[str, Any]) -> None:
    (folder / f"{plural}.json").write_text(json.dumps(records))


def test_a_rebuttal_that_answers_a_claim_twice_is_named(tmp_path: Path) -> None:
    def twice(record: dict[str, Any]) -> None:
        record["answers"].append({**record["answers"][0], "id": str(uuid.uuid4())})

    spoil(tmp_path, "rebuttals", REBUTTAL, twice)
    place = len(record_of("rebuttals", REBUTTAL)["answers"])

    assert f"rebuttals.json, {REBUTTAL}, answers[{place}].claim: “" in refusal(tmp_path)


def test_an_id_used_twice_in_a_record_is_named(tmp_path: Path) -> None:
    def same_id(record: dict[str, Any]) -> None:
        record["citations"].append(record["citations"][0])

    spoil(tmp_path, "rebuttals", REBUTTAL, same_id)

    words = refusal(tmp_path)
    assert f".id: this id is also at citations[0] of the rebuttal “{REBUTTAL}”" in words


def test_an_id_used_in_two_records_is_named_however_it_is_written(tmp_path: Path) -> None:
    record = record_of("rebuttals", REBUTTAL)
    other = record_of("rebuttals", "reb-lm-more-than-half")
    other["citations"][0]["id"] = record["citations"][0]["id"].upper()
    write(tmp_path, "rebuttals", record, other)

    words = refusal(tmp_path)
    assert "rebuttals.json, reb-lm-more-than-half, citations[0].id: this id is also at" in words


def test_an_id_of_another_record_at_the_desk_is_named(tmp_path: Path) -> None:
    taken = record_of("rebuttals", "reb-lm-more-than-half")["citations"][0]["id"]
    spoil(tmp_path, "rebuttals", REBUTTAL, lambda r: r["citations"][0].update(id=taken))

    words = refusal(tmp_path)
    assert f"rebuttals.json, {REBUTTAL}, citations[0].id: this id belongs to the rebuttal" in words
    assert "“reb-lm-more-than-half” at the desk" in words


def test_a_part_may_move_to_another_record_that_is_imported_too(tmp_path: Path) -> None:
    record, other = (record_of("rebuttals", s) for s in (REBUTTAL, "reb-lm-more-than-half"))
    record["citations"].append(other["citations"].pop())
    write(tmp_path, "rebuttals", record, other)

    assert import_case(read_case(tmp_path)).changed == 2


def test_a_repeated_indicator_in_the_files_is_named(tmp_path: Path) -> None:
    write(tmp_path, "indicators", indicator("ind-a", "zz"), indicator("ind-b", "zz"))

    words = "indicators.json, ind-b, value: the indicator “ind-a” has the same type, value"
    assert words in refusal(tmp_path)


def test_an_indicator_that_another_at_the_desk_holds_is_named(tmp_path: Path) -> None:
    held = make_indicator(type="process", value="zz-held")
    write(tmp_path, "indicators", indicator("ind-a", "zz-held"))

    words = f"indicators.json, ind-a, value: the indicator “{held.slug}” has the same type, value"
    assert words in refusal(tmp_path)


def test_indicators_may_swap_their_values(tmp_path: Path) -> None:
    write(tmp_path, "indicators", indicator("ind-a", "zz-1"), indicator("ind-b", "zz-2"))
    import_case(read_case(tmp_path))
    write(tmp_path, "indicators", indicator("ind-a", "zz-2"), indicator("ind-b", "zz-1"))

    assert import_case(read_case(tmp_path), overwrite=True).changed == 2


def test_what_only_the_database_refuses_is_named_with_its_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = make_indicator(type="process", value="zz-held")
    write(tmp_path, "parties", {**record_of("parties", "nso-group"), "slug": "before"})
    write(tmp_path, "indicators", indicator("ind-a", "zz-held"), indicator("ind-b", "zz"))
    monkeypatch.setattr("desk.casefiles.importing.clashes_with_desk", lambda documents: [])

    words = refusal(tmp_path)

    assert held.slug not in words
    assert words.startswith("indicators.json, ind-a: the database refuses it: ")


def test_a_database_that_fails_altogether_is_explained_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **options: Any) -> None:
        raise IntegrityError("disk full\nmore")

    spoil(tmp_path, "parties", "nso-group", lambda r: r.update(name={"en": "NSO"}))
    monkeypatch.setattr("desk.casefiles.writing.replace_rows", fail)

    assert refusal(tmp_path) == "the database refuses it: disk full"


def test_a_refused_import_leaves_the_connection_usable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_indicator(type="process", value="zz-held")
    write(tmp_path, "indicators", indicator("ind-a", "zz-held"))
    monkeypatch.setattr("desk.casefiles.importing.clashes_with_desk", lambda documents: [])
    refusal(tmp_path)

    with transaction.atomic(using=DESK):
        assert make_party().pk
