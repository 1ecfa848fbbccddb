"""Importing over what editors did: corrections stay, redacted words stay away."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from desk.casefiles.importing import import_case, read_case
from desk.models import Operation
from evidence.models import Party
from publishing.databases import DESK, at_desk
from publishing.models import Entry
from publishing.nouns import noun
from publishing.rows import erase_all
from tests.builders import BOTH, edit, publish
from tests.spoiling import record_of, refusal, spoil
from values.canonical import sha256

pytestmark = BOTH
CLAIM = "clm-enough-erroneous"


def party() -> Party:
    with at_desk():
        return Party.objects.get(slug="nso-group")


def correct() -> None:
    """Publish a correction that a second editor approved."""
    publish(edit(party(), name={"en": "NSO, corrected"}), reason="The name was wrong.")


def test_an_approved_correction_is_not_imported_over(tmp_path: Path) -> None:
    correct()
    spoil(tmp_path, "parties", "nso-group", lambda r: None)

    words = refusal(tmp_path)

    assert "parties.json, nso-group: was changed here since it was installed" in words
    assert "version 2, approved by a second editor" in words
    assert party().name == {"en": "NSO, corrected"}


def test_an_approved_correction_is_imported_over_when_asked(tmp_path: Path) -> None:
    correct()
    spoil(tmp_path, "parties", "nso-group", lambda r: None)

    import_case(read_case(tmp_path), overwrite=True)

    assert party().name == record_of("parties", "nso-group")["name"]
    assert (party().published_version, party().state_at_desk) == (2, "changed")


def test_a_correction_that_the_files_have_as_well_is_no_obstacle(tmp_path: Path) -> None:
    correct()
    spoil(tmp_path, "parties", "nso-group", lambda r: r.update(name={"en": "NSO, corrected"}))

    assert import_case(read_case(tmp_path)).unchanged == 1


def test_every_record_that_prevents_it_is_listed(tmp_path: Path) -> None:
    correct()
    with at_desk():
        device = noun("device").model._default_manager.get(slug="dev-carine-kanimba")
    edit(device, label={"en": "Edited"})
    spoil(tmp_path, "parties", "nso-group", lambda r: None)
    spoil(tmp_path, "devices", device.slug, lambda r: None)

    words = refusal(tmp_path)

    assert "nso-group: was changed here" in words
    assert f"devices.json, {device.slug}: has edits at the desk" in words


def test_redacted_words_do_not_come_back_and_that_is_said(tmp_path: Path) -> None:
    with at_desk():
        claim = noun("claim").model._default_manager.get(slug=CLAIM)
    publish(claim, operation=Operation.REDACT, reason="A court ordered it.")
    spoil(tmp_path, "claims", CLAIM, lambda r: None)
    spoil(tmp_path, "parties", "nso-group", lambda r: r.update(name={"en": "NSO"}))
    said = io.StringIO()

    call_command("import_case", tmp_path, "--overwrite", verbosity=0, stdout=said)

    assert f"Left out: the claim “{CLAIM}” was redacted." in said.getvalue()
    assert "0 added, 1 changed" in said.getvalue()
    with at_desk():
        row = noun("claim").model._default_manager.get(slug=CLAIM)
        assert row.summary == {"en": "redacted"}  # type: ignore[attr-defined]


def test_a_link_to_a_part_that_went_with_a_redaction_is_named(tmp_path: Path) -> None:
    statement = record_of("statements", "stm-nso-enough-2021-07-21")
    slug = statement["slug"]
    with at_desk():
        row = noun("statement").model._default_manager.get(slug=slug)
    extra = {
        **record_of("statements", slug)["renditions"][0],
        "id": "00000000-0000-4000-8000-00000000abcd",
    }
    spoil(tmp_path, "statements", slug, lambda r: r["renditions"].append(extra))
    spoil(tmp_path, "claims", CLAIM, lambda r: r.update(slug="clm-new", rendition=extra["id"]))
    publish(row, operation=Operation.REDACT, reason="A court ordered it.")

    assert "clm-new, rendition: needs the rendition 00000000" in refusal(tmp_path)


def test_a_record_that_the_desk_lost_knows_its_version_again(tmp_path: Path) -> None:
    with at_desk():
        erase_all(noun("device"), [], DESK)
    spoil(tmp_path, "devices", "dev-carine-kanimba", lambda r: None)

    assert import_case(read_case(tmp_path)).added == 1

    with at_desk():
        row = noun("device").model._default_manager.get(slug="dev-carine-kanimba")
    entry = Entry.objects.get(kind="device", slug="dev-carine-kanimba")
    digest = sha256(entry.document)
    assert (row.published_version, row.published_sha256) == (entry.version, digest)
    assert row.state_at_desk == "unchanged"


def test_a_correction_that_the_desk_lost_is_not_imported_over(tmp_path: Path) -> None:
    with at_desk():
        device = noun("device").model._default_manager.get(slug="dev-carine-kanimba")
    publish(edit(device, label={"en": "Corrected"}))
    with at_desk():
        erase_all(noun("device"), [], DESK)
    spoil(tmp_path, "devices", "dev-carine-kanimba", lambda r: None)

    with pytest.raises(CommandError, match="was changed here since it was installed"):
        call_command("import_case", tmp_path, verbosity=0)
