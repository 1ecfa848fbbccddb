"""Importing a case: everything is checked first, then all of it is written, or nothing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from claims.models import Claim, Statement
from desk.importing import ImportRefused, import_case, read_case
from desk.installing import read_plan
from evidence.models import Party
from publishing.databases import at_desk
from publishing.models import Revision
from publishing.registry import nouns
from tests.builders import BOTH, edit, make_party
from tests.conftest import CASE

pytestmark = BOTH

Change = Callable[[dict[str, Any]], Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an empty folder; what its records link to is at the desk already."""
    return tmp_path


def record_of(plural: str, slug: str) -> dict[str, Any]:
    """Return one record of the real case."""
    records: list[dict[str, Any]] = json.loads((CASE / f"{plural}.json").read_text())
    return next(record for record in records if record["slug"] == slug)


def spoil(folder: Path, plural: str, slug: str, change: Change) -> None:
    """Write a file with one record of the real case, changed."""
    record = record_of(plural, slug)
    change(record)
    (folder / f"{plural}.json").write_text(json.dumps([record]))


def refusal(folder: Path) -> str:
    """Return the words with which the case is refused."""
    with pytest.raises(ImportRefused) as refused:
        import_case(read_case(folder))
    return str(refused.value)


def contents_of_the_desk() -> dict[str, int]:
    with at_desk():
        return {one.kind: one.model._default_manager.count() for one in nouns()}


def test_importing_the_published_case_again_changes_nothing(published_case: str) -> None:
    result = import_case(read_case(CASE))

    assert (result.added, result.changed) == (0, 0)


def test_a_changed_record_is_changed_at_the_desk_only(folder: Path) -> None:
    spoil(folder, "parties", "nso-group", lambda r: r.update(name={"en": "NSO"}))

    result = import_case(read_case(folder))

    assert result.changed == 1
    with at_desk():
        assert Party.objects.get(slug="nso-group").state_at_desk == "changed"
    assert Party.objects.get(slug="nso-group").name != {"en": "NSO"}


def test_edits_at_the_desk_are_not_imported_over(folder: Path) -> None:
    with at_desk():
        party = Party.objects.get(slug="nso-group")
    edit(party, name={"en": "Edited"})
    spoil(folder, "parties", "nso-group", lambda r: r.update(name={"en": "Imported"}))

    assert "has edits at the desk that were not published" in refusal(folder)


def test_edits_at_the_desk_are_imported_over_when_asked(folder: Path) -> None:
    with at_desk():
        party = Party.objects.get(slug="nso-group")
    edit(party, name={"en": "Edited"})
    spoil(folder, "parties", "nso-group", lambda r: r.update(name={"en": "Imported"}))

    import_case(read_case(folder), overwrite=True)

    with at_desk():
        assert Party.objects.get(slug="nso-group").name == {"en": "Imported"}


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
    folder: Path, plural: str, slug: str, change: Change, words: str
) -> None:
    before = contents_of_the_desk()
    spoil(folder, plural, slug, change)

    assert words in refusal(folder)
    assert contents_of_the_desk() == before


def test_every_error_is_listed_not_only_the_first(folder: Path) -> None:
    spoil(folder, "parties", "nso-group", lambda r: r.update(type="oracle"))
    spoil(folder, "sources", "src-telquel-2021-07-23", lambda r: r.update(language="!"))

    words = refusal(folder)

    assert "nso-group, type" in words
    assert "src-telquel-2021-07-23, language" in words


def test_a_slug_that_stands_twice_is_refused(folder: Path) -> None:
    record = record_of("parties", "nso-group")
    (folder / "parties.json").write_text(json.dumps([record, record]))

    assert "stands twice" in refusal(folder)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[{"kind": "party"', "is not JSON"),
        ('{"kind": "party"}', "has to be a list of records"),
        ("[1]", "record 1: A record has to be an object"),
        ("[{}]", "record 1"),
    ],
)
def test_a_broken_file_is_named(folder: Path, text: str, words: str) -> None:
    (folder / "parties.json").write_text(text)

    assert f"parties.json{', ' if words.startswith('record') else ': '}{words}" in refusal(folder)


