"""What is asked of an installation around an update, and done in it.

All but leave_out() and fill() are called in separate processes.
"""

import json
from pathlib import Path
from typing import Any

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

WAITING = "Waits for another editor."


def state() -> dict[str, Any]:
    """Return what an update must leave as it was: log, record, desk; runs in a separate process."""
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


def write_files(folder: str) -> dict[str, int]:
    """Write the published documents as the files of a case; runs in a separate process."""
    files: dict[str, list[Any]] = {}
    for entry in Entry.objects.exclude(state="redacted").exclude(state="withdrawn"):
        files.setdefault(noun(entry.kind).plural, []).append(json.loads(entry.document))
    for plural, documents in files.items():
        (Path(folder) / f"{plural}.json").write_text(json.dumps(documents), encoding="utf-8")
    return {plural: len(documents) for plural, documents in files.items()}


def leave_out(folder: Path, plural: str, slugs: set[str]) -> int:
    """Remove records from a file of a case; return how many of them it had."""
    path = folder / f"{plural}.json"
    records = json.loads(path.read_text(encoding="utf-8"))
    kept = [one for one in records if one["slug"] not in slugs]
    path.write_text(json.dumps(kept), encoding="utf-8")
    return len(records) - len(kept)


def answers() -> dict[str, list[str]]:
    """Return where the API is unlike its own description; runs in a separate process."""
    wrong = {}
    for one in nouns():
        path = f"{BASE}{one.plural}/"
        listed = get(f"{one.plural}/", page_size=100)
        wrong[path] = unlike(path, "200", listed)
        for slug in [record["slug"] for record in listed["results"]]:
            versions = f"{path}{{slug}}/versions/{{number}}/"
            for number in _readable_versions(one.kind, slug):
                version = get(f"{one.plural}/{slug}/versions/{number}/")
                wrong[f"{path}{slug}/{number}"] = unlike(versions, "200", version)
    return {path: words for path, words in wrong.items() if words}


def _readable_versions(kind: str, slug: str) -> list[int]:
    """Return the versions of a record whose words were not erased."""
    kept = Revision.objects.filter(kind=kind, slug=slug, body__isnull=False)
    return list(kept.values_list("version", flat=True))


def pages() -> dict[str, int]:
    """Return the pages of records that cannot be read; runs in a separate process."""
    client = Client()
    found = {}
    for entry in Entry.objects.readable():
        address = f"/{noun(entry.kind).plural}/{entry.slug}/"
        versions = [f"{address}v{one}/" for one in _readable_versions(entry.kind, entry.slug)]
        for path in (address, f"{address}history/", *versions):
            found[path] = client.get(path).status_code
    return {path: status for path, status in found.items() if status != 200}


def approve_waiting() -> list[list[Any]]:
    """Approve what waits; tell each line's format, and whether it has the frozen bytes."""
    waiting = ChangeSet.objects.get(reason=WAITING)
    lines = approve(waiting, make_editor("third"))
    frozen = {item.slug: item.document for item in ChangeSetItem.objects.filter(changeset=waiting)}
    return [[line.format, frozen[line.slug] == line.body.body] for line in lines]


def fill_new_keys() -> list[Any]:
    """Fill two new keys and publish them; runs in a separate process."""
    with at_desk():
        source = Source.objects.get(slug="src-copy")
        rebuttal = Rebuttal.objects.get(slug="reb-laboratory")
        page: Any = {"trial_page": "3"}
        rebuttal.citations.update(**page)
    edited = [edit(source, trial_shelf="12/2021"), edit(rebuttal)]
    formats = {line.kind: line.format for line in publish(*edited)}
    said = [Entry.objects.get(kind=one.kind, slug=one.slug).document for one in edited]
    return [
        formats,
        *(one.state_at_desk for one in edited),
        '"trial_shelf":"12/2021"' in said[0],
        '"trial_page":"3"' in said[1],
    ]


def fill(file: Path, slug: str, **keys: Any) -> None:
    """Fill keys of one record in a file of a case."""
    records = json.loads(file.read_text(encoding="utf-8"))
    changed = [{**one, **keys} if one["slug"] == slug else one for one in records]
    file.write_text(json.dumps(changed), encoding="utf-8")


def links() -> list[str]:
    """Return the link of every line; runs in a separate process."""
    return list(Revision.objects.order_by("seq").values_list("link", flat=True))


def lines() -> list[list[Any]]:
    """Return the log without what a machine decides; runs in a separate process."""
    names = ("kind", "slug", "version", "action", "reason", "approval")
    return [list(line) for line in Revision.objects.order_by("seq").values_list(*names)]
