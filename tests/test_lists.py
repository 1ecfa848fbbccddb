"""Lists, page by page, and search."""

import pytest
from django.test import Client

from pegasus_tracker.searching import phrases, search_results
from publishing.reading import lists
from tests.builders import (
    BOTH,
    make_claim,
    make_event,
    make_family,
    make_statement,
    publish_all,
)
from tests.listing import slugs_on_all_pages

pytestmark = BOTH


def test_every_record_is_on_one_page_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PAGE", 3)
    dates = ["2021-07-19", "", "2019", "2021-07-19", ""]
    statements = [
        make_statement(issued=date, issued_unknown={"en": "Not stated."}) for date in dates
    ]
    publish_all(*statements)

    third, undated = statements[2], {statements[1].slug, statements[4].slug}
    found = slugs_on_all_pages(client, "/statements/", *statements)

    assert sorted(found) == sorted(statement.slug for statement in statements)
    assert found[0] == third.slug
    assert set(found[-2:]) == undated


def test_claims_are_listed_by_the_day_of_their_statement(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 7)
    later = make_claim(make_statement(issued="2022"))
    earlier = make_claim(make_statement(issued="2019"))
    publish_all(later, earlier)

    assert slugs_on_all_pages(client, "/claims/", later, earlier) == [earlier.slug, later.slug]


def test_a_list_without_dates_is_in_order_of_names(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 7)
    last, first = make_family(slug="family-b"), make_family(slug="family-a")
    publish_all(last, first)

    assert slugs_on_all_pages(client, "/families/", last, first) == ["family-a", "family-b"]


def test_the_log_is_read_page_by_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publishing.reading.pages.CHANGES_A_PAGE", 2)
    revisions = publish_all(make_event())
    first = client.get("/changes/").context
    second = client.get(f"/changes/?before={first['next']}").context

    shown = [line.seq for context in (first, second) for line, _title in context["lines"]]
    newest = revisions[-1].seq
    assert shown == [newest, newest - 1, newest - 2, newest - 3][: len(shown)]


def test_a_written_date_is_looked_for_as_a_day() -> None:
    assert phrases("Macron 17 July 2021") == ["2021 07 17", "macron"]


def test_accents_and_case_do_not_matter() -> None:
    claim = make_claim(summary={"en": "Général Électrique says no."})
    publish_all(claim)

    assert [record.slug for record in search_results("general ELECTRIQUE", "claim")] == [claim.slug]


def test_every_word_has_to_be_found() -> None:
    publish_all(make_claim(summary={"en": "One thing."}))

    assert search_results("one nowhere") == []


def test_arabic_is_found_whatever_its_hamza() -> None:
    claim = make_claim(summary={"en": "A summary.", "ar": "الأمن القومي"})
    publish_all(claim)

    assert [record.slug for record in search_results("الامن")] == [claim.slug]


def test_statements_come_before_claims_and_claims_before_the_rest() -> None:
    claim = make_claim(make_statement(title={"en": "quince"}), summary={"en": "quince"})
    publish_all(claim, make_family(title={"en": "quince"}))

    assert [record.kind for record in search_results("quince")] == ["statement", "claim", "family"]


def test_a_search_page_says_when_nothing_is_found(client: Client) -> None:
    assert b"No record contains all of these words." in client.get("/search/?q=nowhere").content
