"""Proposing and reviewing: four eyes, what stands in the way, and what a reviewer sees."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from desk.models import ChangeSet, ChangeSetItem, Operation, Status
from publishing.databases import at_desk
from publishing.models import Entry, Publishable, Revision
from tests.builders import (
    BOTH,
    edit,
    everything_about,
    make_claim,
    make_editor,
    make_party,
    make_statement,
    proposed,
    publish,
    publish_all,
)
from tests.forms import send

pytestmark = BOTH


@pytest.fixture
def author() -> Any:
    return make_editor()


@pytest.fixture
def desk(client: Client, author: Any) -> Client:
    client.force_login(author)
    return client


def page_of(changeset: ChangeSet, what: str = "change") -> str:
    return f"/desk/desk/changeset/{changeset.pk}/{what}/"


def text_of(client: Client, address: str, **query: Any) -> str:
    response = client.get(address, query)
    assert response.status_code == 200, address
    return response.content.decode()


def propose(client: Client, *records: Publishable, **fields: Any) -> Any:
    keys = [f"{record.kind}/{record.slug}" for record in records]
    given = {"operation": "publish", "record": keys, "reason": "A reason.", "propose": "1"}
    return send(client, "/desk/propose/", {}, **{**given, **fields})


def state(record: Publishable) -> str:
    entry = Entry.objects.filter(kind=record.kind, slug=record.slug).first()
    return entry.state if entry else ""


def test_the_author_is_not_offered_to_approve(desk: Client, author: Any) -> None:
    changeset = proposed(make_party(), author=author)

    page = text_of(desk, page_of(changeset))

    assert "Approve and publish" not in page
    assert "another editor has to approve it" in page


def test_the_author_cannot_approve(desk: Client, author: Any) -> None:
    party = make_party()
    changeset = proposed(party, author=author)

    answer = desk.post(page_of(changeset, "approve"), follow=True).content.decode()

    assert "Its author cannot approve it" in answer
    assert state(party) == ""


def test_another_editor_approves_and_gets_the_public_address(desk: Client) -> None:
    party = make_party()
    changeset = proposed(party)

    assert "Approve and publish" in text_of(desk, page_of(changeset))
    answer = desk.post(page_of(changeset, "approve"), follow=True).content.decode()

    assert f'<a href="/parties/{party.slug}/">' in answer
    assert state(party) == "live"


def test_approving_needs_the_permission_and_a_post(client: Client) -> None:
    user = make_editor()
    user.is_superuser = False
    user.save()
    client.force_login(user)
    changeset = proposed(make_party())

    assert client.post(page_of(changeset, "approve")).status_code == 403
    assert client.post(page_of(changeset, "reject")).status_code == 403
    assert client.post("/desk/propose/").status_code == 403
    user.groups.add(Group.objects.get(name="Editors"))
    assert client.get(page_of(changeset, "approve")).status_code == 405


def test_without_an_account_the_desk_asks_to_log_in(client: Client) -> None:
    changeset = proposed(make_party())
    addresses = ["/desk/", page_of(changeset), page_of(changeset, "approve"), "/desk/propose/"]

    for address in [*addresses, "/desk/preview/parties/nso-group/", "/desk/note/party/nso-group/"]:
        response = client.post(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/desk/login/")


def test_rejecting_needs_a_reason(desk: Client) -> None:
    changeset = proposed(make_party())

    answer = desk.post(page_of(changeset, "reject"), {"reason": " "}, follow=True)
    assert "Say why you reject it" in answer.content.decode()
    desk.post(page_of(changeset, "reject"), {"reason": "The date is wrong."})

    changeset.refresh_from_db()
    assert changeset.status == Status.REJECTED
    assert "The date is wrong." in text_of(desk, page_of(changeset))


def test_an_author_can_take_a_proposal_back(desk: Client, author: Any) -> None:
    changeset = proposed(make_party(), author=author)

    answer = desk.post(page_of(changeset, "reject"), {"reason": "Too early."}, follow=True)

    assert "Taken back." in answer.content.decode()
    changeset.refresh_from_db()
    assert changeset.status == Status.REJECTED


def test_a_proposal_needs_a_reason(desk: Client) -> None:
    answer = propose(desk, make_party(), reason="  ")

    assert "Say why; readers will see it." in answer.content.decode()
    assert not ChangeSet.objects.filter(status=Status.PROPOSED).exists()


def test_a_reason_is_plain_text(desk: Client) -> None:
    answer = propose(desk, make_party(), reason="See <a href='x'>this</a>")

    assert "HTML is not allowed" in answer.content.decode()


def test_what_stands_in_the_way_is_listed_with_links(desk: Client) -> None:
    statement = make_statement()
    claim = make_claim(statement)

    answer = propose(desk, claim).content.decode()

    assert f"needs the statement “{statement.slug}”, which is not published" in answer
    assert f'href="/desk/record/claim/{claim.slug}/"' in answer
    assert not ChangeSet.objects.filter(status=Status.PROPOSED).exists()


def test_the_records_that_are_needed_can_be_added(desk: Client) -> None:
    claim = make_claim()
    wanted = {f"{one.kind}/{one.slug}" for one in everything_about(claim)}

    answer = send(desk, "/desk/propose/", {}, record=[f"claim/{claim.slug}"], add_needed="1")

    assert {row["key"] for row in answer.context["records"]} == wanted
    assert answer.context["against"] == []


def test_failing_gates_are_listed_on_approval_too(desk: Client) -> None:
    statement = make_statement()
    publish_all(statement)
    claim = make_claim(statement)
    changeset = proposed(claim)
    publish(statement, operation=Operation.REDACT)

    answer = desk.post(page_of(changeset, "approve"))

    assert answer.status_code == 409
    assert claim.slug in answer.content.decode()
    assert state(claim) == ""


def test_a_set_made_from_an_older_version_is_refused_in_words(desk: Client) -> None:
    party = make_party()
    publish(party)
    older = proposed(edit(party, country="MA"))
    publish(edit(party, country="FR"))

    assert "Version 2 was published meanwhile" in text_of(desk, page_of(older))
    answer = desk.post(page_of(older, "approve")).content.decode()

    assert "look at it and propose again" in answer
    older.refresh_from_db()
    assert older.status == Status.REFUSED


def test_a_reviewer_sees_what_differs_word_by_word(desk: Client) -> None:
    party = make_party(description={"en": "A daily newspaper."})
    publish(party)
    changeset = proposed(edit(party, type="media", description={"en": "A weekly newspaper."}))

    page = text_of(desk, page_of(changeset))

    assert "A <del>daily</del><ins>weekly</ins> newspaper." in page
    assert "description › English" in page
    assert "<del>company</del><ins>media</ins>" in page


def test_a_reviewer_sees_a_new_record_whole(desk: Client) -> None:
    page = text_of(desk, page_of(proposed(make_party(description={"fr": "Un journal."}))))

    assert "new record, shown whole" in page
    assert ">Un journal.</td>" in page
    assert "<ins>" not in page


def test_what_is_grave_has_to_be_confirmed(desk: Client) -> None:
    party = make_party()
    publish(party)

    refused = propose(desk, party, operation="withdraw")
    accepted = propose(desk, party, operation="withdraw", sure="on")

    assert "you have read what this does" in refused.content.decode()
    assert accepted.status_code == 302


def test_a_record_is_withdrawn_and_restored(desk: Client, author: Any) -> None:
    party = make_party()
    publish(party)
    second = Client()
    second.force_login(make_editor())

    for operation, expected in (("withdraw", "withdrawn"), ("restore", "live")):
        answer = propose(desk, party, operation=operation, sure="on")
        second.post(answer["Location"].replace("change/", "approve/"))
        assert state(party) == expected


def test_a_redaction_is_confirmed_twice_and_erases(desk: Client) -> None:
    party = make_party(name={"en": "Erased Name"})
    publish(party)
    changeset = proposed(party, operation=Operation.REDACT)

    desk.post(page_of(changeset, "approve"))
    before = state(party)
    desk.post(page_of(changeset, "approve"), {"sure": "on"})

    assert (before, state(party)) == ("live", "redacted")
    assert "Erased Name" not in text_of(desk, page_of(changeset))
    assert not ChangeSetItem.objects.filter(document__contains="Erased Name").exists()


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        ("restore", "is not withdrawn, so there is nothing to restore"),
        ("withdraw", "was never published"),
    ],
)
def test_what_cannot_be_done_is_said_before(desk: Client, operation: str, words: str) -> None:
    party = make_party()
    if operation == "restore":
        publish(party)

    answer = propose(desk, party, operation=operation, sure="on").content.decode()

    assert words in answer


def test_records_can_be_proposed_from_a_list(desk: Client) -> None:
    parties = [make_party(), make_party()]
    with at_desk():
        keys = [type(one).objects.get(slug=one.slug).pk for one in parties]
    chosen = {"action": "propose_publish", "_selected_action": keys}

    page = desk.post("/desk/evidence/party/", chosen)

    assert {row["slug"] for row in page.context["records"]} == {one.slug for one in parties}


def test_the_proposal_page_of_an_unknown_record_is_not_there(desk: Client) -> None:
    for key in ("party/nobody-here", "nothing/at-all", "party"):
        assert desk.get("/desk/propose/", {"record": key}).status_code == 404


def test_publishing_again_needs_no_changed_word(desk: Client) -> None:
    party = make_party()
    publish(party)
    changeset = proposed(party)

    assert "No word differs" in text_of(desk, page_of(changeset))
    desk.post(page_of(changeset, "approve"))

    assert Revision.objects.filter(kind="party", slug=party.slug).count() == 2


def test_a_reviewer_sees_what_differs_from_the_version_that_was_edited(desk: Client) -> None:
    party = make_party(name={"en": "First name"})
    publish(party)
    old = proposed(edit(party, name={"en": "Second name"}))
    publish(edit(party, name={"en": "Wholly other"}))

    page = text_of(desk, page_of(old))

    assert "<del>First</del><ins>Second</ins>" in page
    assert "Wholly" not in page


def test_a_reviewer_is_told_of_a_newer_version_only_where_there_is_one(desk: Client) -> None:
    party = make_party()
    publish(party)
    waiting = proposed(edit(party, country="FR"))
    assert [row["newer"] for row in desk.get(page_of(waiting)).context["page"]] == [0]

    publish(edit(party, country="MA"))

    assert [row["newer"] for row in desk.get(page_of(waiting)).context["page"]] == [2]
