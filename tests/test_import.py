"""Importing a case: everything is checked first, then all of it is written, or nothing."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from claims.models import Citation, Claim, Statement
from desk.casefiles.importing import ImportRefused, import_case, read_case
from desk.casefiles.installing import read_plan
from evidence.models import Party
from publishing.databases import at_desk
from publishing.models import Revision
from publishing.nouns import nouns
from publishing.reading.lists import Keyset
from tests.builders import BOTH, edit, make_party
from tests.conftest import CASE
from tests.spoiling import refusal, spoil

pytestmark = BOTH


def contents_of_the_desk() -> dict[str, int]:
    with at_desk():
        return {one.kind: one.model._default_manager.count() for one in nouns()}


def test_importing_the_published_case_again_changes_nothing(published_case: str) -> None:
    result = import_case(read_case(CASE))

    assert (result.added, result.changed) == (0, 0)


def test_a_changed_record_is_changed_at_the_desk_only(tmp_path: Path) -> None:
    spoil(tmp_path, "parties", "nso-group", lambda r: r.update(name={"en": "NSO"}))

    result = import_case(read_case(tmp_path))

    assert result.changed == 1
    with at_desk():
        assert Party.objects.get(slug="nso-group").state_at_desk == "changed"
    assert Party.objects.get(slug="nso-group").name != {"en": "NSO"}


def test_edits_at_the_desk_are_not_imported_over(tmp_path: Path) -> None:
    with at_desk():
        party = Party.objects.get(slug="nso-group")
    edit(party, name={"en": "Edited"})
    spoil(tmp_path, "parties", "nso-group", lambda r: r.update(name={"en": "Imported"}))

    assert "has edits at the desk that were not published" in refusal(tmp_path)


def test_edits_at_the_desk_are_imported_over_when_asked(tmp_path: Path) -> None:
    with at_desk():
        party = Party.objects.get(slug="nso-group")
    edit(party, name={"en": "Edited"})
    spoil(tmp_path, "parties", "nso-group", lambda r: r.update(name={"en": "Imported"}))

    import_case(read_case(tmp_path), overwrite=True)

    with at_desk():
        assert Party.objects.get(slug="nso-group").name == {"en": "Imported"}


def test_keys_that_may_be_empty_may_be_left_out(tmp_path: Path) -> None:
    new = {"kind": "party", "slug": "new-party", "name": {"en": "New"}, "type": "person"}
    (tmp_path / "parties.json").write_text(json.dumps([new]))

    result = import_case(read_case(tmp_path))

    assert result.added == 1


def test_records_may_link_to_what_is_at_the_desk_already(tmp_path: Path) -> None:
    party = make_party()
    case = {"kind": "case", "slug": "c-new", "title": {"en": "T"}, "summary": {"en": "S"}}
    device = {"kind": "device", "slug": "dev-new", "label": {"en": "Phone"}, "owner": party.slug}
    (tmp_path / "cases.json").write_text(json.dumps([case]))
    (tmp_path / "devices.json").write_text(json.dumps([device]))

    assert import_case(read_case(tmp_path)).added == 2


def test_the_command_lists_the_problems_and_fails(tmp_path: Path) -> None:
    spoil(tmp_path, "parties", "nso-group", lambda r: r.update(type="oracle"))

    with pytest.raises(CommandError, match=r"Nothing was imported. 1 problems:\nparties.json"):
        call_command("import_case", tmp_path, verbosity=0)


def test_a_dry_run_checks_and_puts_nothing_on_the_desk(tmp_path: Path) -> None:
    spoil(tmp_path, "parties", "nso-group", lambda r: r.update(name={"en": "NSO"}))

    call_command("import_case", tmp_path, "--dry-run", verbosity=0)

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


def test_every_citation_of_the_case_says_what_it_shows_and_what_not(published_case: str) -> None:
    citations = Citation.objects.filter(rebuttal__isnull=False)

    assert citations.count() == 130
    assert all(c.shows["en"] and c.does_not_show["en"] for c in citations)


def test_no_claim_of_the_case_is_without_a_quote_in_its_text(published_case: str) -> None:
    for claim in Claim.objects.select_related("rendition"):
        assert claim.rendition.text[claim.start : claim.end].startswith(claim.exact[:5])


def test_statements_read_in_order_with_undated_ones_last(published_case: str) -> None:
    slugs = Keyset(Statement.objects.all(), "issued").page("").slugs
    dates = dict(Statement.objects.values_list("slug", "issued"))
    issued = [dates[slug] for slug in slugs]

    assert issued[0].startswith("2019-03")
    assert issued[-1] == ""
