"""The record is closed: every way of writing to it outside publish() is refused.

All attempts are made in one process on committed databases, in each situation in
which a connection may be; each has to raise and to leave the record as it was.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from unittest import mock

import pytest
from django.db import Error, connections, transaction

from claims.models import Event
from desk.changesets.review import approve
from evidence.models import Party
from publishing.databases import RecordIsClosed, at_desk
from publishing.models import Entry, Head, Revision, RevisionBody
from publishing.proving.rebuilding import snapshot
from publishing.publish import PublicationRefused
from tests.builders import edit, make_editor, make_event, make_party, proposed, publish, publish_all
from tests.processes import fresh_site, on_postgresql

Attempt = Callable[[], Any]
SLUG = "the-party"
# Read-only: in the words of SQLite, of PostgreSQL, and of its driver below Django.
REFUSALS = {"OperationalError", "InternalError", "ReadOnlySqlTransaction"}


def _party() -> Party:
    return Party.objects.using("default").get(slug=SLUG)


def _new(slug: str = "another-party") -> Party:
    return Party(pk=10_000, slug=slug, name={"en": "Another"}, type="company")


def _event() -> Event:
    return Event.objects.using("default").get()


def _changed() -> Party:
    party = _party()
    party.country = "XX"
    return party


def _execute(statement: str) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(statement)


def _inside_a_transaction() -> None:
    with transaction.atomic(using="default"):
        Party.objects.using("default").update(country="XX")


def _without_autocommit() -> None:
    record = connections["default"]
    record.set_autocommit(False)
    try:
        _execute("UPDATE evidence_party SET country = 'XX'")
        record.commit()
    finally:
        record.rollback()
        record.set_autocommit(True)


def _many_at_once() -> None:
    with connections["default"].cursor() as cursor:
        cursor.executemany("UPDATE evidence_party SET country = %s", [("XX",), ("YY",)])


def _copy() -> None:
    import io

    with connections["default"].cursor() as cursor:
        rows = io.StringIO("9\tcase\tx\n")
        cursor.copy_expert("COPY publishing_head (id, seq, link) FROM STDIN", rows)


def _script() -> None:
    with connections["default"].cursor() as cursor:
        cursor.executescript("UPDATE evidence_party SET country = 'XX';")


def _deserialized() -> None:
    from django.core import serializers

    text = serializers.serialize("json", [_changed()])
    for one in serializers.deserialize("json", text, using="default"):
        one.save(using="default")


# What asks the router: these raise RecordIsClosed, with words that say what to do.
ROUTED: dict[str, Attempt] = {
    "save": lambda: _changed().save(),
    "save_of_a_new_record": lambda: _new().save(),
    "create": lambda: Party.objects.create(slug="p", name={"en": "P"}, type="company"),
    "get_or_create": lambda: Party.objects.get_or_create(slug="p", defaults={"type": "company"}),
    "update_or_create": lambda: Party.objects.update_or_create(slug=SLUG, defaults={"type": "ngo"}),
    "bulk_create": lambda: Party.objects.bulk_create([_new()]),
    "bulk_update": lambda: Party.objects.bulk_update([_changed()], ["country"]),
    "update": lambda: Party.objects.filter(slug=SLUG).update(country="XX"),
    "delete": lambda: _event().delete(),
    "delete_of_a_queryset": lambda: Event.objects.all().delete(),
    "adding_a_link": lambda: _event().sources.add(1),
    "clearing_links": lambda: _event().sources.clear(),
    "setting_links": lambda: _event().sources.set([]),
    "a_related_create": lambda: _party().statements.create(slug="s"),
    "an_entry": lambda: Entry.objects.update(state="withdrawn"),
    "a_log_line": lambda: Revision.objects.create(seq=999, version=1),
    "a_body": lambda: RevisionBody.objects.create(revision_id=1, body="{}"),
    "the_head": lambda: Head.objects.update(seq=0),
}

# What names the database or goes below the ORM: the database itself refuses these.
BELOW: dict[str, Attempt] = {
    "save_using": lambda: _changed().save(using="default"),
    "force_insert_using": lambda: _new().save(using="default", force_insert=True),
    "create_using": lambda: Party.objects.using("default").create(slug="p", type="company"),
    "bulk_create_using": lambda: Party.objects.using("default").bulk_create([_new()]),
    "bulk_update_using": lambda: Party.objects.using("default").bulk_update(
        [_changed()], ["country"]
    ),
    "update_using": lambda: Party.objects.using("default").update(country="XX"),
    "delete_using": lambda: _event().delete(using="default"),
    "delete_of_a_queryset_using": lambda: Event.objects.using("default").all().delete(),
    "raw_delete_using": lambda: Party.objects.all()._raw_delete("default"),
    "links_using": lambda: Event.sources.through.objects.using("default").all().delete(),
    "manager_of_a_database": lambda: Party.objects.db_manager("default").update(country="XX"),
    "the_head_using": lambda: Head.objects.using("default").update(seq=0),
    "an_entry_using": lambda: Entry.objects.using("default").update(state="withdrawn"),
    "raw_query": lambda: list(
        Party.objects.using("default").raw("UPDATE evidence_party SET country = 'XX' RETURNING *")
    ),
    "raw_insert": lambda: _execute("INSERT INTO publishing_head (id, seq, link) VALUES (2, 2, '')"),
    "raw_update": lambda: _execute("UPDATE evidence_party SET country = 'XX'"),
    "raw_delete": lambda: _execute("DELETE FROM publishing_head"),
    "raw_table": lambda: _execute("CREATE TABLE smuggled (id integer)"),
    "raw_drop": lambda: _execute("DROP TABLE publishing_head"),
    "raw_many": _many_at_once,
    "inside_a_transaction": _inside_a_transaction,
    "without_autocommit": _without_autocommit,
    "deserialized": _deserialized,
}
if on_postgresql():
    BELOW["copy"] = _copy
    BELOW["raw_truncate"] = lambda: _execute("TRUNCATE publishing_head")
else:
    BELOW["script"] = _script
    BELOW["raw_replace"] = lambda: _execute(
        "REPLACE INTO publishing_head (id, seq, link) VALUES (1, 9, '')"
    )

ATTEMPTS = {**ROUTED, **BELOW}


def _on_a_new_connection() -> None:
    connections["default"].close()


def _after_publishing() -> None:
    publish(make_party())


def _after_a_refusal() -> None:
    party = make_party()
    publish(party)
    stale = proposed(edit(party, country="MA"))
    publish(edit(party, country="FR"))
    with suppress(PublicationRefused):
        approve(stale, make_editor())


def _after_an_exception_inside() -> None:
    with (
        mock.patch("publishing.publish.replace_rows", side_effect=ZeroDivisionError),
        suppress(ZeroDivisionError),
    ):
        publish(make_party())


def _after_a_lost_connection_inside() -> None:
    def lose(*args: Any) -> None:
        connections["default"].connection.close()
        connections["default"].cursor().execute("SELECT 1")

    with mock.patch("publishing.publish.replace_rows", lose), suppress(Error):
        publish(make_party())


def _after_a_publication_inside_a_transaction() -> None:
    """publish() refuses to be part of another transaction, and closes the door again."""
    changeset = proposed(make_party())
    with transaction.atomic(using="default"), suppress(RuntimeError):
        approve(changeset, make_editor())


def _after_a_reconnection() -> None:
    publish(make_party())
    connections["default"].close()
    connections["default"].ensure_connection()


SITUATIONS: dict[str, Callable[[], None]] = {
    "on_a_new_connection": _on_a_new_connection,
    "after_publishing": _after_publishing,
    "after_a_refusal": _after_a_refusal,
    "after_an_exception_inside": _after_an_exception_inside,
    "after_a_lost_connection_inside": _after_a_lost_connection_inside,
    "after_a_publication_inside_a_transaction": _after_a_publication_inside_a_transaction,
    "after_a_reconnection": _after_a_reconnection,
}


def _whole_record() -> Any:
    return snapshot(), list(Revision.objects.values_list()), list(Head.objects.values_list())


def _outcomes() -> dict[str, str]:
    """Make every attempt; say what it raised, or that the record was changed by it."""
    outcomes = {}
    before = _whole_record()
    for name, attempt in ATTEMPTS.items():
        try:
            attempt()
            outcomes[name] = "nothing raised"
        except Exception as error:
            outcomes[name] = type(error).__name__
        if _whole_record() != before:
            return {**outcomes, name: "the record was changed"}
    return outcomes


def every_attempt() -> dict[str, dict[str, str]]:
    """Make every attempt in every situation; runs in a separate process."""
    publish(make_party(slug=SLUG))
    publish_all(make_event())
    outcomes = {}
    for name, bring_about in SITUATIONS.items():
        bring_about()
        outcomes[name] = _outcomes()
    outcomes["in_another_thread"] = _in_a_thread()
    _after_publishing()
    with at_desk():
        outcomes["at_the_desk"] = _outcomes()
    return outcomes


def _in_a_thread() -> dict[str, str]:
    outcomes: dict[str, str] = {}
    thread = threading.Thread(target=lambda: outcomes.update(_outcomes()))
    thread.start()
    thread.join()
    return outcomes


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, dict[str, str]]]:
    with fresh_site(tmp_path_factory.mktemp("closed")) as site:
        yield site.call(every_attempt)


@pytest.mark.parametrize("situation", [*SITUATIONS, "in_another_thread"])
@pytest.mark.parametrize("attempt", ROUTED)
def test_the_router_refuses(
    outcomes: dict[str, dict[str, str]], situation: str, attempt: str
) -> None:
    assert outcomes[situation][attempt] == RecordIsClosed.__name__


@pytest.mark.parametrize("situation", [*SITUATIONS, "in_another_thread"])
@pytest.mark.parametrize("attempt", BELOW)
def test_the_database_refuses(
    outcomes: dict[str, dict[str, str]], situation: str, attempt: str
) -> None:
    assert outcomes[situation][attempt] in REFUSALS


@pytest.mark.parametrize("attempt", BELOW)
def test_below_at_desk_the_database_refuses_too(
    outcomes: dict[str, dict[str, str]], attempt: str
) -> None:
    assert outcomes["at_the_desk"][attempt] in REFUSALS


@pytest.mark.parametrize("attempt", ROUTED)
def test_nothing_done_at_the_desk_reaches_the_record(
    outcomes: dict[str, dict[str, str]], attempt: str
) -> None:
    assert outcomes["at_the_desk"][attempt] != "the record was changed"
