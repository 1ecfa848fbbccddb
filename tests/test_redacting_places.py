"""Every table and file is named by a place, and the words go from every place that they can."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connections
from django.urls import get_resolver

from claims.models import Claim, Rendition, Statement
from desk.changesets.review import reject
from desk.models import ChangeSet, ChangeSetItem, Note, Redaction, Status
from desk.redactions.proposing import propose_redaction
from evidence.models import Party, Source
from publishing.databases import at_desk
from publishing.proving.verifying import breaks
from publishing.redacting import places
from publishing.redacting.places import Place, unnamed_files, unnamed_tables
from publishing.redacting.rereading import VOICE, addresses_of
from tests.builders import (
    BOTH,
    edit,
    make_claim,
    make_editor,
    make_evidence,
    make_party,
    make_rebuttal,
    make_source,
    make_statement,
    proposed,
    publish_all,
)
from tests.crawling import routes
from tests.processes import fresh_site
from tests.redacting import REASON, planned, redact
from values.gaps import MARK

pytestmark = BOTH

CANARY = "The canary of the minister sings at night."
TEXT = f"First of all. {CANARY} We were never a client of anybody."


@pytest.fixture
def statement() -> Statement:
    return make_statement(TEXT)


@pytest.fixture
def canary(statement: Statement) -> Claim:
    claim = make_claim(statement, CANARY, summary={"en": "The minister has a canary."})
    publish_all(claim)
    return claim


def everything_at_desk() -> str:
    """Return all texts in all tables of the desk but that of the words sought."""
    found = []
    with connections["desk"].cursor() as cursor:
        for table in connections["desk"].introspection.table_names():
            if table != "desk_redaction":
                cursor.execute(f'SELECT * FROM "{table}"')
                found += [repr(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_every_table_is_named_by_a_place() -> None:
    assert unnamed_tables() == []


def test_a_table_that_no_place_names_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {name: one for name, one in places._places.items() if "notes" not in name}
    monkeypatch.setattr(places, "_places", kept)

    assert unnamed_tables() == [("desk", "desk_note")]


def test_every_file_of_a_prepared_installation_is_named_by_a_place(tmp_path: Path) -> None:
    with fresh_site(tmp_path) as site:
        done = site.python("-c", PREPARE)
    assert done.returncode == 0, done.stderr

    assert {path.name for path in tmp_path.iterdir()} >= {"static", "static-collected"}
    assert unnamed_files(tmp_path) == []


PREPARE = """
import sys; sys.path[:0] = ['.', 'script']
import prepare
prepare.publish_the_case = lambda: prepare.UNFINISHED.touch()
prepare.main()
"""


def test_a_file_that_no_place_names_is_found(tmp_path: Path) -> None:
    (tmp_path / "spool").mkdir()
    letter = tmp_path / "spool" / "letter.txt"
    letter.write_text(CANARY)

    assert unnamed_files(tmp_path) == [letter]


@pytest.mark.parametrize("place", places.places(), ids=lambda place: str(place.name))
def test_every_place_says_by_what_words_go(place: Place) -> None:
    assert str(place.goes)


def test_a_working_copy_that_was_as_published_is_as_published_again(
    statement: Statement, canary: Claim
) -> None:
    redact(canary)

    with at_desk():
        copy = Statement.objects.get(slug=statement.slug)
        assert copy.state_at_desk == "unchanged"
        assert copy.renditions.get().text == TEXT.replace(CANARY[:-1], MARK)


def test_an_unpublished_edit_keeps_the_rest_of_its_words(
    statement: Statement, canary: Claim
) -> None:
    edit(statement, note={"en": f"Not published yet: {CANARY} And this."})

    redact(canary)

    with at_desk():
        copy = Statement.objects.get(slug=statement.slug)
        assert copy.state_at_desk == "changed"
        assert copy.note == {"en": f"Not published yet: {MARK}. And this."}
        assert CANARY[:-1] not in copy.renditions.get().text


def test_a_new_record_at_the_desk_loses_the_words(canary: Claim) -> None:
    source = make_source(title=f"Draft: {CANARY}")

    redact(canary)

    with at_desk():
        assert Source.objects.get(slug=source.slug).title == f"Draft: {MARK}."


def test_a_draft_claim_moves_with_the_text_at_the_desk(statement: Statement, canary: Claim) -> None:
    draft = make_claim(statement, "We were never a client")

    redact(canary)

    with at_desk():
        copy = Claim.objects.get(slug=draft.slug)
        text = Rendition.objects.get(pk=copy.rendition_id).text
        assert text[copy.start : copy.end] == "We were never a client"


def test_notes_lose_the_words(canary: Claim) -> None:
    party = make_party()
    Note.objects.create(
        kind="party", slug=party.slug, author=make_editor(), text=f"Ask about: {CANARY} Today."
    )

    redact(canary)

    assert Note.objects.get(slug=party.slug).text == f"Ask about: {MARK}. Today."


def test_a_set_that_waits_with_the_words_is_refused_and_emptied(canary: Claim) -> None:
    source = make_source(title=CANARY)
    waiting = proposed(source)

    redact(canary)

    waiting.refresh_from_db()
    assert waiting.status == Status.REFUSED
    assert "Propose it again" in waiting.rejection
    assert set(waiting.items.values_list("document", "salt")) == {("", "")}


def test_reasons_that_were_never_published_lose_the_words(canary: Claim) -> None:
    rejected = proposed(make_party(), reason=f"Because: {CANARY}")
    reject(rejected, make_editor(), f"No: {CANARY}")

    redact(canary)

    rejected.refresh_from_db()
    assert rejected.reason == f"Because: {MARK}."
    assert rejected.rejection == f"No: {MARK}."


def test_the_admins_log_forgets_entries_with_the_words(canary: Claim) -> None:
    user = make_editor()
    message = json.dumps([{"added": {"name": "Passage", "object": CANARY.replace("a", "á")}}])
    entry = LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(Party),
        object_id="1",
        object_repr="A party",
        action_flag=CHANGE,
        change_message=message,
    )

    redact(canary)

    assert not LogEntry.objects.filter(pk=entry.pk).exists()


def test_sessions_that_remember_the_words_end(canary: Claim) -> None:
    store = SessionStore()
    store["message"] = f"Published: {CANARY}"
    store.save()

    redact(canary)

    assert not Session.objects.filter(pk=store.session_key).exists()


def test_the_frozen_copies_of_erased_versions_are_erased(
    statement: Statement, canary: Claim
) -> None:
    redact(canary)

    frozen = ChangeSetItem.objects.filter(slug=statement.slug).order_by("pk")
    assert [bool(item.document) for item in frozen] == [False, True]


def test_nothing_of_the_words_is_left_in_any_table_of_the_desk(canary: Claim) -> None:
    make_source(title=f"Draft: {CANARY}")

    redact(canary)

    assert CANARY[:-1] not in everything_at_desk()


def test_an_account_keeps_its_name_and_the_page_says_so(canary: Claim) -> None:
    make_editor("canary.of.the.minister.sings.at.night")

    [find] = [one for one in planned(canary).lasting if "user" in one.subject]

    assert "Users" in find.lasts


def test_a_claim_in_the_log_and_its_rows_agree_afterwards(canary: Claim) -> None:
    redact(canary)

    assert list(breaks()) == []


def test_the_words_sought_are_not_readable_in_the_desks_own_list(canary: Claim) -> None:
    changeset = redact(canary)

    packed = ChangeSet.objects.get(pk=changeset.pk).redaction.packed
    assert packed
    assert "canary" not in packed


@pytest.mark.parametrize("status", [Status.REJECTED, Status.REFUSED])
def test_a_set_that_was_closed_is_emptied_and_stays_closed(canary: Claim, status: str) -> None:
    closed = proposed(make_source(title=CANARY))
    ChangeSet.objects.filter(pk=closed.pk).update(status=status)

    redact(canary)

    closed.refresh_from_db()
    assert closed.status == status
    assert set(closed.items.values_list("document", "salt")) == {("", "")}


def test_a_redaction_that_waits_for_review_is_not_there_to_be_finished(canary: Claim) -> None:
    waiting = propose_redaction(planned(canary), REASON, make_editor())

    assert waiting.redaction not in Redaction.objects.unfinished()


def test_the_pages_two_links_away_are_read_again() -> None:
    claim, evidence = make_claim(), make_evidence()
    publish_all(make_rebuttal(claim, evidence=[evidence]))

    addresses = addresses_of([("claim", claim.slug)], [])

    assert {f"/evidence/{evidence.slug}/", f"/api/v1/evidence/{evidence.slug}/"} <= set(addresses)


# They repeat what was asked for, or describe the site.
WITHOUT_RECORDS = {"/search/", "/api/v1/", "/api/v1/schema/", "/api/v1/docs/"}


def test_every_address_that_is_the_same_for_all_is_read_again() -> None:
    plain = {re.sub(r"\^|\$$|(?<=/)\^", "", route) for route in routes(get_resolver())}
    fixed = {f"/{route}" for route in plain if re.fullmatch(r"[a-z0-9/]*", route)}
    asked = {urlsplit(address).path for address in addresses_of([], ["the words"])}

    assert {one for one in fixed if not one.startswith("/desk/")} == (
        asked | set(VOICE) | WITHOUT_RECORDS
    )
