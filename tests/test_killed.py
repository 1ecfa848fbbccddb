"""kill -9, for real: wherever a process dies, publish_pending repairs and nothing is lost.

The process kills itself at a boundary that is patched here; the product has no hooks.
"""

import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import connections

from desk.changesets.proposing import Proposal, propose
from desk.changesets.review import approve
from desk.models import ChangeSet, Operation, Status
from evidence.models import Party, Source
from publishing.databases import at_desk
from publishing.models import Entry, Revision, RevisionBody
from publishing.nouns import nouns
from tests.builders import edit, make_editor, make_party, make_source, publish
from tests.processes import Site, calling, copied, fresh_site

CASE = Path(__file__).resolve().parent.parent / "cases" / "pegasus-project"
CANARY = "The canary sings."


def die(*args: Any, **kwargs: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _dying_before(target: str) -> AbstractContextManager[Any]:
    return mock.patch(target, die)


def _dying_after(target: str, owner: Any = None) -> AbstractContextManager[Any]:
    """Patch a function so that it does its work and then the process dies."""
    module, name = target.rsplit(".", 1)
    owner = owner or __import__(module, fromlist=[name])
    real = getattr(owner, name)

    def last(*args: Any, **kwargs: Any) -> None:
        real(*args, **kwargs)
        die()

    return mock.patch.object(owner, name, last)


def _record() -> Any:
    connections["default"].ensure_connection()
    return connections["default"]


# Where the process dies, and whether the record has the change set by then.
PLACES: dict[str, tuple[Callable[[], AbstractContextManager[Any]], bool]] = {
    "right after the approval": (
        lambda: _dying_before("desk.changesets.review.publish_approved"),
        False,
    ),
    "after the log was written": (
        lambda: _dying_before("publishing.publish._Publication._write_entries"),
        False,
    ),
    "after the rows were written": (
        lambda: _dying_before("publishing.publish._Publication._redact"),
        False,
    ),
    "just before the record's commit": (
        lambda: mock.patch.object(_record(), "_commit", die),
        False,
    ),
    "just after the record's commit": (
        lambda: _dying_after("django.db.connection._commit", _record()),
        True,
    ),
    "before the desk is marked": (
        lambda: _dying_before("desk.changesets.publication._mark_published"),
        True,
    ),
    "while the desk is marked": (
        lambda: _dying_after("desk.changesets.publication._mark_rows"),
        True,
    ),
    "after the words were erased at the desk": (
        lambda: _dying_after("desk.changesets.publication.forget"),
        True,
    ),
}


def prepare() -> None:
    """Propose one set that publishes, corrects and redacts; runs in a separate process."""
    corrected, redacted = make_party(slug="corrected"), make_source(slug="redacted", title=CANARY)
    publish(corrected, redacted)
    proposals = [
        Proposal(edit(corrected, name={"en": "Corrected"})),
        Proposal(make_party(slug="new")),
        Proposal(edit(redacted), Operation.REDACT),
    ]
    propose(proposals, "All at once.", make_editor("author"))
    make_editor("second")


def approve_and_die(place: str) -> None:
    """Approve the set and die at that place; runs in a separate process."""
    from django.contrib.auth import get_user_model

    with at_desk():
        changeset = ChangeSet.objects.get(status=Status.PROPOSED)
    second = get_user_model()._default_manager.get(username="second")
    with PLACES[place][0]():
        approve(changeset, second)


def state() -> dict[str, Any]:
    """Return what the log, the record and the desk say."""
    lines = Revision.objects.order_by("seq")
    with at_desk():
        party = Party.objects.get(slug="corrected")
        statuses = list(ChangeSet.objects.values_list("status", flat=True))
        desk = {r.slug: r.state_at_desk for m in (Party, Source) for r in m._default_manager.all()}
        words = Source.objects.get(slug="redacted").title
        frozen = ChangeSet.objects.filter(items__document__contains=CANARY).exists()
    return {
        "lines": [f"{r.kind}/{r.slug} v{r.version} {r.action}" for r in lines],
        "sets": len({r.changeset for r in lines}),
        "bodies": RevisionBody.objects.count(),
        "names": {p.slug: p.name["en"] for p in Party.objects.all()},
        "entries": {e.slug: [e.version, e.state] for e in Entry.objects.all()},
        "desk": desk,
        "published_at_desk": [party.published_version, party.name["en"]],
        "statuses": sorted(statuses),
        "canary": frozen or words == CANARY,
    }


def repair() -> dict[str, Any]:
    """Look, repair, look again; runs in a separate process."""
    before = state()
    call_command("publish_pending")
    call_command("verify_log")
    return {"before": before, "after": state()}


FIRST = ["source/redacted v1 published", "party/corrected v1 published"]
WHOLE = {
    "lines": sorted(
        [
            *FIRST,
            "party/corrected v2 corrected",
            "party/new v1 published",
            "source/redacted v2 redacted",
        ]
    ),
    "sets": 2,
    "bodies": 3,
    "names": {"corrected": "Corrected", "new": "A party"},
    "entries": {"corrected": [2, "live"], "new": [1, "live"], "redacted": [2, "redacted"]},
    "desk": {"corrected": "unchanged", "new": "unchanged", "redacted": "unchanged"},
    "published_at_desk": [2, "Corrected"],
    "statuses": ["published", "published"],
    "canary": False,
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with fresh_site(tmp_path_factory.mktemp("prepared")) as site:
        site.call(prepare)
        yield site


@pytest.fixture
def site(prepared: Site, tmp_path: Path) -> Iterator[Site]:
    with copied(prepared, tmp_path) as one:
        yield one


def sorted_lines(seen: dict[str, Any]) -> dict[str, Any]:
    return {**seen, "lines": sorted(seen["lines"])}


@pytest.mark.parametrize("place", PLACES)
def test_a_publication_that_was_killed_is_repaired(site: Site, place: str) -> None:
    killed = site.python("-c", calling(approve_and_die, place))
    assert killed.returncode == -signal.SIGKILL, killed.stderr

    seen = site.call(repair)

    in_record = PLACES[place][1]
    assert sorted(seen["before"]["lines"]) == (WHOLE["lines"] if in_record else sorted(FIRST))
    assert sorted_lines(seen["after"]) == WHOLE


def test_the_commands_repair_and_verify(site: Site) -> None:
    place = "just after the record's commit"
    assert site.python("-c", calling(approve_and_die, place)).returncode == -signal.SIGKILL

    repaired = site.manage("publish_pending")
    verified = site.manage("verify_log")
    again = site.manage("publish_pending")

    assert (repaired.returncode, verified.returncode) == (0, 0)
    assert "1 change sets published or repaired" in repaired.stdout
    assert "The log is whole: 5 lines" in verified.stdout
    assert "0 change sets published or repaired" in again.stdout


def test_the_command_exits_with_1_after_tampering(site: Site) -> None:
    site.call(tamper)

    verified = site.manage("verify_log")

    assert verified.returncode == 1
    assert verified.stderr.startswith("Broken: log line 1 (")


def tamper() -> None:
    """Change one character of the log by hand; runs in a separate process."""
    from publishing.append_only import drop_triggers
    from publishing.databases import unlock_record

    unlock_record(_record())
    drop_triggers(_record())
    with _record().cursor() as cursor:
        cursor.execute("UPDATE publishing_revision SET reason = 'for a test.' WHERE seq = 1")


SETS, RECORDS, PROCESSES = 10, 3, 4


def approve_many() -> None:
    """Approve ten sets and publish none; runs in a separate process."""
    author, second = make_editor("author"), make_editor("second")
    with mock.patch("desk.changesets.review.publish_approved"):
        for number in range(SETS):
            records = [make_party(slug=f"party-{number}-{place}") for place in range(RECORDS)]
            approve(propose([Proposal(r) for r in records], "Many.", author), second)


def many() -> dict[str, Any]:
    lines = list(Revision.objects.order_by("seq"))
    with at_desk():
        statuses = Counter(ChangeSet.objects.values_list("status", flat=True))
        states = Counter(party.state_at_desk for party in Party.objects.all())
    call_command("verify_log")
    return {
        "seqs": [line.seq for line in lines],
        "slugs": len({line.slug for line in lines}),
        "versions": sorted({line.version for line in lines}),
        "rows": Party.objects.count(),
        "statuses": statuses,
        "desk": states,
    }


def verify_often() -> int:
    """Verify while others publish; runs in a separate process."""
    for _time in range(20):
        call_command("verify_log")
    return 0


def test_processes_that_publish_the_same_sets_at_once_publish_each_once(tmp_path: Path) -> None:
    with fresh_site(tmp_path) as site:
        site.call(approve_many)

        processes = [site.start("manage.py", "publish_pending") for _number in range(PROCESSES)]
        # A log that grows meanwhile is not a broken log.
        processes.append(site.start("-c", calling(verify_often)))
        ends = [(process.communicate(timeout=120), process.returncode) for process in processes]
        seen = site.call(many)

    total = SETS * RECORDS
    assert [code for _said, code in ends] == [0] * (PROCESSES + 1), ends
    assert seen == {
        "seqs": list(range(1, total + 1)),
        "slugs": total,
        "versions": [1],
        "rows": total,
        "statuses": {"published": SETS},
        "desk": {"unchanged": total},
    }


def import_and_die() -> None:
    """Import the real case and die before it is committed; runs in a separate process."""
    with _dying_after("desk.casefiles.importing._store_digests"):
        call_command("import_case", CASE, verbosity=0)


def desk_counts() -> dict[str, int]:
    with at_desk():
        return {one.kind: one.model._default_manager.count() for one in nouns()}


def test_an_import_that_was_killed_leaves_the_desk_as_it_was(site: Site) -> None:
    before = site.call(desk_counts)

    killed = site.python("-c", calling(import_and_die))

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert site.call(desk_counts) == before
    assert site.manage("import_case", str(CASE), "--verbosity=0").returncode == 0
