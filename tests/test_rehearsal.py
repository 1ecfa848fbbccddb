"""An update in which published nouns grow breaks nothing that an earlier release recorded.

Each kept installation is migrated to today, and then to a copy of the project in which fields were
added; the site's commands run on it in separate processes.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from publishing.nouns import noun
from tests.installations.loading import kept_files, load
from tests.processes import Site, copied, empty_site
from tests.rehearsal import grow
from tests.updating import (
    answers,
    approve_waiting,
    fill,
    fill_new_keys,
    leave_out,
    lines,
    links,
    pages,
    state,
    write_files,
)

CUT_OFF = "Approved, then cut off."
# Its desk did not keep which line, at which moment, a record became.
BEFORE_PLACES_WERE_KEPT = "0.1.0"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in which nouns grew."""
    return grow(tmp_path_factory.mktemp("grown"))


@pytest.fixture(scope="module", params=kept_files(), ids=lambda file: file.stem)
def kept(request: pytest.FixtureRequest) -> Path:
    """The installation of an earlier release, as a file."""
    file: Path = request.param
    return file


@pytest.fixture(scope="module")
def today(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An installation of an earlier release, migrated to today."""
    with empty_site(tmp_path_factory.mktemp("installation")) as site:
        site.call(load, str(kept))
        yield site


@pytest.fixture(scope="module")
def before(today: Site) -> Any:
    """What today's code sees of the installation."""
    return today.call(state)


@pytest.fixture(scope="module")
def grown(
    before: Any, today: Site, project: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The same, updated to the copy of the project."""
    with copied(today, tmp_path_factory.mktemp("updated")) as site:
        yield migrated(site, project)


def migrated(site: Site, project: Path) -> Site:
    """Let an installation run the code of another folder."""
    site = replace(site, code=project)
    done = site.manage("migrate", "--verbosity=0")
    assert done.returncode == 0, done.stderr
    return site


@pytest.fixture(params=[False, True], ids=["today", "grown"])
def updated(request: pytest.FixtureRequest, today: Site, grown: Site) -> Site:
    return grown if request.param else today


@pytest.fixture
def at_work(updated: Site, tmp_path: Path) -> Iterator[Site]:
    """A copy of the updated installation, for what changes it."""
    with copied(updated, tmp_path) as site:
        yield replace(site, code=updated.code)


@pytest.fixture
def grown_at_work(grown: Site, tmp_path: Path) -> Iterator[Site]:
    with copied(grown, tmp_path) as site:
        yield replace(site, code=grown.code)


def test_an_update_leaves_everything_as_it_was(before: Any, grown: Site) -> None:
    assert grown.call(state) == before


COMMANDS = {
    "System check identified no issues": ["check"],
    "The log is whole": ["verify_log", "--all"],
    "Rebuilt ": ["rebuild_record"],
    "Written from the record: 0; emptied because redacted: 0;": [
        "desk_from_record",
        "--verbosity=0",
    ],
}


def test_the_commands_find_nothing_to_do(before: Any, updated: Site) -> None:
    done = {words: updated.manage(*command) for words, command in COMMANDS.items()}

    assert {words: (one.returncode, one.stderr) for words, one in done.items()} == dict.fromkeys(
        COMMANDS, (0, "")
    )
    assert [words for words, one in done.items() if words not in one.stdout] == []
    assert updated.call(state) == before


EDITED = {
    "claims": {"clm-signed"},
    "sources": {"src-report"},
    "families": {"fam-never"},
    "parties": {"harbour-master"},
}


def test_the_files_of_the_case_are_imported_and_published_without_a_difference(
    before: Any, updated: Site, tmp_path: Path
) -> None:
    count = sum(updated.call(write_files, str(tmp_path)).values())
    count -= sum(leave_out(tmp_path, plural, slugs) for plural, slugs in EDITED.items())

    imported = updated.manage("import_case", str(tmp_path), "--verbosity=0")
    published = updated.manage("publish_case", str(tmp_path), "--reason=None.")

    assert (imported.returncode, published.returncode) == (0, 0), imported.stderr
    assert f"On the desk: 0 added, 0 changed, {count} as they were." in imported.stdout
    assert published.stdout == "The case is published.\n"
    assert updated.call(state) == before


def test_only_what_editors_edited_has_edits_at_the_desk(grown: Site, tmp_path: Path) -> None:
    grown.call(write_files, str(tmp_path))

    done = grown.manage("import_case", str(tmp_path), "--verbosity=0")

    named = {line.split(", ")[1].split(":")[0] for line in done.stderr.splitlines()[1:]}
    assert named == {slug for slugs in EDITED.values() for slug in slugs}
    assert done.stderr.count("has edits at the desk") == len(named)


def test_the_answers_of_the_api_are_as_it_describes_them(updated: Site) -> None:
    assert updated.call(answers) == {}


def test_every_page_can_be_read(grown: Site) -> None:
    assert grown.call(pages) == {}


def test_a_set_that_waited_through_the_update_is_published_as_it_was_frozen(
    grown_at_work: Site,
) -> None:
    assert grown_at_work.call(approve_waiting) == [[1, True]] * 3

    assert grown_at_work.manage("verify_log").returncode == 0


def test_what_was_cut_off_before_the_update_is_published_after_it(
    before: Any, at_work: Site
) -> None:
    done = at_work.manage("publish_pending")

    after = at_work.call(state)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 change sets published or repaired." in done.stdout
    assert len(after["log"]) == len(before["log"]) + 1
    assert after["sets"][CUT_OFF] == "published"
    assert at_work.manage("verify_log").returncode == 0


def test_new_keys_are_published_like_any_other(grown_at_work: Site) -> None:
    site = grown_at_work

    formats = {"source": noun("source").format + 2, "rebuttal": noun("rebuttal").format + 1}
    assert site.call(fill_new_keys) == [formats, "changed", "changed", True, True]

    assert site.manage("verify_log", "--all").returncode == 0
    assert site.manage("rebuild_record").returncode == 0
    assert site.call(answers) == {}


def test_files_that_fill_a_new_key_are_an_update_and_no_clash(
    grown_at_work: Site, tmp_path: Path
) -> None:
    site, folder = grown_at_work, tmp_path / "case"
    folder.mkdir()
    site.call(write_files, str(folder))
    for plural, slugs in EDITED.items():
        leave_out(folder, plural, slugs)
    fill(folder / "sources.json", "src-analysis", trial_shelf="12/2021")

    imported = site.manage("import_case", str(folder), "--verbosity=0")
    published = site.manage("publish_case", str(folder), "--reason=Its place on the shelf.")

    assert (imported.returncode, published.returncode) == (0, 0), imported.stderr
    assert "On the desk: 0 added, 1 changed," in imported.stdout
    assert published.stdout.startswith("Published 1 records: Its place on the shelf.")
    assert site.manage("verify_log").returncode == 0


@pytest.fixture(params=[False, True], ids=["today", "grown"])
def restored(request: pytest.FixtureRequest, kept: Path, tmp_path: Path) -> Iterator[Site]:
    """The release's desk with its record as it was copied earlier, updated."""
    with empty_site(tmp_path) as site:
        site.call(load, str(kept), "backup")
        yield migrated(site, request.getfixturevalue("project")) if request.param else site


def test_what_an_older_record_lost_is_published_again(
    restored: Site, today: Site, kept: Path
) -> None:
    done = restored.manage("publish_pending")

    whole = today.call(lines)
    again = restored.call(lines)
    assert (done.returncode, done.stderr) == (0, "")
    assert again[: len(whole)] == whole
    if kept.stem != BEFORE_PLACES_WERE_KEPT:
        assert restored.call(links)[: len(whole)] == today.call(links)
    assert restored.manage("verify_log", "--all").returncode == 0
    assert restored.manage("rebuild_record").returncode == 0
