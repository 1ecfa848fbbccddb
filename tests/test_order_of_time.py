"""Order of time: one key for timelines, answers, families and lists, in Python and in SQL."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.derived.answers import Answers
from claims.derived.timeline import Day, months
from claims.models import Claim, Rebuttal, Statement
from claims.selection import of_case
from evidence.models import Source
from publishing.databases import DESK, at_desk
from publishing.reading import lists
from publishing.reading.days import day_of
from publishing.reading.lists import Keyset
from publishing.reading.records import load
from tests.api import slugs
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
from tests.dates import dates_with_zones
from tests.listing import slugs_on_all_pages
from tests.pages import read
from values.days import days_of, in_time
from values.fuzzydate import FuzzyDate

pytestmark = BOTH

# A less exact date comes after everything that it may include.
IN_ORDER = [
    "2021-07-18",
    "2021-07-19T08:00+02:00",
    "2021-07-19T21:00+02:00",
    "2021-07-19",
    "../2021-07-19",
    "2021-07-20",
    "2021-07-19/2021-07-20",
    "2021-07-31",
    "2021-07",
    "2021-06/2021-08",
    "2021-12-31",
    "2021",
    "2022-01-01",
    "2021-07-19/..",
]


def test_a_date_comes_after_all_that_it_may_include() -> None:
    found = sorted(sorted(IN_ORDER), key=lambda text: FuzzyDate.parse(text).sort_key)

    assert found == IN_ORDER


@given(st.lists(dates_with_zones(), min_size=2, max_size=8))
def test_a_shorter_span_comes_before_the_one_that_holds_it(dates: list[tuple[str, str]]) -> None:
    known = [FuzzyDate.parse(*date) for date in dates if date[0]]

    for earlier, later in pairwise(sorted(known, key=lambda date: date.sort_key)):
        includes = earlier.earliest <= later.earliest and later.latest <= earlier.latest
        assert not includes or later.earliest == earlier.earliest


def test_what_has_no_date_sorts_last() -> None:
    assert sorted(["", "2100", "1900"], key=lambda text: in_time(text, "")) == ["1900", "2100", ""]


def timeline_of(*issued: str, zone: str = "") -> tuple[list[str], list[Day]]:
    """Return which of some statements a timeline shows, as numbers, and its days."""
    case = make_case()
    statements = [
        make_statement(slug=f"stm-{case.slug}-{name}", cases=[case], issued=date, time_zone=zone)
        for name, date in zip("zyxwvutsrqponml", issued, strict=False)
    ]
    publish_all(*statements)
    days = [day for month in months(load(*of_case(case.slug))) for day in month.days]
    shown = [row.statement["issued"] for day in days for row in day.statements]
    return shown, days


def test_statements_of_one_day_are_in_order_of_time() -> None:
    late, early = "2021-07-19T21:00+02:00", "2021-07-19T08:00+02:00"

    shown, days = timeline_of("2021-07-19", late, early)

    assert shown == [early, late, "2021-07-19"]
    assert [day.anchor for day in days] == ["d2021-07-19"]


def test_a_timeline_is_in_the_one_order() -> None:
    shown, _days = timeline_of(*reversed(IN_ORDER))

    assert shown == IN_ORDER


def test_a_moment_is_on_its_day_by_the_clocks_of_its_record() -> None:
    _shown, days = timeline_of("2021-07-21T23:30-04:00", zone="Europe/Paris")

    assert [(day.anchor, day.short) for day in days] == [("d2021-07-22", "22 July")]


def test_a_span_is_at_its_end_under_its_own_words() -> None:
    _shown, days = timeline_of("2021-07-19/2021-08-02", "2021-08-02", "2021-07-19/..")

    assert [(day.anchor, day.short) for day in days] == [
        ("d2021-08-02", "2 August"),
        ("d2021-07-19-2021-08-02", "19 July 2021 – 2 August"),
        ("d2021-07-19-..", "from 19 July 2021"),
    ]


def test_evidence_and_events_of_one_day_are_in_order_of_time() -> None:
    case = make_case()
    claim = make_claim(make_statement(cases=[case], issued="2021-07-19"))
    evening = make_evidence(slug="ev-a-evening", became_public="2021-07-19T20:00Z")
    morning = make_evidence(slug="ev-b-morning", became_public="2021-07-19T06:00Z")
    later = make_event(slug="evt-a-later", cases=[case], happened="2021-07-19T12:00Z")
    sooner = make_event(slug="evt-b-sooner", cases=[case], happened="2021-07-19T11:00Z")
    publish_all(make_rebuttal(claim, evidence=[evening, morning]), later, sooner)

    (month,) = months(load(*of_case(case.slug)))

    (day,) = month.days
    assert [line.evidence.slug for line in day.evidence] == [morning.slug, evening.slug]
    assert [event.slug for event in day.events] == [sooner.slug, later.slug]


def answers_in_order(claim: Claim) -> list[str]:
    library = load(
        Rebuttal.objects.filter(answers__claim__slug=claim.slug),
        Claim.objects.filter(slug=claim.slug),
        Statement.objects.filter(claims__slug=claim.slug),
    )
    found, said = library.get("claim", claim.slug), library.get("statement", claim.statement.slug)
    assert found
    return [answered.rebuttal.slug for answered in Answers(library).to(found, said)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # 23:00 in London on the 21st, half past three on the 22nd.
        ("2021-07-22T01:00+02:00", "2021-07-21T23:30-04:00"),
        ("2021-07-22", "2021-07"),
        ("2021-07-22T09:00Z", "2021-07-22"),
        ("2021-07-22", ""),
    ],
)
def test_answers_come_by_instant_and_the_less_exact_after(first: str, second: str) -> None:
    claim = make_claim()
    for name, issued in (("a", second), ("z", first)):
        slug = f"reb-{name}-{claim.slug}"
        unknown = {} if issued else {"en": "Not stated."}
        publish_all(make_rebuttal(claim, slug=slug, issued=issued, issued_unknown=unknown))

    assert answers_in_order(claim) == [f"reb-z-{claim.slug}", f"reb-a-{claim.slug}"]


def test_a_family_is_told_by_instant(client: Client) -> None:
    family = make_family()
    later = make_claim(make_statement(issued="2021-07-21T23:30-04:00"), family=family)
    earlier = make_claim(make_statement(issued="2021-07-22T01:00+02:00"), family=family)
    month = make_claim(make_statement(issued="2021-07"), family=family)
    publish_all(month, later, earlier)

    rows = client.get(f"/families/{family.slug}/").context["rows"]

    assert [row["claim"].slug for row in rows] == [earlier.slug, later.slug, month.slug]


def test_a_party_page_lists_what_it_said_in_order_of_time(client: Client) -> None:
    dates = ["2021-07", "2021-07-22", "2019"]
    statements = [make_statement(issued=date) for date in dates]
    speaker = statements[0].speaker
    for statement in statements[1:]:
        statement.speaker = speaker
        statement.save(using="desk")
    claims = [make_claim(statement) for statement in statements]
    publish_all(*claims)

    page = read(client, f"/parties/{speaker.slug}/")

    for records, plural in ((statements, "statements"), (claims, "claims")):
        places = [page.index(f'"/{plural}/{record.slug}/"') for record in records]
        assert places[2] < places[1] < places[0]


def test_a_list_is_in_the_one_order(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PAGE", 20)
    events = [make_event(happened=date) for date in reversed(IN_ORDER)]
    publish_all(*events)

    found = slugs_on_all_pages(client, "/events/", *events)

    dates = {event.slug: event.happened for event in events}
    assert [dates[slug] for slug in found] == IN_ORDER


def test_of_one_moment_all_pages_show_each_record_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    dates = ["2031-01-31", "2031-01", "2031-01-31T23:59Z", "2031-01-31", "2031-01"]
    events = [make_event(happened=date) for date in dates]
    publish_all(*events)

    found = slugs_on_all_pages(client, "/events/", *events)

    by_date = [events[number].slug for number in (2, 0, 3, 1, 4)]
    assert found == by_date


def test_a_list_of_a_day_can_start_after_a_record_of_another_day(client: Client) -> None:
    first, last = make_source(published="1950-01-01"), make_source(published="2031")
    publish_all(first, last)

    whole = client.get(f"/sources/?after={first.slug}&as_of=1950-01-01")
    empty = client.get(f"/sources/?after={last.slug}&as_of=2031-12-30")

    assert (whole.context["records"], empty.context["records"]) == ([], [])


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(dates=st.lists(dates_with_zones(), min_size=1, max_size=12))
def test_sql_sorts_as_python_does(dates: list[tuple[str, str]]) -> None:
    with at_desk(), transaction.atomic(using=DESK):
        slugs = [make_source(published=text, time_zone=zone).slug for text, zone in dates]
        found = Keyset(Source.objects.filter(slug__in=slugs), "published").page("").slugs
        transaction.set_rollback(True, using=DESK)

    when = dict(zip(slugs, dates, strict=True))
    assert found == sorted(slugs, key=lambda slug: (in_time(*when[slug]), slug))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(dates=st.lists(dates_with_zones(), min_size=1, max_size=12))
def test_sql_finds_the_day_that_python_finds(dates: list[tuple[str, str]]) -> None:
    with at_desk(), transaction.atomic(using=DESK):
        slugs = [make_source(published=text, time_zone=zone).slug for text, zone in dates]
        days = {f"{end}_day": day_of("published", end) for end in ("earliest", "latest")}
        rows = Source.objects.filter(slug__in=slugs).annotate(**days)
        found = {slug: ends for slug, *ends in rows.values_list("slug", *days)}
        transaction.set_rollback(True, using=DESK)

    meant = [days_of(*date) if date[0] else (None, None) for date in dates]
    assert found == {slug: list(ends) for slug, ends in zip(slugs, meant, strict=True)}


@pytest.mark.parametrize(
    ("issued", "zone", "day"),
    [
        ("2021-07-21T23:30-04:00", "America/New_York", "2021-07-21"),
        ("2021-07-21T23:30-04:00", "Europe/Paris", "2021-07-22"),
        ("2021-07-21T23:30-04:00", "", "2021-07-21"),
        ("2021-07-19T22:30Z", "Europe/Paris", "2021-07-20"),
        ("2021-07-19T12:00Z", "Etc/GMT+12", "2021-07-19"),
        ("2021-07-19", "Pacific/Kiritimati", "2021-07-19"),
    ],
)
def test_pages_timeline_and_api_mean_the_same_day(
    client: Client, issued: str, zone: str, day: str
) -> None:
    case = make_case()
    statement = make_statement(cases=[case], issued=issued, time_zone=zone)
    publish_all(statement)
    before = str(date.fromisoformat(day) - timedelta(days=1))

    assert slugs("statements/", case=case.slug, issued=day) == [statement.slug]
    assert f'id="d{day}"' in read(client, f"/cases/{case.slug}/")
    for address in (f"/cases/{case.slug}/", "/statements/"):
        assert f"/statements/{statement.slug}/" in read(client, f"{address}?as_of={day}")
        assert f"/statements/{statement.slug}/" not in read(client, f"{address}?as_of={before}")
    assert "not certainly public" in read(client, f"/statements/{statement.slug}/?as_of={before}")
