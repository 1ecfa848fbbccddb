"""A noun says everything about itself, and nothing lists the nouns a second time."""

import json
import uuid

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from rest_framework import serializers

import publishing.nouns
from desk.permissions import grant_for_new_kinds, models_of
from publishing.api.records import RecordViewSet
from publishing.databases import DESK
from publishing.formats.checking import problems_of
from publishing.formats.serializers import RowlessDocument
from publishing.models import Approval, Entry, Revision
from publishing.nouns import Noun, noun, nouns
from publishing.proving.rebuilding import rebuild
from publishing.proving.verifying import breaks
from publishing.publish import ApprovedSet, Item, publish
from tests.builders import BOTH, make_editor
from values.canonical import canonical, new_salt, salted_sha256

pytestmark = BOTH
KINDS = [one.kind for one in nouns()]


@pytest.mark.parametrize("kind", KINDS)
def test_every_noun_has_a_list_that_is_called_by_its_name(client: Client, kind: str) -> None:
    page = client.get(reverse(f"{kind}-list")).content.decode()
    assert f"<h1>{noun(kind).name}</h1>" in page


@pytest.mark.parametrize("kind", KINDS)
def test_every_noun_has_a_view_in_the_api(client: Client, kind: str) -> None:
    assert RecordViewSet.of_kind[kind].plural == noun(kind).plural
    assert client.get(f"/api/v1/{noun(kind).plural}/").status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_every_noun_has_a_form_at_the_desk(kind: str) -> None:
    assert noun(kind).model in admin.site._registry


@pytest.mark.parametrize("kind", KINDS)
def test_the_date_of_a_noun_is_one_that_can_be_sorted(kind: str) -> None:
    one = noun(kind)
    if one.date:
        one.model._default_manager.order_by(f"{one.date}_earliest").first()
    assert one.date or not one.dates_itself


def test_ranks_put_what_was_said_before_its_sources() -> None:
    first = sorted(nouns(), key=lambda one: one.rank)
    assert [one.kind for one in first[:3]] == ["case", "statement", "claim"]
    assert noun("source").rank > noun("party").rank


def _granted(one: Noun) -> set[str]:
    group = Group.objects.get(name="Editors")
    names = [model._meta.model_name for model in models_of(one)]
    found = group.permissions.filter(content_type__model__in=names)
    return set(found.values_list("codename", flat=True))


def _wanted(one: Noun) -> set[str]:
    return {
        f"{action}_{model._meta.model_name}"
        for model in models_of(one)
        for action in one.permissions
    }


@pytest.mark.parametrize("kind", KINDS)
def test_editors_may_do_with_a_noun_what_it_says(kind: str) -> None:
    assert _granted(noun(kind)) == _wanted(noun(kind))


def test_a_kind_that_is_new_is_granted_at_the_next_migration() -> None:
    group = Group.objects.get(name="Editors")
    group.permissions.remove(*group.permissions.filter(content_type__model="event"))
    grant_for_new_kinds(using=DESK)
    assert _granted(noun("event")) == _wanted(noun("event"))


def test_what_an_administrator_took_away_stays_away() -> None:
    group = Group.objects.get(name="Editors")
    group.permissions.remove(group.permissions.get(codename="delete_event"))
    grant_for_new_kinds(using=DESK)
    assert "delete_event" not in _granted(noun("event"))


class _MarkDocument(RowlessDocument):
    """A kind of record for these tests, which is only in the log."""

    number = serializers.IntegerField()

    class Meta(RowlessDocument.Meta):
        kind = "mark"


@pytest.fixture
def mark(monkeypatch: pytest.MonkeyPatch) -> Noun:
    one = Noun(
        "marks", "Marks", _MarkDocument, lambda document: {"en": f"Mark {document['number']}"},
        rows=False, listed=False, has_form=False,
    )  # fmt: skip
    monkeypatch.setitem(publishing.nouns._nouns, "mark", one)
    return one


def _publish_mark(number: int, operation: str = "publish", base_version: int = 0) -> Revision:
    document = canonical({"kind": "mark", "slug": "mark-1", "number": number})
    salt = new_salt()
    item = Item(
        "mark", "mark-1", operation, base_version, document, salted_sha256(salt, document), salt
    )
    [line] = publish(ApprovedSet(uuid.uuid4(), "For a test.", Approval.INSTALLATION, (item,)))
    return line


def test_a_noun_without_rows_is_published_corrected_and_withdrawn(mark: Noun) -> None:
    lines = [_publish_mark(1), _publish_mark(2, base_version=1)]
    lines.append(_publish_mark(2, "withdraw", base_version=2))

    entry = Entry.objects.get(kind="mark", slug="mark-1")
    assert [line.action for line in lines] == ["published", "corrected", "withdrawn"]
    assert (entry.version, entry.state, entry.title) == (3, "withdrawn", {"en": "Mark 2"})
    assert json.loads(entry.document)["number"] == 2


def test_a_noun_without_rows_is_verified_and_rebuilt(mark: Noun) -> None:
    _publish_mark(1)
    assert list(breaks()) == []
    assert rebuild(compare=True) == Entry.objects.count()


def test_a_noun_without_a_list_is_not_offered(mark: Noun, client: Client) -> None:
    _publish_mark(1)
    assert "marks" not in client.get("/api/v1/").json()["endpoints"]
    page = client.get("/changes/").content.decode()
    assert 'href="/api/v1/revisions/?kind=mark&amp;slug=mark-1"' in page
    lines = client.get("/api/v1/revisions/?ordering=-seq").json()["results"]
    assert lines[0]["slug"] == "mark-1"


def test_a_noun_without_a_form_is_not_on_the_first_page_of_the_desk(
    mark: Noun, client: Client
) -> None:
    client.force_login(make_editor())
    assert "Marks" not in client.get("/desk/").content.decode()


def test_the_document_of_a_noun_without_rows_is_checked_like_any_other(mark: Noun) -> None:
    document = {"kind": "mark", "slug": "Not a slug", "number": "many"}
    assert {field for field, _words in problems_of(document, mark.document)} == {"slug", "number"}
