"""Pages as they were on an earlier day, and invalid days."""

import pytest
from django.test import Client

from claims.models import Claim, Statement
from publishing.reading.as_of import public_by
from tests.builders import (
    BOTH,
    make_case,
    make_claim,
    make_event,
    make_evidence,
    make_family,
    make_rebuttal,
    make_source,
    make_statement,
    publish_all,
)
from tests.pages import read, words_of

pytestmark = BOTH

NO_DAYS = [
    "yesterday", "20210721", "2021-W29-3", "0001-01-01", "1899-12-31", "2101-01-01", "2021-02-30",
    "2021-7-1", "٢٠٢١-٠٧-٢١", "2021-07-21T00:00", " 2021-07-21", "9" * 500,
]  # fmt: skip


@pytest.mark.parametrize("text", NO_DAYS)
@pytest.mark.parametrize("address", ["/statements/", "/cases/pegasus-project/"])
def test_an_invalid_day_is_refused_with_words(client: Client, address: str, text: str) -> None:
    page = read(client, f"{address}?as_of={text}", 400)

    assert "takes a day such as 2021-07-21" in page


def test_a_page_without_earlier_days_says_so(client: Client) -> None:
    addresses = ["/", "/about/", "/method/", "/search/", "/changes/", "/parties/", "/families/"]
    for address in [*addresses, "/parties/le-monde/", "/cases/pegasus-project/history/"]:
        said = words_of(read(client, f"{address}?as_of=2021-07-21"))
        assert "This page has no view of an earlier day." in said, address


def test_lists_show_what_was_certainly_public(client: Client) -> None:
    statements = [
        make_statement(issued=issued, issued_unknown={"en": "Not stated."}, time_zone=zone)
        for issued, zone in [
            ("2021-07-21", "America/New_York"),
            ("2021-07-21T23:50-04:00", ""),
            ("2021-07-21", "Pacific/Auckland"),
            ("2021-07-22", "Pacific/Auckland"),
            ("2021-07", ""),
            ("", ""),
        ]
    ]
    claims = [make_claim(statement) for statement in statements]
    publish_all(*claims)

    for model, field, rows in (
        (Statement, "issued", statements),
        (Claim, "statement__issued", claims),
    ):
        slugs = [row.slug for row in rows]
        mine = model._default_manager.filter(slug__in=slugs)
        found = public_by(mine, field, "2021-07-21").values_list("slug", flat=True)
        assert sorted(found) == sorted(slugs[:3])


@pytest.mark.parametrize("plural", ["statements", "claims", "rebuttals", "evidence", "events"])
def test_a_list_says_which_day_it_shows(client: Client, plural: str) -> None:
    claim = make_claim(make_statement(issued="2035"))
    evidence = make_evidence(became_public="2035")
    event = make_event(happened="2035")
    publish_all(make_rebuttal(claim, evidence=[evidence], issued="2035"), event)

    early = read(client, f"/{plural}/?as_of=1900-01-01")

    assert "There is nothing here." in early
    assert "What was public by 1 January 1900." in words_of(early).replace(" .", ".")
    assert f'href="/{plural}/">Show all' in early


def test_a_claim_is_shown_with_what_had_answered_it(client: Client) -> None:
    claim = make_claim(make_statement(issued="2021-07-19"))
    old, new = make_evidence(became_public="2020"), make_evidence(became_public="2023")
    early = make_rebuttal(claim, issued="2021-07-20", evidence=[old, new])
    late = make_rebuttal(claim, issued="2022-01-01", relation="qualifies")
    publish_all(early, late)

    for address in (f"/claims/{claim.slug}/", f"/statements/{claim.statement.slug}/"):
        page = read(client, f"{address}?as_of=2021-12-31")
        assert f"/rebuttals/{early.slug}/" in page
        assert f"/rebuttals/{late.slug}/" not in page
        assert f"/evidence/{new.slug}/" not in page
    before = read(client, f"/claims/{claim.slug}/?as_of=2020-01-01")
    assert "This record was not certainly public by the end of that day." in before
    context = client.get(f"/claims/{claim.slug}/?as_of=2021-12-31").context
    assert context["how"] == [("contradicts", 1)]
    assert context["standing"].lines == 1


def test_evidence_is_shown_with_what_had_cited_it(client: Client) -> None:
    evidence = make_evidence(became_public="2020")
    early = make_rebuttal(issued="2021-07-20", evidence=[evidence])
    late = make_rebuttal(issued="2022-01-01", evidence=[evidence])
    publish_all(early, late)

    page = read(client, f"/evidence/{evidence.slug}/?as_of=2021-12-31")

    assert f"/rebuttals/{early.slug}/" in page
    assert f"/rebuttals/{late.slug}/" not in page


def test_the_next_page_stays_on_the_day(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publishing.reading.lists.PAGE", 1)
    publish_all(*[make_source(published="2018-01-01") for _number in range(2)])
    publish_all(make_statement(cases=[make_case()]))

    assert "&amp;as_of=2018-12-31" in read(client, "/sources/?as_of=2018-12-31")


def test_a_claim_is_not_shown_before_its_statement_was_made(client: Client) -> None:
    family = make_family()
    early = make_claim(make_statement(issued="2020-01-01"), family=family)
    late = make_claim(make_statement(issued="2022-01-01"), family=family)
    publish_all(early, late)

    page = read(client, f"/claims/{early.slug}/?as_of=2021-12-31")

    assert f"/claims/{late.slug}/" in read(client, f"/claims/{early.slug}/")
    assert f"/claims/{late.slug}/" not in page
