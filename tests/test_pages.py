"""Public pages: what every reader must be able to see, without a script."""

import re

import pytest
from django.test import Client

from evidence.models import Indicator
from publishing.models import Entry
from tests.builders import (
    BOTH,
    edit,
    make_case,
    make_citation,
    make_claim,
    make_device,
    make_edition,
    make_event,
    make_evidence,
    make_family,
    make_indicator,
    make_listing,
    make_party,
    make_rebuttal,
    make_rendition,
    make_source,
    make_statement,
    make_tension,
    make_trace,
    publish,
    publish_all,
)
from tests.pages import read, words_of

pytestmark = BOTH

SITE = ["/", "/about/", "/method/", "/search/", "/changes/"]


@pytest.mark.parametrize("address", SITE)
def test_a_page_of_the_site_has_one_main_heading(client: Client, address: str) -> None:
    assert read(client, address).count("<h1>") == 1


@pytest.mark.parametrize("address", SITE)
def test_a_page_has_a_language_landmarks_and_a_skip_link(client: Client, address: str) -> None:
    page = read(client, address)

    assert '<html lang="en" dir="ltr">' in page
    assert '<main id="main"' in page
    assert 'href="#main"' in page
    assert "<header" in page
    assert "<footer" in page


@pytest.mark.parametrize("address", SITE)
def test_a_page_holds_no_script_and_no_inline_style(client: Client, address: str) -> None:
    page = read(client, address)

    assert "<script" not in page
    assert " style=" not in page
    assert "<style" not in page


def test_a_quote_names_its_language_and_direction(client: Client) -> None:
    statement = make_statement()
    rendition = make_rendition(statement, "لم نكن زبونا قط", language="ar", direction="rtl")
    claim = make_claim(statement, exact="لم نكن زبونا", rendition=rendition)
    publish_all(claim)

    for address in (f"/claims/{claim.slug}/", "/claims/", f"/statements/{statement.slug}/"):
        assert re.search(r'lang="ar" dir="rtl"><p>لم نكن زبونا', read(client, address)), address


def test_a_page_links_to_its_json_twin_and_to_itself(client: Client) -> None:
    claim = make_claim()
    publish_all(claim)

    page = read(client, f"/claims/{claim.slug}/")

    twin = f'<link rel="alternate" type="application/json" href="/api/v1/claims/{claim.slug}/">'
    assert twin in page
    assert f'<link rel="canonical" href="http://testserver/claims/{claim.slug}/">' in page


def test_a_page_names_its_version_and_hash(client: Client) -> None:
    claim = make_claim()
    publish_all(claim)
    entry = Entry.objects.get(kind="claim", slug=claim.slug)

    page = read(client, f"/claims/{claim.slug}/")

    assert entry.sha256 in page
    assert f"/claims/{claim.slug}/v1/" in page


def test_limits_are_beside_what_evidence_shows(client: Client) -> None:
    claim, evidence = make_claim(), make_evidence()
    rebuttal = make_rebuttal(claim)
    make_citation(
        rebuttal,
        evidence,
        relation="helps_denial",
        shows={"en": "That nothing was signed."},
        does_not_show={"en": "That nothing was used."},
    )
    publish_all(rebuttal)

    said = words_of(read(client, f"/claims/{claim.slug}/"))

    assert "Helps the denial" in said
    assert "What it shows That nothing was signed." in said
    assert "What it does not show That nothing was used." in said


def test_who_paired_an_answer_with_a_claim_is_said(client: Client) -> None:
    claim = make_claim()
    publish_all(make_rebuttal(claim))

    said = words_of(read(client, f"/claims/{claim.slug}/"))

    assert "Paired by an editor of this record." in said


def test_an_unanswered_claim_is_not_called_anything_else(client: Client) -> None:
    claim = make_claim()
    publish_all(claim)

    said = words_of(read(client, f"/claims/{claim.slug}/"))

    assert "Not answered in this record" in said
    assert "That says nothing about whether it holds." in said


def test_a_quote_known_from_one_article_says_so(client: Client) -> None:
    claim = make_claim(verification="first_article_only")
    publish_all(claim)

    said = words_of(read(client, f"/claims/{claim.slug}/"))

    known = "Known only from Le Monde’s article of 22 July 2021, in machine translation."
    assert known in said


