"""The desk's pages: lists, look-ups, notes, previews, the log."""

import json
import re
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desk.models import Note
from publishing.admin.labels import change_address
from publishing.databases import at_desk
from publishing.models import Entry, Revision
from publishing.nouns import noun, nouns
from tests.builders import (
    BOTH,
    make_claim,
    make_editor,
    make_party,
    make_statement,
    proposed,
    publish,
)

pytestmark = BOTH

KINDS = [one.kind for one in nouns()]


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def list_of(kind: str) -> str:
    return f"/desk/{noun(kind).model._meta.app_label}/{kind}/"


def text_of(client: Client, address: str, **query: Any) -> str:
    response = client.get(address, query)
    assert response.status_code == 200, address
    return response.content.decode()


def some(kind: str) -> Any:
    with at_desk():
        record = noun(kind).model._default_manager.order_by("pk").first()
    assert record
    return record


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_list_that_can_be_searched_and_filtered(desk: Client, kind: str) -> None:
    record = some(kind)

    found = desk.get(list_of(kind), {"q": record.slug}).context["cl"].result_list

    assert record in found
    for state in ("new", "changed", "unchanged", "withdrawn", "redacted"):
        text_of(desk, list_of(kind), state=state)


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_asks_the_same_number_of_queries_for_many_rows(desk: Client, kind: str) -> None:
    text_of(desk, list_of(kind))
    with CaptureQueriesContext(connections["desk"]) as few:
        text_of(desk, list_of(kind), q=some(kind).slug)
    with CaptureQueriesContext(connections["desk"]) as many:
        text_of(desk, list_of(kind))

    assert len(many) <= len(few) + 1


@pytest.mark.parametrize(("words", "found"), [("newspaperx", 1), ("صحيفة", 1), ("nothing", 0)])
def test_names_are_found_in_every_language(desk: Client, words: str, found: int) -> None:
    make_party(name={"en": "A Newspaperx", "ar": "صحيفة"})

    page = desk.get(list_of("party"), {"q": words})

    assert page.context["cl"].result_count == found


def test_the_list_says_what_is_new_changed_and_withdrawn(desk: Client) -> None:
    party = make_party()
    slugs = {"q": party.slug}

    assert "badge-new" in text_of(desk, list_of("party"), **slugs)
    publish(party)
    assert "badge-unchanged" in text_of(desk, list_of("party"), **slugs)
    publish(party, operation="withdraw")
    assert "badge-withdrawn" in text_of(desk, list_of("party"), **slugs)
    withdrawn = desk.get(list_of("party"), {"state": "withdrawn"}).context["cl"].result_list
    assert party.slug in [row.slug for row in withdrawn]


@pytest.mark.parametrize("kind", KINDS)
def test_no_form_lists_all_records_or_shows_json(desk: Client, kind: str) -> None:
    for address in (f"{list_of(kind)}add/", change_address(some(kind))):
        page = text_of(desk, address)
        options = re.findall(r"<select[^>]*>(.*?)</select>", page, re.DOTALL)
        assert max((one.count("<option") for one in options), default=0) < 40
        assert "{&quot;" not in re.sub(r"<[^>]+>", " ", page)


@pytest.mark.parametrize("kind", KINDS)
def test_pages_hold_no_inline_script_or_style(desk: Client, kind: str) -> None:
    for address in ("/desk/", list_of(kind), change_address(some(kind))):
        response = desk.get(address)
        page = response.content.decode()
        assert "unsafe" not in response["Content-Security-Policy"]
        assert not re.search(r"<style|\sstyle=|\son\w+=\"", page)
        assert not re.search(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)[^>]*>\s*\S", page)


def test_linked_records_are_looked_up_with_names_that_tell_them_apart(desk: Client) -> None:
    party = make_party(name={"en": "Lookupable"})
    asked = {"app_label": "claims", "model_name": "statement", "field_name": "speaker"}

    answer = json.loads(text_of(desk, "/desk/autocomplete/", term="lookupable", **asked))

    assert [one["text"] for one in answer["results"]] == [f"Lookupable · {party.slug}"]