def test_a_file_that_is_not_utf8_is_named(folder: Path) -> None:
    (folder / "parties.json").write_bytes(b'[{"slug": "caf\xe9"}]')

    assert "parties.json: is not JSON" in refusal(folder)


def test_a_folder_without_a_case_is_refused(tmp_path: Path) -> None:
    assert "holds none of the files of a case" in refusal(tmp_path)


def test_keys_that_may_be_empty_may_be_left_out(folder: Path) -> None:
    new = {"kind": "party", "slug": "new-party", "name": {"en": "New"}, "type": "person"}
    (folder / "parties.json").write_text(json.dumps([new]))

    result = import_case(read_case(folder))

    assert result.added == 1


def test_records_may_link_to_what_is_at_the_desk_already(tmp_path: Path) -> None:
    party = make_party()
    case = {"kind": "case", "slug": "c-new", "title": {"en": "T"}, "summary": {"en": "S"}}
    device = {"kind": "device", "slug": "dev-new", "label": {"en": "Phone"}, "owner": party.slug}
    (tmp_path / "cases.json").write_text(json.dumps([case]))
    (tmp_path / "devices.json").write_text(json.dumps([device]))

    assert import_case(read_case(tmp_path)).added == 2


def test_the_command_lists_the_problems_and_fails(folder: Path) -> None:
    spoil(folder, "parties", "nso-group", lambda r: r.update(type="oracle"))

    with pytest.raises(CommandError, match=r"Nothing was imported. 1 problems:\nparties.json"):
        call_command("import_case", folder, verbosity=0)


def test_a_dry_run_checks_and_puts_nothing_on_the_desk(folder: Path) -> None:
    spoil(folder, "parties", "nso-group", lambda r: r.update(name={"en": "NSO"}))

    call_command("import_case", folder, "--dry-run", verbosity=0)

    with at_desk():
        assert Party.objects.get(slug="nso-group").name != {"en": "NSO"}


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ("[", "has to be a JSON list"),
        ('[{"reason": "", "kinds": []}]', "a step gives no reason"),
        ('[{"reason": "Why", "kinds": ["oracle"]}]', "no such noun: oracle"),
        ('[{"kinds": []}]', "has to be a JSON list"),
    ],
)
def test_an_unsound_plan_is_refused(tmp_path: Path, plan: str, words: str) -> None:
    (tmp_path / "publication.json").write_text(plan)

    with pytest.raises(ImportRefused, match=words):
        read_plan(tmp_path)


def test_a_missing_plan_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"publication\.json: is missing"):
        read_plan(tmp_path)


def test_the_case_is_published_as_part_of_the_installation(published_case: str) -> None:
    assert set(Revision.objects.values_list("approval", flat=True)) == {"installation"}


def test_publishing_the_case_again_publishes_nothing(published_case: str) -> None:
    before = Revision.objects.count()

    call_command("publish_case", CASE, verbosity=0)

    assert Revision.objects.count() == before


def test_the_case_holds_what_was_researched(published_case: str) -> None:
    counts = {one.plural: one.model._default_manager.live().count() for one in nouns()}  # type: ignore[attr-defined]

    assert counts == counts | {
        "parties": 98,
        "sources": 162,
        "statements": 29,
        "claims": 54,
        "rebuttals": 73,
        "evidence": 72,
        "events": 49,
    }


def test_no_claim_of_the_case_is_without_a_quote_in_its_text(published_case: str) -> None:
    for claim in Claim.objects.select_related("rendition"):
        assert claim.rendition.text[claim.start : claim.end].startswith(claim.exact[:5])


def test_statements_read_in_order_with_undated_ones_last(published_case: str) -> None:
    issued = [statement.issued for statement in Statement.objects.in_order()]

    assert issued[0].startswith("2019-03")
    assert issued[-1] == ""
