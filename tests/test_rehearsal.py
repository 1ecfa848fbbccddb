"""An update in which published nouns grow breaks nothing that an earlier release recorded.

Each kept installation is migrated to today, and then to a copy of the project in which fields
were added; the site's commands run on it in processes of their own.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from claims.models import Rebuttal
from desk.changesets.review import approve
from desk.models import ChangeSet, ChangeSetItem
from evidence.models import Source
from publishing.databases import at_desk
from publishing.models import Entry, Revision, RevisionBody
from publishing.nouns import noun, nouns
from tests.api import BASE, get, unlike
from tests.builders import edit, make_editor, publish
from tests.installations.loading import kept_files, load
from tests.processes import Site, copied, empty_site
from tests.rehearsal import grow

WAITING, CUT_OFF = "Waits for another editor.", "Approved, then cut off."


def state() -> dict[str, Any]:
    """Return what an update must leave as it was: log, record, desk; in a process of its own."""
    with at_desk():
        desk = {
            f"{one.kind}/{row.slug}": row.state_at_desk
            for one in nouns()
            for row in one.model._default_manager.all()
        }
    return {
        "log": [[line.seq, line.link] for line in Revision.objects.order_by("seq")],
        "bodies": dict(RevisionBody.objects.values_list("pk", "body")),
        "entries": {f"{e.kind}/{e.slug}": [e.version, e.document] for e in Entry.objects.all()},
        "another look": sorted(Rebuttal.objects.needing_another_look().values_list("slug")),
        "desk": desk,
        "sets": dict(ChangeSet.objects.order_by("reason").values_list("reason", "status")),
    }


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in which nouns grew."""
    return grow(tmp_path_factory.mktemp("grown"))


@pytest.fixture(scope="module", params=kept_files(), ids=lambda file: file.stem)
def today(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """An installation of an earlier release, migrated to today."""
    with empty_site(tmp_path_factory.mktemp("installation")) as site:
        site.call(load, str(request.param))
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


def write_files(folder: str) -> dict[str, int]:
    """Write the published documents as the files of a case; in a process of its own."""
    files: dict[str, list[Any]] = {}
    for entry in Entry.objects.exclude(state="redacted").exclude(state="withdrawn"):
        files.setdefault(noun(entry.kind).plural, []).append(json.loads(entry.document))
    for plural, documents in files.items():
        (Path(folder) / f"{plural}.json").write_text(json.dumps(documents), encoding="utf-8")
    return {plural: len(documents) for plural, documents in files.items()}


def leave_out(folder: Path, plural: str, slugs: set[str]) -> int:
    """Take records out of a file of a case; return how many it held of them."""
    path = folder / f"{plural}.json"
    records = json.loads(path.read_text(encoding="utf-8"))
    kept = [one for one in records if one["slug"] not in slugs]
    path.write_text(json.dumps(kept), encoding="utf-8")
    return len(records) - len(kept)


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


def answers() -> dict[str, list[str]]:
    """Return what of the API is unlike its own description; in a process of its own."""
    wrong = {}
    for one in nouns():
        path = f"{BASE}{one.plural}/"
        listed = get(f"{one.plural}/", page_size=100)
        wrong[path] = unlike(path, "200", listed)
        for slug in [record["slug"] for record in listed["results"]]:
            versions = f"{path}{{slug}}/versions/{{number}}/"
            for line in get(f"{one.plural}/{slug}/versions/")["results"]:
                version = get(f"{one.plural}/{slug}/versions/{line['version']}/")
                wrong[f"{path}{slug}/{line['version']}"] = unlike(versions, "200", version)
    return {path: words for path, words in wrong.items() if words}


def test_the_answers_of_the_api_are_as_it_describes_them(updated: Site) -> None:
    assert updated.call(answers) == {}


def pages() -> dict[str, int]:
    """Return the pages of records that cannot be read; in a process of its own."""
    client = Client()
    found = {}
    for entry in Entry.objects.readable():
        address = f"/{noun(entry.kind).plural}/{entry.slug}/"
        for path in (address, f"{address}history/", f"{address}v1/"):
            found[path] = client.get(path).status_code
    return {path: status for path, status in found.items() if status != 200}


def test_every_page_can_be_read(grown: Site) -> None:
    assert grown.call(pages) == {}


def approve_waiting() -> list[list[Any]]:
    """Approve what waits; tell each line's format, and whether it has the frozen bytes."""
    waiting = ChangeSet.objects.get(reason=WAITING)
    lines = approve(waiting, make_editor("third"))
    frozen = {item.slug: item.document for item in ChangeSetItem.objects.filter(changeset=waiting)}
    return [[line.format, frozen[line.slug] == line.body.body] for line in lines]


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


def fill_new_keys() -> list[Any]:
    """Fill two new keys and publish them; in a process of its own."""
    with at_desk():
        source = Source.objects.get(slug="src-copy")
        rebuttal = Rebuttal.objects.get(slug="reb-laboratory")
        page: Any = {"page": "3"}
        rebuttal.citations.update(**page)
    edited = [edit(source, docket="12/2021"), edit(rebuttal)]
    formats = {line.kind: line.format for line in publish(*edited)}
    said = [Entry.objects.get(kind=one.kind, slug=one.slug).document for one in edited]
    return [
        formats,
        *(one.state_at_desk for one in edited),
        '"docket":"12/2021"' in said[0],
        '"page":"3"' in said[1],
    ]


def test_new_keys_are_published_like_any_other(grown_at_work: Site) -> None:
    site = grown_at_work

    formats = {"source": 3, "rebuttal": 2}
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
    fill(folder / "sources.json", "src-analysis", docket="12/2021")

    imported = site.manage("import_case", str(folder), "--verbosity=0")
    published = site.manage("publish_case", str(folder), "--reason=Its docket number.")

    assert (imported.returncode, published.returncode) == (0, 0), imported.stderr
    assert "On the desk: 0 added, 1 changed," in imported.stdout
    assert published.stdout.startswith("Published 1 records: Its docket number.")
    assert site.manage("verify_log").returncode == 0


def fill(file: Path, slug: str, **keys: Any) -> None:
    """Fill keys of one record in a file of a case."""
    records = json.loads(file.read_text(encoding="utf-8"))
    changed = [{**one, **keys} if one["slug"] == slug else one for one in records]
    file.write_text(json.dumps(changed), encoding="utf-8")


@pytest.fixture(params=[False, True], ids=["today", "grown"])
def restored(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """The first release's desk with its record as it was copied earlier, updated."""
    with empty_site(tmp_path) as site:
        site.call(load, str(kept_files()[0]), "backup")
        yield migrated(site, request.getfixturevalue("project")) if request.param else site


def lines() -> list[list[Any]]:
    """Return the log without what a machine decides; in a process of its own."""
    names = ("kind", "slug", "version", "action", "reason", "approval")
    return [list(line) for line in Revision.objects.order_by("seq").values_list(*names)]


def test_what_an_older_record_lost_is_published_again(restored: Site, today: Site) -> None:
    done = restored.manage("publish_pending")

    whole = today.call(lines)
    again = restored.call(lines)
    assert (done.returncode, done.stderr) == (0, "")
    assert again[: len(whole)] == whole
    assert restored.manage("verify_log", "--all").returncode == 0
    assert restored.manage("rebuild_record").returncode == 0
