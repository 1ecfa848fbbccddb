"""Publishing a case of the installation: only its own words, never a draft, nothing reverted."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from claims.models import Claim
from desk.casefiles.importing import ImportRefused, import_case, read_case
from desk.casefiles.installing import Step, imported_last, publish_case, read_plan
from desk.models import Operation
from evidence.models import Party
from publishing.databases import at_desk
from publishing.models import Entry, Revision
from script import prepare
from tests.builders import BOTH, edit, publish
from tests.conftest import CASE
from tests.spoiling import record_of, spoil

pytestmark = BOTH
PLAN = [Step("First publication.", ("party",), "A newer release.")]
CLAIM = "clm-enough-erroneous"


def new_party(**changes: Any) -> dict[str, Any]:
    party = {"kind": "party", "slug": "new-party", "name": {"en": "New"}, "type": "person"}
    return {**party, **changes}


def write(folder: Path, *parties: dict[str, Any]) -> None:
    (folder / "parties.json").write_text(json.dumps(parties))


def party(slug: str = "nso-group") -> Party:
    with at_desk():
        return Party.objects.get(slug=slug)


def claim() -> Claim:
    with at_desk():
        return Claim.objects.get(slug=CLAIM)


def published(folder: Path, plan: list[Step] = PLAN) -> list[tuple[str, int]]:
    """Publish a case and return the reason and the size of each change set."""
    sets = publish_case(read_case(folder), plan)
    return [(changeset.reason, lines) for _step, changeset, lines in sets]


def refused(folder: Path, plan: list[Step] = PLAN) -> str:
    before = Revision.objects.count()
    with pytest.raises(ImportRefused) as error:
        published(folder, plan)
    assert Revision.objects.count() == before
    return str(error.value)


def test_a_draft_of_a_new_record_is_not_published(tmp_path: Path) -> None:
    write(tmp_path, new_party())
    import_case(read_case(tmp_path))
    edit(party("new-party"), name={"en": "A draft"})

    words = refused(tmp_path)

    assert "parties.json, new-party: differs at the desk from the files" in words
    assert not Entry.objects.filter(slug="new-party").exists()


def test_a_draft_of_a_published_record_is_not_published(tmp_path: Path) -> None:
    edit(party(), name={"en": "A draft"})
    spoil(tmp_path, "parties", "nso-group", lambda r: None)

    assert published(tmp_path) == []
    assert Party.objects.get(slug="nso-group").name != {"en": "A draft"}


def test_a_draft_prevents_a_newer_release(tmp_path: Path) -> None:
    edit(party(), name={"en": "A draft"})
    spoil(tmp_path, "parties", "nso-group", lambda r: r.update(name={"en": "Released"}))

    assert "parties.json, nso-group: differs at the desk from the files" in refused(tmp_path)


def test_what_was_not_imported_is_named(tmp_path: Path) -> None:
    write(tmp_path, new_party())

    assert "parties.json, new-party: is not at the desk; run import_case" in refused(tmp_path)


def test_a_correction_is_left_as_a_second_editor_approved_it(tmp_path: Path) -> None:
    publish(edit(party(), name={"en": "Corrected"}))
    spoil(tmp_path, "parties", "nso-group", lambda r: None)

    assert published(tmp_path) == []
    assert Party.objects.get(slug="nso-group").name == {"en": "Corrected"}


def test_a_correction_is_not_reverted_by_an_import_that_overwrote_the_desk(tmp_path: Path) -> None:
    publish(edit(party(), name={"en": "Corrected"}))
    spoil(tmp_path, "parties", "nso-group", lambda r: None)
    import_case(read_case(tmp_path), overwrite=True)

    words = refused(tmp_path)

    assert "parties.json, nso-group: was changed here since it was installed (version 2" in words
    assert Party.objects.get(slug="nso-group").name == {"en": "Corrected"}


def test_a_correction_does_not_hold_back_the_rest_and_is_named(tmp_path: Path) -> None:
    publish(edit(party(), name={"en": "Corrected"}))
    write(tmp_path, new_party())
    import_case(read_case(tmp_path))
    write(tmp_path, new_party(), record_of("parties", "nso-group"))
    plan = [{"reason": "First publication.", "kinds": ["party"]}]
    (tmp_path / "publication.json").write_text(json.dumps(plan))
    said = io.StringIO()

    call_command("publish_case", tmp_path, stdout=said)

    assert "Published 1 records: First publication." in said.getvalue()
    assert "Left as editors here published it: the party “nso-group”." in said.getvalue()


def test_new_records_and_updates_are_published_for_separate_reasons(tmp_path: Path) -> None:
    write(tmp_path, new_party(), {**record_of("parties", "nso-group"), "name": {"en": "Newer"}})
    import_case(read_case(tmp_path))

    assert published(tmp_path) == [("First publication.", 1), ("A newer release.", 1)]

    line = Revision.objects.filter(slug="nso-group").latest("seq")
    assert (line.action, line.reason) == ("corrected", "A newer release.")
    assert line.approval == "installation"


def test_an_update_without_its_own_reason_is_refused(tmp_path: Path) -> None:
    write(tmp_path, new_party(), {**record_of("parties", "nso-group"), "name": {"en": "Newer"}})
    import_case(read_case(tmp_path))

    words = refused(tmp_path, [Step("First publication.", ("party",))])

    assert "publication.json, step “First publication.”, update_reason: " in words
    assert words.endswith("were published before: nso-group")


def test_an_update_that_adds_what_a_new_record_needs_goes_first(tmp_path: Path) -> None:
    rendition = {
        **record_of("statements", "stm-nso-enough-2021-07-21")["renditions"][0],
        "id": "00000000-0000-4000-8000-00000000abcd",
    }
    spoil(
        tmp_path,
        "statements",
        "stm-nso-enough-2021-07-21",
        lambda r: r["renditions"].append(rendition),
    )
    spoil(
        tmp_path,
        "claims",
        CLAIM,
        lambda r: r.update(slug="clm-new", rendition=rendition["id"], passages=[], citations=[]),
    )
    import_case(read_case(tmp_path))

    done = published(tmp_path, [Step("First.", ("statement", "claim"), "Newer.")])

    assert done == [("Newer.", 1), ("First.", 1)]


def test_a_kind_in_two_steps_is_published_once(tmp_path: Path) -> None:
    write(tmp_path, new_party())
    import_case(read_case(tmp_path))

    assert published(tmp_path, [*PLAN, *PLAN]) == [("First publication.", 1)]


def test_after_a_redaction_the_rest_is_published(tmp_path: Path) -> None:
    publish(claim(), operation=Operation.REDACT)
    spoil(tmp_path, "claims", CLAIM, lambda r: None)
    write(tmp_path, new_party())
    import_case(read_case(tmp_path))

    assert published(tmp_path) == [("First publication.", 1)]
    assert Entry.objects.get(kind="claim", slug=CLAIM).document == ""


def test_the_whole_case_is_published_again_after_a_redaction_and_that_is_said() -> None:
    publish(claim(), operation=Operation.REDACT, reason="A court ordered it.")
    before, said = Revision.objects.count(), io.StringIO()

    call_command("import_case", CASE, verbosity=0, stdout=io.StringIO())
    call_command("publish_case", CASE, verbosity=0, stdout=said)

    assert f"Left out: the claim “{CLAIM}” was redacted." in said.getvalue()
    assert Revision.objects.count() == before


def test_every_step_of_the_shipped_case_has_a_reason_for_updates() -> None:
    for step in read_plan(CASE):
        assert step.update_reason
        assert "First publication" not in step.update_reason


UNSOUND: list[tuple[str, str]] = [
    ('{"reason": "A", "kinds": []}', "has to be a JSON list"),
    ('[{"reason": 5, "kinds": []}]', "reasons and kinds are texts"),
    ('[{"reason": "A", "kinds": "party"}]', "no such noun"),
    ('[{"reason": "A", "kinds": [], "update_reason": 5}]', "reasons and kinds are texts"),
    ('[{"reason": "A", "reason": "B", "kinds": []}]', "“reason” is in one object twice"),
    ('[{"reason": "A", "kinds": [], "why": "B"}]', "no such key: why"),
    ("[" * 100_000, "nests more than"),
]


@pytest.mark.parametrize(("text", "words"), UNSOUND)
def test_a_plan_that_is_not_what_it_seems_is_refused(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "publication.json").write_text(text)

    with pytest.raises(ImportRefused, match=words):
        read_plan(tmp_path)


def test_a_case_that_was_cut_off_does_not_publish_a_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(tmp_path, "parties", "nso-group", lambda r: r.update(slug="new-party"))
    plan = [{"reason": "First publication.", "kinds": ["party"]}]
    (tmp_path / "publication.json").write_text(json.dumps(plan))
    import_case(read_case(tmp_path))
    edit(party("new-party"), name={"en": "A draft"})
    monkeypatch.setattr(prepare, "CASE", tmp_path)
    monkeypatch.setattr(prepare, "ROOT", tmp_path.parent)
    monkeypatch.setattr(prepare, "UNFINISHED", tmp_path / "case-unfinished")
    monkeypatch.setattr(prepare, "keep_desk_private", lambda: None)
    _only_the_case(monkeypatch)
    prepare.UNFINISHED.touch()

    prepare.prepare_databases()

    assert prepare.UNFINISHED.exists()
    assert "new-party: has edits at the desk that were not published" in capsys.readouterr().out
    assert not Entry.objects.filter(slug="new-party").exists()


def _only_the_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let prepare run its two commands for the case, and nothing else."""

    def only_the_case(name: str, *args: Any, **options: Any) -> None:
        if name.endswith("_case"):
            call_command(name, *args, **{**options, "verbosity": 0})

    monkeypatch.setattr(prepare, "call_command", only_the_case)


def test_the_case_imported_last_is_published_when_no_folder_is_named(
    tmp_path: Path, settings: Any
) -> None:
    settings.VAR = tmp_path / "var"
    write(tmp_path, new_party())

    call_command("import_case", tmp_path, verbosity=0)
    call_command("publish_case", reason="A party was added.", verbosity=0)

    assert Revision.objects.get(slug="new-party").reason == "A party was added."


def test_the_shipped_case_is_published_when_nothing_was_imported(
    tmp_path: Path, settings: Any
) -> None:
    settings.VAR = tmp_path

    assert imported_last() == CASE


def test_a_plan_wins_over_a_reason(tmp_path: Path) -> None:
    (tmp_path / "publication.json").write_text('[{"reason": "Planned", "kinds": ["party"]}]')

    assert [step.reason for step in read_plan(tmp_path, "Given")] == ["Planned"]
