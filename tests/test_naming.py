"""A slug is for ever, so editors are asked about people whose names are in new ones."""

import pytest
from django.test import Client

from desk.changesets.naming import people_in_slugs
from desk.changesets.proposing import Proposal, propose
from desk.models import ChangeSet, Status
from evidence.models import Party, PartyType
from publishing.databases import at_desk
from publishing.models import Entry
from publishing.publish import PublicationRefused
from tests.builders import BOTH, make_editor, make_party, make_source, publish
from tests.forms import send
from tests.pages import words_of

pytestmark = BOTH


@pytest.fixture
def anna() -> Party:
    return make_party(slug="a-reader", type=PartyType.PERSON, name={"en": "Anna Zoë Roemer"})


def in_slug(slug: str) -> list[str]:
    return [one.name for one in people_in_slugs([("source", slug)])]


@pytest.mark.parametrize("slug", ["src-anna-zoe-roemer-2021", "letter-to-roemer", "roemer"])
def test_a_whole_name_or_the_last_one_is_found(anna: Party, slug: str) -> None:
    assert in_slug(slug) == ["Anna Zoë Roemer"]


@pytest.mark.parametrize("slug", ["src-anna-2021", "roemers", "a-letter"])
def test_a_first_name_or_another_word_is_not_found(anna: Party, slug: str) -> None:
    assert in_slug(slug) == []


@pytest.mark.parametrize("type_", [PartyType.COMPANY, PartyType.ANONYMISED_PERSON])
def test_a_company_and_a_code_name_may_be_in_a_slug(type_: str) -> None:
    make_party(type=type_, name={"en": "Quux Zyzzyva"})

    assert in_slug("src-quux-zyzzyva") == []


def test_a_new_record_with_a_persons_name_is_refused_until_confirmed(anna: Party) -> None:
    source = make_source(slug="letter-to-roemer")

    with pytest.raises(PublicationRefused, match="holds the name of “Anna Zoë Roemer”"):
        propose([Proposal(source)], "A reason.", make_editor())

    changeset = propose([Proposal(source)], "A reason.", make_editor(), public_people=True)
    assert changeset.items.count() == 1


def test_a_record_that_is_published_already_is_not_asked_about(anna: Party) -> None:
    source = make_source(slug="letter-to-roemer")
    with at_desk():
        changeset = propose([Proposal(source)], "A reason.", public_people=True)
    assert changeset.items.count() == 1
    Party.objects.using("desk").filter(pk=anna.pk).update(type=PartyType.COMPANY)
    publish(source)
    Party.objects.using("desk").filter(pk=anna.pk).update(type=PartyType.PERSON)

    publish(source, reason="Once more.")

    assert Entry.objects.get(slug="letter-to-roemer").version == 2


def test_the_author_is_asked_on_the_page(client: Client, anna: Party) -> None:
    make_source(slug="letter-to-roemer")
    client.force_login(make_editor())
    fields = {"operation": "publish", "record": "source/letter-to-roemer", "reason": "A reason."}

    refused = send(client, "/desk/propose/", {}, **fields).content.decode()
    send(client, "/desk/propose/", {}, **fields, public_people="on")

    assert "Anna Zoë Roemer" in words_of(refused)
    assert "Choose another slug, or tick this." in refused
    assert ChangeSet.objects.filter(status=Status.PROPOSED).count() == 1


def test_the_reviewer_is_asked_as_well(client: Client, anna: Party) -> None:
    source = make_source(slug="letter-to-roemer")
    changeset = propose([Proposal(source)], "A reason.", make_editor(), public_people=True)
    client.force_login(make_editor())
    address = f"/desk/desk/changeset/{changeset.pk}/"

    page = words_of(client.get(f"{address}change/").content.decode())
    client.post(f"{address}approve/")
    changeset.refresh_from_db()
    unread = changeset.status
    client.post(f"{address}approve/", {"public_people": "on"})
    changeset.refresh_from_db()

    assert "Anna Zoë Roemer" in page
    assert (unread, changeset.status) == (Status.PROPOSED, Status.PUBLISHED)


def test_nobody_is_asked_about_an_ordinary_slug(client: Client, anna: Party) -> None:
    make_source(slug="a-letter")
    client.force_login(make_editor())

    page = client.get("/desk/propose/?operation=publish&record=source/a-letter").content.decode()

    assert "Names of people in addresses" not in page