def test_a_complete_text_shows_its_coverage_and_an_excerpt_does_not(client: Client) -> None:
    whole = make_claim(make_statement("We were never a client. Good night."))
    statement = make_statement("We were never a client.")
    publish_all(make_rebuttal(whole), statement)
    excerpt = make_statement("was: never a client")

    assert "Of this text, by characters" in read(client, f"/statements/{whole.statement.slug}/")
    publish_all(excerpt)
    rendition = excerpt.renditions.using("desk").get()
    rendition.complete = False
    rendition.save(using="desk")
    edit(excerpt, title={"en": "A denial in excerpts"})
    publish(excerpt)
    page = read(client, f"/statements/{excerpt.slug}/")
    assert "Of this text, by characters" not in page
    assert "The full text is not known here" in page


def test_an_indicator_is_shown_so_that_nobody_opens_it(client: Client) -> None:
    edition = make_edition(make_evidence())
    indicator = make_indicator(type="domain", value="bad.example.com")
    make_listing(indicator, edition)
    device = make_device()
    make_trace(device, indicator=indicator)
    publish_all(indicator, device)

    before = Indicator.objects.filter(slug__lt=indicator.slug).order_by("slug").last()
    assert before
    addresses = [f"/indicators/{indicator.slug}/", f"/indicators/?after={before.slug}", "/changes/"]
    addresses += [f"/devices/{device.slug}/", f"/evidence/{edition.evidence.slug}/"]
    for address in [*addresses, f"/indicators/{indicator.slug}/history/", "/search/?q=example"]:
        page = read(client, address)
        assert "bad[.]example[.]com" in page, address
        assert "bad.example.com" not in page, address


def test_a_printed_source_shows_its_address(client: Client) -> None:
    source = make_source(url="https://example.org/a-document")
    statement = make_statement(sources=[source])
    publish_all(statement)

    page = read(client, f"/statements/{statement.slug}/")

    assert '<span class="print-url"> &lt;https://example.org/a-document&gt;</span>' in page


def test_a_family_is_told_in_order_of_time(client: Client) -> None:
    family = make_family()
    later = make_claim(make_statement(issued="2022-01-01"), family=family)
    earlier = make_claim(make_statement(issued="2019-03"), family=family)
    publish_all(later, earlier)

    page = read(client, f"/families/{family.slug}/")

    assert page.index(f"/claims/{earlier.slug}/") < page.index(f"/claims/{later.slug}/")
    assert re.search(r"First: March 2019 ?\. Last: 1 January 2022 ?\.", words_of(page))


def test_a_party_page_gathers_what_it_said_and_answered(client: Client) -> None:
    party = make_party(name={"en": "A company", "ar": "شركة"})
    claim = make_claim(make_statement(speaker=party))
    rebuttal = make_rebuttal(claim, speaker=party)
    publish_all(rebuttal)

    page = read(client, f"/parties/{party.slug}/")

    assert '<span lang="ar" dir="rtl">شركة</span>' in page
    for address in (f"/statements/{claim.statement.slug}/", f"/rebuttals/{rebuttal.slug}/"):
        assert address in page


def test_an_event_page_names_its_case_and_evidence(client: Client) -> None:
    case, evidence = make_case(), make_evidence()
    event = make_event(cases=[case], evidence=[evidence])
    publish_all(event)

    page = read(client, f"/events/{event.slug}/")

    assert f"/cases/{case.slug}/" in page
    assert f"/evidence/{evidence.slug}/" in page


def test_a_filtered_timeline_does_not_pass_for_the_whole(client: Client) -> None:
    case = make_case()
    claim = make_claim(make_statement(cases=[case]))
    publish_all(claim)

    assert "Not the whole timeline." not in read(client, f"/cases/{case.slug}/")
    assert "Not the whole timeline." in read(client, f"/cases/{case.slug}/?topic=no-evidence")


def test_a_claim_of_another_family_is_no_use_of_the_assertion(client: Client) -> None:
    family, other = make_family(), make_family()
    mine, theirs = make_claim(family=family), make_claim(family=other)
    make_tension(family, mine, theirs)
    publish_all(family, mine, theirs)

    page = client.get(f"/families/{family.slug}/")

    assert [row["claim"].slug for row in page.context["rows"]] == [mine.slug]
    assert f"/claims/{theirs.slug}/" in page.content.decode()