def test_texts_are_looked_up_with_their_statement(desk: Client) -> None:
    statement = make_statement("Unmistakable words.")
    asked = {"app_label": "claims", "model_name": "claim", "field_name": "rendition"}

    answer = json.loads(text_of(desk, "/desk/autocomplete/", term="unmistakable", **asked))

    [found] = answer["results"]
    assert found["text"] == f"original, en: Unmistakable words. · {statement.slug}"


def test_the_first_page_shows_what_waits(desk: Client) -> None:
    proposed(make_party(), reason="Waiting for somebody else.")

    page = text_of(desk, "/desk/")

    assert "Waiting for somebody else." in page
    assert f'href="{list_of("party")}?state=new"' in page
    newest = Revision.objects.order_by("-seq")[0]
    assert f"{newest.kind}/{newest.slug}" in page


def test_notes_are_written_and_stay_at_the_desk(desk: Client) -> None:
    party = make_party()
    publish(party)

    desk.post(f"/desk/note/party/{party.slug}/", {"text": "Ask the lawyer."})
    desk.post(f"/desk/note/party/{party.slug}/", {"text": "  "})

    assert [note.text for note in Note.objects.filter(slug=party.slug)] == ["Ask the lawyer."]
    assert "Ask the lawyer." in text_of(desk, change_address(some_party(party)))
    assert "Ask the lawyer." not in text_of(desk, f"/parties/{party.slug}/")


def some_party(party: Any) -> Any:
    with at_desk():
        return type(party).objects.get(slug=party.slug)


@pytest.mark.parametrize("kind", KINDS)
def test_a_published_record_can_be_previewed(desk: Client, kind: str) -> None:
    page = text_of(desk, f"/desk/preview/{noun(kind).plural}/{some(kind).slug}/")

    assert "Preview of a draft" in page


def test_a_draft_is_previewed_at_the_desk_only(desk: Client) -> None:
    claim = make_claim(make_statement("Nobody may read this yet."), exact="Nobody may read")
    preview = f"/desk/preview/claims/{claim.slug}/"

    assert "Nobody may read" in text_of(desk, preview)
    assert "no-store" in desk.get(preview)["Cache-Control"]
    assert desk.get(f"/claims/{claim.slug}/").status_code == 404


def test_a_preview_of_nothing_is_not_there(desk: Client) -> None:
    assert desk.get("/desk/preview/claims/nobody-said-this/").status_code == 404
    assert desk.get("/desk/preview/nothing/at-all/").status_code == 404


def test_the_log_is_read_and_never_written(desk: Client) -> None:
    line = Revision.objects.order_by("-seq")[0]
    page = f"/desk/publishing/revision/{line.pk}/"

    assert line.reason[:30] in text_of(desk, "/desk/publishing/revision/")
    assert line.sha256 in text_of(desk, f"{page}change/")
    assert desk.post(f"{page}change/", {"reason": "x"}).status_code == 403
    assert desk.post(f"{page}delete/", {"post": "yes"}).status_code == 403
    assert desk.get("/desk/publishing/revision/add/").status_code == 403
    assert Entry.objects.filter(seq=line.seq).exists()


def test_the_lock_out_pages_are_there(client: Client) -> None:
    assert "Log in" in text_of(client, "/desk/login/")
    client.force_login(make_editor())
    assert "New password" in text_of(client, "/desk/password_change/")
    assert "Logged out" in client.post("/desk/logout/").content.decode()


def test_a_note_needs_the_permission(client: Client) -> None:
    user, party = make_editor(), make_party()
    user.is_superuser = False
    user.save()
    client.force_login(user)

    answer = client.post(f"/desk/note/party/{party.slug}/", {"text": "Ask the lawyer."})

    assert answer.status_code == 403
    assert not Note.objects.exists()
