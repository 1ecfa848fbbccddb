"""Importing: what is wrong is named with file, record and field, and nothing is written."""

import json
from pathlib import Path

import pytest

from publishing.databases import at_desk
from publishing.nouns import nouns
from tests.builders import BOTH
from tests.spoiling import Change, record_of, refusal, spoil

pytestmark = BOTH


def contents_of_the_desk() -> dict[str, int]:
    with at_desk():
        return {one.kind: one.model._default_manager.count() for one in nouns()}


ERRORS: list[tuple[str, str, Change, str]] = [
    (
        "statements",
        "stm-nso-enough-2021-07-21",
        lambda r: r.update(issued="2021-02-30"),
        "statements.json, stm-nso-enough-2021-07-21, issued: ",
    ),
    (
        "statements",
        "stm-nso-enough-2021-07-21",
        lambda r: r.update(issued="yesterday"),
        "statements.json, stm-nso-enough-2021-07-21, issued: ",
    ),
    (
        "statements",
        "stm-nso-enough-2021-07-21",
        lambda r: r.update(issued="2011-12-30", time_zone="Pacific/Apia"),
        "stm-nso-enough-2021-07-21, issued: “2011-12-30”: the clocks of Pacific/Apia skipped",
    ),
    (
        "statements",
        "stm-nso-enough-2021-07-21",
        lambda r: r.update(issued="2021-07-20/2021-07-19T09:30-05:00", time_zone="Europe/Paris"),
        "the interval ends before it starts",
    ),
    (
        "statements",
        "stm-nso-enough-2021-07-21",
        lambda r: r.update(issued=""),
        "statements.json, stm-nso-enough-2021-07-21, issued: Give the date",
    ),
    (
        "statements",
        "stm-nso-enough-2021-07-21",
        lambda r: r.update(speaker="nobody"),
        "needs the party “nobody”",
    ),
    (
        "statements",
        "stm-nso-enough-2021-07-21",
        lambda r: r["renditions"][0].update(text_sha256="0" * 64),
        "Is not the hash of the text",
    ),
    (
        "statements",
        "stm-nso-enough-2021-07-21",
        lambda r: r["renditions"][0].update(language="en_GB"),
        "renditions[0].language: “en_GB” is not a language tag",
    ),
    (
        "claims",
        "clm-enough-erroneous",
        lambda r: r.update(exact="words nobody said"),
        "claims.json, clm-enough-erroneous, exact: “words nobody said” is not found",
    ),
    (
        "claims",
        "clm-enough-erroneous",
        lambda r: r.update(start=r["start"] + 1),
        "claims.json, clm-enough-erroneous, exact",
    ),
    (
        "claims",
        "clm-enough-erroneous",
        lambda r: r.update(rendition="00000000-0000-4000-8000-000000000000"),
        "needs the rendition 00000000",
    ),
    (
        "claims",
        "clm-enough-erroneous",
        lambda r: r.update(summary={"en": "x" * 201}),
        "“en” has 201 characters; at most 200 fit",
    ),
    (
        "claims",
        "clm-enough-erroneous",
        lambda r: r.update(summary={}),
        "clm-enough-erroneous, summary",
    ),
    (
        "claims",
        "clm-enough-erroneous",
        lambda r: r.update(summary={"English": "x"}),
        "summary: “English” is not a language tag",
    ),
    (
        "claims",
        "clm-enough-erroneous",
        lambda r: r.update(topics=["gossip"]),
        "“gossip” is not one of",
    ),
    (
        "parties",
        "nso-group",
        lambda r: r.update(name={"en": "NSO <b>Group</b>"}),
        "parties.json, nso-group, name: HTML is not allowed: remove “<b>”",
    ),
    (
        "parties",
        "nso-group",
        lambda r: r.update(name={"en": "NSO\u202eGroup"}),
        "invisible control character U+202E",
    ),
    ("parties", "nso-group", lambda r: r.update(type="oracle"), "parties.json, nso-group, type"),
    (
        "parties",
        "nso-group",
        lambda r: r.update(nickname="NSO"),
        "nickname: This format has no such field",
    ),
    ("parties", "nso-group", lambda r: r.update(kind="person"), "kind: Expected “party”"),
    ("parties", "nso-group", lambda r: r.update(slug="NSO Group"), "parties.json, NSO Group, slug"),
    ("parties", "nso-group", lambda r: r.update(slug="x" * 101), "slug: "),
    ("parties", "nso-group", lambda r: r.update(country="Israel"), "nso-group, country"),
    ("sources", "src-telquel-2021-07-23", lambda r: r.update(url="javascript:alert(1)"), "url: "),
    ("sources", "src-telquel-2021-07-23", lambda r: r.update(time_zone="Paris"), "time_zone: "),
    (
        "rebuttals",
        "reb-lm-multiple-elements",
        lambda r: r.update(answers=[]),
        "needs at least one answer",
    ),
    (
        "rebuttals",
        "reb-lm-multiple-elements",
        lambda r: r["citations"][0].update(shows={}),
        "citations[0].shows",
    ),
    (
        "rebuttals",
        "reb-lm-multiple-elements",
        lambda r: r["citations"][0].update(locator=""),
        "citations[0].locator",
    ),
    (
        "rebuttals",
        "reb-lm-multiple-elements",
        lambda r: r["answers"][0].update(relation="refutes"),
        "answers[0].relation",
    ),
    ("evidence", "ev-methodology-report", lambda r: r.update(limits={}), "limits"),
    (
        "evidence",
        "ev-methodology-report",
        lambda r: r.update(derived_from=["ev-methodology-report"]),
        "rests on itself",
    ),
]


@pytest.mark.parametrize(("plural", "slug", "change", "words"), ERRORS)
def test_an_error_names_the_place_and_nothing_is_imported(
    tmp_path: Path, plural: str, slug: str, change: Change, words: str
) -> None:
    before = contents_of_the_desk()
    spoil(tmp_path, plural, slug, change)

    assert words in refusal(tmp_path)
    assert contents_of_the_desk() == before


def test_every_error_is_listed_not_only_the_first(tmp_path: Path) -> None:
    spoil(tmp_path, "parties", "nso-group", lambda r: r.update(type="oracle"))
    spoil(tmp_path, "sources", "src-telquel-2021-07-23", lambda r: r.update(language="!"))

    words = refusal(tmp_path)

    assert "nso-group, type" in words
    assert "src-telquel-2021-07-23, language" in words


def test_a_repeated_slug_is_refused(tmp_path: Path) -> None:
    record = record_of("parties", "nso-group")
    (tmp_path / "parties.json").write_text(json.dumps([record, record]))

    assert "is in the file twice" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[{"kind": "party"', "is not JSON"),
        ('{"kind": "party"}', "has to be a list of records"),
        ("[1]", "record 1: A record has to be an object"),
        ("[{}]", "record 1"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "parties.json").write_text(text)

    assert f"parties.json{', ' if words.startswith('record') else ': '}{words}" in refusal(tmp_path)


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "parties.json").write_bytes(b'[{"slug": "caf\xe9"}]')

    assert "parties.json: is not JSON" in refusal(tmp_path)


def test_a_folder_without_a_case_is_refused(tmp_path: Path) -> None:
    assert "contains none of the files of a case" in refusal(tmp_path)
