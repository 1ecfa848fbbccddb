"""Filters by fuzzy dates: before, within or after, where that is certain, in the record's zone."""

import pytest

from claims.models import Statement
from evidence.models import Evidence
from publishing.models import newest_seq
from tests.api import slugs
from tests.builders import BOTH, make_claim, make_source, make_statement, publish, publish_all

pytestmark = BOTH


def _published_on(date: str, zone: str = "") -> str:
    source = make_source(published=date, time_zone=zone)
    publish(source)
    return source.slug


DATES = [
    # asked, date of the record, its zone, whether it is before, within, after
    ("2021-07-19", "2021-07-18", "", (True, False, False)),
    ("2021-07-19", "2021-07-19", "", (False, True, False)),
    ("2021-07-19", "2021-07-20", "", (False, False, True)),
    ("2021-07-19", "2021-07-19", "Africa/Casablanca", (False, True, False)),
    ("2021-07-19", "2021-07-19", "Asia/Tokyo", (False, True, False)),
    ("2021-07-19", "2021-07-19", "America/Los_Angeles", (False, True, False)),
    ("2021-07-19", "2021-07-20", "Asia/Tokyo", (False, False, True)),
    ("2021-07-19", "2021-07-18", "America/Los_Angeles", (True, False, False)),
    ("2021-07-19", "2021-07-19T23:30+02:00", "Europe/Paris", (False, True, False)),
    ("2021-07-19", "2021-07-19T22:30Z", "Europe/Paris", (False, False, True)),
    ("2021-07-19", "2021-07", "", (False, False, False)),
    ("2021-07-19", "2021-07-17/2021-07-19", "", (False, False, False)),
    ("2021-07", "2021-07-31", "Asia/Tokyo", (False, True, False)),
    ("2021-07", "2021-08", "", (False, False, True)),
    ("2021", "2021-07~", "", (False, True, False)),
    ("2021-07-17/2021-07-20", "2021-07-20", "Europe/Paris", (False, True, False)),
    ("2021-07-19T12:00Z", "2021-07-19T13:59+02:00", "", (True, False, False)),
    ("2021-07-19T12:00Z", "2021-07-19T14:00+02:00", "", (False, True, False)),
    ("2021-07-19T12:00Z", "2021-07-19", "", (False, False, False)),
    ("2021-07-19T12:00Z", "2021-07-20", "Asia/Tokyo", (False, False, True)),
    ("2021-07-19", "", "", (False, False, False)),
]


@pytest.mark.parametrize(("asked", "date", "zone", "expected"), DATES)
def test_a_date_is_before_within_or_after_where_that_is_certain(
    asked: str, date: str, zone: str, expected: tuple[bool, bool, bool]
) -> None:
    slug, seen = _published_on(date, zone), newest_seq() - 1

    found = tuple(
        slugs("sources/", since=seen, **{name: asked}) == [slug]
        for name in ("published_before", "published", "published_after")
    )

    assert found == expected


def test_dates_that_are_not_known_can_be_asked_for() -> None:
    slug, seen = _published_on(""), newest_seq() - 1

    assert slugs("sources/", since=seen, published_known="false") == [slug]
    assert slugs("sources/", since=seen, published_known="true") == []


def test_a_claim_is_as_old_as_its_statement() -> None:
    claim = make_claim(make_statement(issued="2019-02-03", time_zone="Europe/Paris"))
    publish_all(claim)

    assert slugs("claims/", issued="2019-02-03") == [claim.slug]


def test_evidence_public_before_a_denial_is_found_with_an_instant() -> None:
    statement = Statement.objects.filter(slug="stm-nso-enough-2021-07-21")
    moment = statement.values_list("issued_earliest", flat=True).get()
    assert moment

    found = slugs(
        "evidence/", became_public_before=moment.strftime("%Y-%m-%dT%H:%MZ"), page_size=100
    )

    expected = Evidence.objects.filter(became_public_latest__lt=moment)
    assert set(found) == set(expected.values_list("slug", flat=True))
