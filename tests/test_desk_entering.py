"""An editor enters a denial and its answer at the desk, and another editor publishes them."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, Rebuttal, Statement
from desk.models import ChangeSet, Status
from publishing.admin.labels import change_address
from publishing.databases import at_desk
from publishing.models import Entry, Revision
from publishing.nouns import noun, nouns
from tests.builders import BOTH, make_case, make_evidence, make_party, make_source, unique
from tests.forms import form_at, send

pytestmark = BOTH

TEXT = "We were never a client.\nWe have no relationship with that company."


def editor(name: str) -> Client:
    """Return the browser of an account that is in the group of editors and nothing more."""
    user = get_user_model()(username=unique(name), is_staff=True)
    user.set_password("correct horse")
    user.save()
    user.groups.add(Group.objects.get(name="Editors"))
    client = Client()
    assert client.login(username=user.username, password="correct horse")
    return client


def enter(client: Client, kind: str, **fields: Any) -> Any:
    """Fill in the form for a new record, send it, and return the record at the desk."""
    model = noun(kind).model
    address = f"/desk/{model._meta.app_label}/{kind}/add/"
    with CaptureQueriesContext(connections["default"]) as record:
        response = send(client, address, form_at(client, address, f"{kind}_form"), **fields)
    assert response.status_code == 302, errors_in(response)
    assert not record.captured_queries
    with at_desk():
        return model._default_manager.get(slug=fields["slug"])


def errors_in(response: Any) -> str:
    page = response.content.decode()
    return "\n".join(part.partition("</ul>")[0] for part in page.split('class="errorlist')[1:])


def enter_statement(client: Client, **fields: Any) -> Statement:
    source, case = make_source(), make_case()
    given = {
        "slug": unique("stm"),
        "title__en": "A denial",
        "title__ar": "نفي",
        "cases": [case.pk],
        "speaker": make_party().pk,
        "type": "press_release",
        "issued": "2021-07-21",
        "original_language": "en",
        "summary__en": "The speaker denies it.",
        "sources": [source.pk],
        "verification": "publisher",
        "renditions-0-type": "original",
        "renditions-0-source": source.pk,
        "renditions-0-language": "en",
        "renditions-0-text": TEXT,
    }
    return enter(client, "statement", **{**given, **fields})  # type: ignore[no-any-return]


def enter_claim(client: Client, statement: Statement, **fields: Any) -> Claim:
    given = {
        "slug": unique("clm"),
        "statement": statement.pk,
        "summary__en": "The speaker was never a client.",
        "exact": "never a client",
        "topics": ["no-evidence", "procedure"],
        "verification": "publisher",
    }
    return enter(client, "claim", **{**given, **fields})  # type: ignore[no-any-return]


def enter_rebuttal(client: Client, claim: Claim, **fields: Any) -> Rebuttal:
    evidence, source = make_evidence(), make_source()
    given = {
        "slug": unique("reb"),
        "speaker": make_party().pk,
        "issued": "2021-07-22",
        "source": source.pk,
        "one_line__en": "A laboratory found otherwise.",
        "verification": "publisher",
        "answers-0-claim": claim.pk,
        "answers-0-relation": "contradicts",
        "answers-0-paired_by": "editor",
        "citations-TOTAL_FORMS": 1,
        "citations-0-evidence": evidence.pk,
        "citations-0-source": source.pk,
        "citations-0-locator": "page 3",
        "citations-0-relation": "supports_answer",
        "citations-0-strength": "direct",
        "citations-0-shows__en": "That something was found.",
        "citations-0-does_not_show__en": "Who did it.",
    }
    return enter(client, "rebuttal", **{**given, **fields})  # type: ignore[no-any-return]


def propose(client: Client, *records: Any, operation: str = "publish", **fields: Any) -> Any:
    keys = [f"{record.kind}/{record.slug}" for record in records]
    given = {"operation": operation, "record": keys, "reason": "A new denial.", "propose": "1"}
    return send(client, "/desk/propose/", {}, **{**given, **fields})


def keys_needed(client: Client, record: Any) -> list[str]:
    """Return what the proposal page has ticked after “Add all”."""
    key = f"{record.kind}/{record.slug}"
    added = send(client, "/desk/propose/", {}, record=[key], add_needed="1").context
    return [row["key"] for row in added["records"]]


def newest_set() -> ChangeSet:
    return ChangeSet.objects.order_by("-proposed_at")[0]


def test_two_editors_publish_a_denial_and_its_answer() -> None:
    author, second = editor("author"), editor("second")
    statement = enter_statement(author)
    claim = enter_claim(author, statement)
    rebuttal = enter_rebuttal(author, claim)
    public = Client()
    assert public.get(f"/claims/{claim.slug}/").status_code == 404

    keys = keys_needed(author, rebuttal)
    proposed = send(author, "/desk/propose/", {}, record=keys, reason="New.", propose="1")
    page = f"/desk/desk/changeset/{newest_set().pk}/"
    assert proposed["Location"] == f"{page}change/"
    assert public.get(f"/claims/{claim.slug}/").status_code == 404
    approved = second.post(f"{page}approve/", follow=True).content.decode()

    assert f'<a href="/rebuttals/{rebuttal.slug}/">' in approved or "more." in approved
    assert newest_set().status == Status.PUBLISHED
    for record in (statement, claim, rebuttal):
        assert Entry.objects.get(kind=record.kind, slug=record.slug).state == "live"
        assert type(record)._default_manager.get(slug=record.slug).published_version == 1
        assert public.get(f"/{noun(record.kind).plural}/{record.slug}/").status_code == 200
    assert Revision.objects.filter(changeset=newest_set().pk, approval="second_editor").exists()


def test_the_quote_is_found_by_the_software() -> None:
    client = editor("author")
    statement = enter_statement(client)

    claim = enter_claim(client, statement, exact="no relationship with that company")

    assert TEXT[claim.start : claim.end] == "no relationship with that company"
    assert (claim.prefix, claim.suffix) == (TEXT[claim.start - 32 : claim.start], ".")
    with at_desk():
        assert claim.rendition == statement.renditions.get()


def test_texts_keep_their_lines_and_languages() -> None:
    statement = enter_statement(editor("author"))

    assert statement.title == {"en": "A denial", "ar": "نفي"}
    with at_desk():
        assert statement.renditions.get().text == TEXT


def test_ticked_topics_are_kept_in_the_order_of_the_list() -> None:
    client = editor("author")

    claim = enter_claim(client, enter_statement(client))

    assert claim.topics == ["procedure", "no-evidence"]


@pytest.mark.parametrize("kind", [one.kind for one in nouns()])
def test_saving_a_record_as_it_is_changes_nothing(client: Client, kind: str) -> None:
    client = editor("author")
    with at_desk():
        # The records with the longest documents have every kind of part and language.
        entries = Entry.objects.filter(kind=kind)
        slugs = [entry.slug for entry in sorted(entries, key=lambda e: -len(e.document))[:3]]
        records = list(noun(kind).model._default_manager.filter(slug__in=slugs))
    for record in records:
        address = change_address(record)

        response = send(client, address, form_at(client, address, f"{kind}_form"))

        assert response.status_code == 302, errors_in(response)
        with at_desk():
            record.refresh_from_db()
        assert record.state_at_desk == "unchanged"
