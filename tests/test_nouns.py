"""A noun says everything about itself, and nothing lists the nouns a second time."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from desk.permissions import grant_for_new_kinds, models_of
from publishing.api.records import RecordViewSet
from publishing.databases import DESK
from publishing.nouns import Noun, noun, nouns
from tests.builders import BOTH

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
