"""Importing: JSON that readers commonly pass over or convert is refused, with its place."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from claims.models import Claim
from desk.casefiles.importing import import_case, read_case
from publishing.databases import at_desk
from publishing.formats.serializers import document_of
from publishing.nouns import noun
from tests.builders import BOTH, make_claim, make_statement
from tests.spoiling import Change, record_of, refusal, spoil

pytestmark = BOTH


def test_escaped_letters_are_composed_and_offsets_count_the_composed_text(tmp_path: Path) -> None:
    statement = make_statement("Le général Noël nie tout.")
    claim = make_claim(statement, exact="Noël nie")
    with at_desk():
        document = json.loads(document_of(claim, noun("claim").document))
        Claim.objects.get(slug=claim.slug).delete()
    document["exact"] = unicodedata.normalize("NFD", document["exact"])
    document["summary"] = {"en": unicodedata.normalize("NFD", "Noël denies.")}
    (tmp_path / "claims.json").write_text(json.dumps([document]))

    import_case(read_case(tmp_path))

    with at_desk():
        imported = Claim.objects.get(slug=claim.slug)
        assert imported.summary == {"en": "Noël denies."}
        assert imported.rendition.text[imported.start : imported.end] == imported.exact


def test_an_escaped_file_that_was_imported_is_unchanged_the_next_time(tmp_path: Path) -> None:
    name = {"fr": unicodedata.normalize("NFD", "Société é")}
    spoil(tmp_path, "parties", "nso-group", lambda r: r["name"].update(name))
    import_case(read_case(tmp_path))

    assert import_case(read_case(tmp_path)).unchanged == 1


def test_another_way_to_write_links_ids_and_dates_is_no_change(tmp_path: Path) -> None:
    def rewrite(record: dict[str, Any]) -> None:
        record["sources"].reverse()
        record["renditions"][0]["id"] = record["renditions"][0]["id"].upper()
        del record["renditions"][0]["text_sha256"]

    spoil(tmp_path, "statements", "stm-nso-enough-2021-07-21", rewrite)

    assert import_case(read_case(tmp_path)).unchanged == 1


WRONG: list[tuple[str, str, Change, str]] = [
    (
        "parties",
        "nso-group",
        lambda r: r.update(name={"en": 7}),
        "parties.json, nso-group, name.en: has to be text, not a number",
    ),
    (
        "parties",
        "nso-group",
        lambda r: r.update(wikidata=42),
        "parties.json, nso-group, wikidata: has to be text, not a number",
    ),
    ("parties", "nso-group", lambda r: r.update(slug=["x"]), "record 1, slug: has to be text"),
    (
        "sources",
        "src-telquel-2021-07-23",
        lambda r: r.update(authors=[1]),
        "authors[0]: has to be text, not a number",
    ),
    (
        "sources",
        "src-telquel-2021-07-23",
        lambda r: r.update(text_seen="yes"),
        "text_seen: has to be true or false, not text",
    ),
    (
        "claims",
        "clm-enough-erroneous",
        lambda r: r.update(start=str(r["start"])),
        "claims.json, clm-enough-erroneous, start: has to be a whole number",
    ),
    (
        "claims",
        "clm-enough-erroneous",
        lambda r: r.update(start=float(r["start"])),
        "claims.json, clm-enough-erroneous, start: has to be a whole number",
    ),
    (
        "claims",
        "clm-enough-erroneous",
        lambda r: r.update(start=10**17),
        "claims.json, clm-enough-erroneous, ",
    ),
    (
        "rebuttals",
        "reb-lm-multiple-elements",
        lambda r: r.update(answers=["x"]),
        "answers[0]: has to be an object, not text",
    ),
    (
        "rebuttals",
        "reb-lm-multiple-elements",
        lambda r: r["answers"][0].update(id=5),
        "answers[0].id: has to be text, not a number",
    ),
]


@pytest.mark.parametrize(("plural", "slug", "change", "words"), WRONG)
def test_a_value_of_another_type_is_refused_and_not_converted(
    tmp_path: Path, plural: str, slug: str, change: Change, words: str
) -> None:
    spoil(tmp_path, plural, slug, change)

    assert words in refusal(tmp_path)


def written(folder: Path, replaced: str, text: str) -> None:
    """Write the parties with one record, in which a piece of its JSON is replaced."""
    record = json.dumps([record_of("parties", "nso-group")])
    assert replaced in record
    (folder / "parties.json").write_text(record.replace(replaced, text, 1))


def test_a_repeated_key_is_named(tmp_path: Path) -> None:
    written(tmp_path, '"country":', '"type": "ngo", "country":')

    assert "parties.json, nso-group, type: this key is in one object twice" in refusal(tmp_path)


def test_a_key_repeated_further_in_is_named(tmp_path: Path) -> None:
    written(tmp_path, '"name": {', '"name": {"en": "Other", ')

    assert "parties.json, nso-group, name.en: this key is in one object twice" in refusal(tmp_path)


def test_a_number_of_5000_digits_is_named(tmp_path: Path) -> None:
    record = json.dumps([record_of("claims", "clm-enough-erroneous")])
    start = f'"start": {record_of("claims", "clm-enough-erroneous")["start"]}'
    (tmp_path / "claims.json").write_text(record.replace(start, f'"start": {"9" * 5000}', 1))

    assert "claims.json, clm-enough-erroneous, start: has to be a whole" in refusal(tmp_path)


@pytest.mark.parametrize("depth", [300, 900, 100_000])
def test_deep_nesting_is_named_with_record_and_field(tmp_path: Path, depth: int) -> None:
    written(tmp_path, '"country": "IL"', f'"country": {"[" * depth}{"]" * depth}')

    words = refusal(tmp_path)

    assert "country: " in words
    assert words.startswith(("parties.json, record 1, ", "parties.json, nso-group, "))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "parties.json").mkdir()

    assert "parties.json: cannot be read" in refusal(tmp_path)
