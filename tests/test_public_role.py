"""PEGASUS_ROLE=public: a process that has only the record, read-only.

Nothing here imports the desk: the functions run in public processes too, which
must not load it.
"""

import os
import re
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.processes import Site, fresh_site, name_in, on_postgresql, on_server

PUBLIC = {"PEGASUS_ROLE": "public"}
ROLE = f"pegasus_reader_{os.getpid()}"


def plant() -> list[str]:
    """Publish one record of every noun; runs in a process with a desk."""
    from publishing.nouns import noun
    from tests import builders

    claim = builders.make_claim(family=builders.make_family())
    evidence = builders.make_evidence()
    device, indicator = builders.make_device(), builders.make_indicator()
    rebuttal = builders.make_rebuttal(claim, evidence=[evidence])
    event = builders.make_event(evidence=[evidence])
    records = builders.everything_about(claim, rebuttal, event, device, indicator)
    builders.publish(*records)
    found = {record.kind: record for record in records}
    return [f"{noun(kind).plural}/{record.slug}/" for kind, record in sorted(found.items())]


def look(addresses: list[str]) -> dict[str, Any]:
    """Ask for the addresses and try to write; runs in a public process."""
    from django.conf import settings
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    statuses = {address: client.get(address).status_code for address in addresses}
    return {
        "statuses": statuses,
        "desk": [name for name in sys.modules if name.split(".")[0] == "desk"],
        "apps": list(settings.INSTALLED_APPS),
        "middleware": list(settings.MIDDLEWARE),
        "databases": list(settings.DATABASES),
        "writes": {name: _outcome(attempt) for name, attempt in _attempts().items()},
    }


def _outcome(attempt: Any) -> str:
    try:
        attempt()
    except Exception as error:
        return type(error).__name__
    return "nothing raised"


def _attempts() -> dict[str, Any]:
    import uuid

    from django.db import connections

    from evidence.models import Party
    from publishing.databases import open_door, unlock_record
    from publishing.proving.rebuilding import rebuild
    from publishing.publish import ApprovedSet, publish

    def forced() -> None:
        unlock_record(connections["default"])
        Party.objects.using("default").update(country="XX")

    def door() -> None:
        with open_door():
            pass

    return {
        "publish": lambda: publish(ApprovedSet(uuid.uuid4(), "Why.", "installation", ())),
        "rebuild": rebuild,
        "door": door,
        "save": lambda: Party.objects.update(country="XX"),
        "using": lambda: Party.objects.using("default").update(country="XX"),
        "unlocked": forced,
    }


@dataclass
class Copy:
    """What a public process gets: an address of the record, and what is there."""

    site: Site
    addresses: list[str]
    seen: dict[str, Any]


@pytest.mark.parametrize("role", ["publik", "PUBLIC", "desk", ""])
def test_an_unknown_role_starts_nothing(tmp_path: Path, role: str) -> None:
    site = Site(tmp_path, {"DATABASE_URL": f"sqlite:///{tmp_path / 'record.sqlite3'}"})

    done = site.manage("check", PEGASUS_ROLE=role)

    assert done.returncode != 0
    assert f"PEGASUS_ROLE is “{role}”" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["migrate", "rebuild_record"])
def test_a_public_process_refuses_to_write_in_words(copy: "Copy", command: str) -> None:
    done = copy.site.manage(command, **PUBLIC)

    assert done.returncode == 1
    assert "only reads the record, so nothing was done" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    folder = tmp_path_factory.mktemp("whole")
    with fresh_site(folder) as whole:
        addresses = whole.call(plant)
        public = Site(folder / "nothing-there", {"DATABASE_URL": _read_only(whole)})
        try:
            seen = public.call(look, _asked(addresses), **PUBLIC)
            yield Copy(public, addresses, seen)
        finally:
            _clear(whole)


def _asked(addresses: list[str]) -> list[str]:
    lists = sorted({address.split("/")[0] for address in addresses})
    return [
        "/",
        "/api/v1/",
        *[f"/{address}" for address in addresses],
        *[f"/api/v1/{address}" for address in addresses],
        *[f"/api/v1/{name}/" for name in lists],
        "/desk/",
        "/desk/login/",
    ]


