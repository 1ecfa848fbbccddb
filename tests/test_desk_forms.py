"""What the desk's forms refuse, and that a refusal leaves both databases as they were."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from publishing.admin.labels import change_address
from publishing.databases import at_desk
from publishing.formats.serializers import document_of
from publishing.nouns import noun_of
from tests.builders import (
    BOTH,
    edit,
    make_citation,
    make_claim,
    make_editor,
    make_evidence,
    make_party,
    make_rebuttal,
    make_rendition,
    make_statement,
    publish_all,
)
from tests.forms import Fields, form_at, send

pytestmark = BOTH


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def form_of(client: Client, record: Any) -> Fields:
    return form_at(client, change_address(record), f"{record.kind}_form")


def save(client: Client, record: Any, **changed: Any) -> Any:
    return send(client, change_address(record), form_of(client, record), **changed)


def document(record: Any) -> Any:
    with at_desk():
        fresh = type(record)._default_manager.get(slug=record.slug)
        return json.loads(document_of(fresh, noun_of(type(record)).document))


def refused(client: Client, record: Any, **changed: Any) -> dict[str, list[str]]:
    """Send the change, expect it to be refused with nothing changed, and return the errors."""
    before = document(record)
    response = save(client, record, **changed)
    assert response.status_code == 200
    assert document(record) == before
    context = response.context
    errors = dict(context["adminform"].form.errors)
    for formset in context["inline_admin_formsets"]:
        for form in formset.formset.forms:
            errors.update(form.errors)
    return {name: list(messages) for name, messages in errors.items()}


def test_html_is_refused_where_it_is(desk: Client) -> None:
    errors = refused(desk, make_statement(), title__en="A <b>denial</b>")

    assert errors == {"title": ["HTML is not allowed: remove “<b>”."]}


def test_html_in_a_part_is_refused_where_it_is(desk: Client) -> None:
    errors = refused(desk, make_statement(), **{"renditions-0-text": "<i>We</i> deny it."})

    assert errors == {"text": ["HTML is not allowed: remove “<i>”."]}


def test_a_wrong_date_is_refused_with_the_forms_that_are_read(desk: Client) -> None:
    errors = refused(desk, make_statement(), issued="21/07/2021")

    assert "21/07/2021" in errors["issued"][0]
    assert "2021-07-19" in errors["issued"][0]


def test_a_wrong_language_is_refused(desk: Client) -> None:
    errors = refused(desk, make_party(), **{"name__+tag": "french", "name__+text": "Le Monde"})

    assert "“french” is not a language tag" in errors["name"][0]


def test_another_language_can_be_added(desk: Client) -> None:
    party = make_party()

    save(desk, party, **{"name__+tag": "hu", "name__+text": "Egy fél"})

    assert document(party)["name"] == {"en": "A party", "hu": "Egy fél"}


def test_a_slug_that_is_taken_is_refused(desk: Client) -> None:
    taken = make_party()

    assert "already exists" in refused(desk, make_party(), slug=taken.slug)["slug"][0]


def test_a_line_that_is_too_long_is_refused(desk: Client) -> None:
    errors = refused(desk, make_claim(), summary__en="x" * 201)

    assert errors["summary"] == ["“en” has 201 characters; at most 200 fit."]


def test_a_quote_that_is_not_there_is_answered_with_the_nearest_passage(desk: Client) -> None:
    claim = make_claim(make_statement("In July we said: we were never a client of theirs."))

    [message] = refused(desk, claim, exact="were never the client of")["exact"]

    assert "not found" in message
    assert "were never a client of" in message


def test_a_quote_with_other_quotation_marks_is_recognised(desk: Client) -> None:
    claim = make_claim(make_statement("It isn’t so: never a client."))

    [message] = refused(desk, claim, exact="It isn't so")["exact"]

    assert "“It isn’t so”" in message
    assert "other quotation marks" in message


def test_a_quote_that_occurs_twice_needs_the_words_beside_it(desk: Client) -> None:
    text = "First: never a client. Second: never a client."
    claim = make_claim(make_statement(text), exact="First")

    [message] = refused(desk, claim, exact="never a client")["exact"]
    save(desk, claim, exact="never a client", prefix="Second: ")

    assert "2 times" in message
    assert document(claim)["start"] == text.rindex("never")


def test_words_that_are_not_beside_the_quote_are_refused(desk: Client) -> None:
    [message] = refused(desk, make_claim(), prefix="You were ")["exact"]

    assert "not with these words before and after" in message


def test_a_quote_is_found_again_when_its_text_was_corrected(desk: Client) -> None:
    statement = make_statement("We were never a client.")
    claim = make_claim(statement)
    rendition = document(statement)["renditions"][0]["id"]
    save(desk, statement, **{"renditions-0-text": "Indeed, we were never a client."})

    save(desk, claim)

    found = document(claim)
    assert found["rendition"] == rendition
    assert found["start"] == len("Indeed, we were ")


def test_the_text_that_holds_the_quote_is_found(desk: Client) -> None:
    statement = make_statement("Nous n’avons jamais été client.")
    english = make_rendition(statement, "We were never a client.", position=1)
    claim = make_claim(statement, exact="jamais", rendition=_first(statement))

    save(desk, claim, exact="never a client", rendition="")

    assert document(claim)["rendition"] == str(english.pk)


def _first(statement: Any) -> Any:
    with at_desk():
        return statement.renditions.order_by("position")[0]


def test_the_text_of_another_statement_is_refused(desk: Client) -> None:
    other = _first(make_statement())

    errors = refused(desk, make_claim(), rendition=other.pk)

    assert "belongs to another statement" in errors["rendition"][0]


def test_a_passage_is_found_too(desk: Client) -> None:
    claim = make_claim(make_statement("We were never a client. Thank you for asking."))
    fields = {
        "passages-TOTAL_FORMS": 1,
        "passages-0-rendition": claim.rendition_id,
        "passages-0-purpose": "not_a_claim",
        "passages-0-exact": "Thank you for asking",
    }

    save(desk, claim, **fields)

    [passage] = document(claim)["passages"]
    assert (passage["start"], passage["end"]) == (24, 44)


def test_an_edit_made_meanwhile_is_not_lost(desk: Client) -> None:
    party = make_party(description={"en": "A newspaper."})
    form = form_of(desk, party)
    edit(party, description={"en": "A daily newspaper."})

    response = send(desk, change_address(party), form, description__en="A weekly.")

    assert response.status_code == 200
    assert f"Someone else saved “{party.slug}”" in response.content.decode()
    assert document(party)["description"] == {"en": "A daily newspaper."}


def test_a_part_added_meanwhile_is_not_lost(desk: Client) -> None:
    rebuttal = make_rebuttal(make_claim())
    form = form_of(desk, rebuttal)
    make_citation(rebuttal, make_evidence())

    response = send(desk, change_address(rebuttal), form)

    assert "Someone else saved" in response.content.decode()


def test_a_form_without_its_base_is_refused(desk: Client) -> None:
    form = form_of(desk, make_party())
    del form["base"]

    assert send(desk, change_address(make_party()), form).status_code == 200


def test_parts_keep_their_identity_and_take_the_order_given(desk: Client) -> None:
    rebuttal = make_rebuttal(make_claim(), evidence=[make_evidence(), make_evidence()])
    first, second = (part["id"] for part in document(rebuttal)["citations"])

    save(desk, rebuttal, **{"citations-0-position": 1, "citations-1-position": 0})

    assert [part["id"] for part in document(rebuttal)["citations"]] == [second, first]


def test_the_digest_follows_every_save(desk: Client) -> None:
    party = make_party()
    publish_all(party)

    save(desk, party, country="MA")
    changed = _fresh(party).state_at_desk
    save(desk, party, country="")

    assert changed == "changed"
    assert _fresh(party).state_at_desk == "unchanged"


def _fresh(record: Any) -> Any:
    with at_desk():
        return type(record)._default_manager.get(slug=record.slug)


def test_a_published_slug_is_only_read(desk: Client) -> None:
    party = make_party()
    publish_all(party)

    save(desk, party, slug="another-slug")

    assert document(party)["slug"] == party.slug


def test_what_was_published_cannot_be_deleted(desk: Client) -> None:
    published, draft = make_party(), make_party()
    publish_all(published)
    page = "/desk/evidence/party/"
    both = [published.pk, _fresh(draft).pk]
    action = {"action": "delete_selected", "_selected_action": both, "post": "yes"}

    one = desk.post(change_address(published).replace("change", "delete"), {"post": "yes"})
    several = desk.post(page, action)

    assert one.status_code == 403
    assert "withdraw it instead" in several.content.decode()
    assert _fresh(published)
    assert _fresh(draft)


def test_a_draft_can_be_deleted(desk: Client) -> None:
    draft = make_party()

    desk.post(change_address(draft).replace("change", "delete"), {"post": "yes"})

    with at_desk():
        assert not type(draft).objects.filter(slug=draft.slug).exists()


def test_without_permission_nothing_can_be_changed(client: Client) -> None:
    user = make_editor()
    user.is_superuser = False
    user.save()
    user.user_permissions.add(Permission.objects.get(codename="view_party"))
    client.force_login(user)
    party = make_party()

    response = client.post(change_address(party), {"name__en": "Changed"})

    assert response.status_code == 403
    assert document(party)["name"] == {"en": "A party"}
