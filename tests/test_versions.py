"""Versions and states: what was changed, withdrawn or removed says so at every address."""

from datetime import UTC, datetime
from unittest import mock

from django.test import Client

from desk.models import Operation
from publishing.models import Entry, Revision
from tests.builders import (
    BOTH,
    edit,
    make_case,
    make_claim,
    make_evidence,
    make_rebuttal,
    make_statement,
    publish,
    publish_all,
)
from tests.pages import read, words_of

pytestmark = BOTH


def test_what_was_never_published_is_not_found(client: Client) -> None:
    draft = make_claim()

    for address in ("", "v1/", "history/"):
        read(client, f"/claims/{draft.slug}/{address}", 404)
    assert "There is nothing at this address" in read(client, "/nothing/", 404)


def test_a_version_that_does_not_exist_is_not_found(client: Client) -> None:
    claim = make_claim()
    publish_all(claim)

    read(client, f"/claims/{claim.slug}/v2/", 404)


def test_an_old_version_stays_and_says_that_it_is_old(client: Client) -> None:
    claim = make_claim()
    publish_all(claim)
    publish(edit(claim, summary={"en": "The new summary."}), reason="It was unclear.")

    old = words_of(read(client, f"/claims/{claim.slug}/v1/"))
    new = words_of(read(client, f"/claims/{claim.slug}/"))

    assert "This is version 1 of this record" in old
    assert "The new summary." not in old
    assert "The new summary." in new


def test_the_history_says_what_changed_and_why(client: Client) -> None:
    claim = make_claim(summary={"en": "The old summary."})
    publish_all(claim)
    publish(edit(claim, summary={"en": "The new summary."}), reason="It was unclear.")

    page = read(client, f"/claims/{claim.slug}/history/")

    assert "It was unclear." in page
    assert "<del>old</del><ins>new</ins>" in page
    assert "Approved by a second editor" in page


def test_a_withdrawn_record_is_readable_struck_and_says_why(client: Client) -> None:
    claim = make_claim()
    rebuttal = make_rebuttal(claim)
    publish_all(rebuttal)
    publish(rebuttal, operation=Operation.WITHDRAW, reason="The source was misread.")

    for address in ("", "v1/", "v2/"):
        page = read(client, f"/rebuttals/{rebuttal.slug}/{address}")
        assert "This record was withdrawn on" in page
        assert "The source was misread." in page
        assert '<h1 class="struck">The newspaper answers with a finding.</h1>' in page
    assert 'class="struck"' in read(client, f"/claims/{claim.slug}/")


def test_a_redacted_record_is_gone_and_says_why(client: Client) -> None:
    claim = make_claim(summary={"en": "Something secret."})
    publish_all(claim)
    digest = Entry.objects.get(kind="claim", slug=claim.slug).sha256
    publish(claim, operation=Operation.REDACT, reason="By order of a court.")

    for address in ("", "v1/"):
        page = read(client, f"/claims/{claim.slug}/{address}", 410)
        assert "By order of a court." in page
        assert digest in page
        assert "Something secret." not in page
    assert "Something secret." not in read(client, f"/claims/{claim.slug}/history/")


def test_what_links_to_a_redacted_record_says_so(client: Client) -> None:
    claim = make_claim()
    publish_all(make_rebuttal(claim))
    publish(claim.statement, operation=Operation.REDACT, reason="By order of a court.")

    assert "The statement in which it was made was removed." in read(
        client, f"/claims/{claim.slug}/"
    )


def test_an_answer_needs_another_look_when_its_evidence_changed(client: Client) -> None:
    case = make_case()
    claim, evidence = make_claim(make_statement(cases=[case])), make_evidence()
    rebuttal = make_rebuttal(claim, evidence=[evidence])
    publish_all(rebuttal)
    publish(edit(evidence, limits={"en": "It is narrower than it seemed."}))
    pages = [f"/rebuttals/{rebuttal.slug}/", f"/claims/{claim.slug}/", f"/cases/{case.slug}/"]

    assert all("needs another look" in read(client, page).lower() for page in pages)
    publish(edit(rebuttal, note={"en": "Looked at again."}), reason="Looked at again.")
    assert not any("needs another look" in read(client, page).lower() for page in pages)


def test_a_version_of_a_restored_record_is_not_struck(client: Client) -> None:
    rebuttal = make_rebuttal()
    publish_all(rebuttal)
    publish(rebuttal, operation=Operation.WITHDRAW, reason="The source was misread.")
    publish(rebuttal, operation=Operation.RESTORE, reason="It was read rightly.")

    page = read(client, f"/rebuttals/{rebuttal.slug}/v2/")

    assert "This record was withdrawn on" not in page
    assert "<strong>Withdrawn:</strong> The source was misread." in page


def test_the_log_gives_its_newest_line_to_keep(client: Client) -> None:
    publish_all(make_claim())
    newest = Revision.objects.order_by("-seq")[0]

    for address in ("/changes/", f"/changes/?before={newest.seq}"):
        page = read(client, address)
        assert f"The newest line is {newest.seq}," in page
        assert newest.link in page
    front = client.get("/api/v1/").json()
    assert (front["newest_seq"], front["newest_link"]) == (newest.seq, newest.link)


def test_a_page_does_not_say_when_it_was_fetched(client: Client) -> None:
    claim = make_claim()
    publish_all(claim)

    with mock.patch("django.template.defaulttags.datetime") as clock:
        clock.now.return_value = datetime(2030, 1, 2, tzinfo=UTC)
        assert "2 January 2030" not in read(client, f"/claims/{claim.slug}/")