def _read_only(whole: Site) -> str:
    """Return the URL of a copy, or of a role, that cannot write."""
    if on_postgresql():
        return _reader(whole.urls["DATABASE_URL"])
    import sqlite3

    folder = whole.folder / "copy"
    folder.mkdir()
    with sqlite3.connect(whole.folder / "record.sqlite3") as database:
        database.execute("VACUUM INTO ?", [str(folder / "record.sqlite3")])
    (folder / "record.sqlite3").chmod(stat.S_IRUSR)
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    return f"sqlite:///{folder / 'record.sqlite3'}"


def _reader(url: str) -> str:
    database = name_in(url)
    on_server(f"CREATE ROLE {ROLE} LOGIN PASSWORD 'reader'")
    on_server(
        f"GRANT USAGE ON SCHEMA public TO {ROLE}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {ROLE}",
        database=database,
    )
    return re.sub(r"^(\w+://)([^@/]*@)?", rf"\1{ROLE}:reader@", url)


def _clear(whole: Site) -> None:
    if not on_postgresql():
        (whole.folder / "copy").chmod(stat.S_IRWXU)
        return
    on_server(f"DROP OWNED BY {ROLE}", database=name_in(whole.urls["DATABASE_URL"]))
    on_server(f"DROP ROLE {ROLE}")


def test_it_has_the_record_alone(copy: Copy) -> None:
    assert copy.seen["databases"] == ["default"]


def test_it_has_no_users_no_sessions_and_no_admin(copy: Copy) -> None:
    absent = {"desk"} | {
        f"django.contrib.{name}"
        for name in ("admin", "auth", "contenttypes", "messages", "sessions")
    }
    assert absent.isdisjoint(copy.seen["apps"])


def test_no_middleware_of_users_or_of_the_desk_runs(copy: Copy) -> None:
    named = " ".join(copy.seen["middleware"]).lower()

    assert not re.search(r"session|auth|message|desk", named)


def test_it_never_loads_the_desk(copy: Copy) -> None:
    assert copy.seen["desk"] == []


@pytest.mark.parametrize("address", ["/desk/", "/desk/login/"])
def test_the_desk_is_not_there(copy: Copy, address: str) -> None:
    assert copy.seen["statuses"][address] == 404


def test_every_page_and_answer_is_there(copy: Copy) -> None:
    statuses = copy.seen["statuses"].items()

    assert [(a, code) for a, code in statuses if code != 200 and not a.startswith("/desk/")] == []


@pytest.mark.parametrize("attempt", ["publish", "rebuild", "door", "save"])
def test_it_refuses_to_open_the_record(copy: Copy, attempt: str) -> None:
    assert copy.seen["writes"][attempt] == "RecordIsClosed"


@pytest.mark.parametrize("attempt", ["using", "unlocked"])
def test_the_database_refuses_too(copy: Copy, attempt: str) -> None:
    refusals = {"OperationalError", "InternalError", "ProgrammingError"}

    assert copy.seen["writes"][attempt] in refusals


def test_checks_are_clean(copy: Copy) -> None:
    done = copy.site.manage("check", "--fail-level=WARNING", **PUBLIC)

    assert done.returncode == 0, done.stderr


def test_the_log_can_be_verified(copy: Copy) -> None:
    done = copy.site.manage("verify_log", **PUBLIC)

    assert (done.stderr, done.returncode) == ("", 0)


def test_it_writes_nothing_beside_the_record(copy: Copy) -> None:
    assert not copy.site.folder.exists()
    if not on_postgresql():
        file = Path(copy.site.urls["DATABASE_URL"].removeprefix("sqlite:///"))
        assert [one.name for one in file.parent.iterdir()] == ["record.sqlite3"]


def test_a_record_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    missing = "no_such_database" if on_postgresql() else "missing.sqlite3"
    url = f"sqlite:///{tmp_path / missing}"
    if on_postgresql():
        from tests.processes import server_url

        url = server_url(missing)

    done = Site(tmp_path, {"DATABASE_URL": url}).manage("verify_log", **PUBLIC)

    assert done.returncode == 2
    assert not (tmp_path / missing).exists()
