"""The number of queries of a page or list does not grow with its rows."""

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from publishing.models import Publishable
from tests.builders import (
    BOTH,
    make_case,
    make_claim,
    make_event,
    make_evidence,
    make_party,
    make_rebuttal,
    make_statement,
    publish_all,
)

pytestmark = [BOTH, pytest.mark.once]

SIZES = (1, 50)


def queries(client: Client, address: str) -> int:
    """Return how many queries the record answers for a page, with none at the desk."""
    with (
        CaptureQueriesContext(connections["default"]) as record,
        CaptureQueriesContext(connections["desk"]) as desk,
    ):
        response = client.get(address)
    assert response.status_code == 200
    assert len(desk) == 0, desk.captured_queries
    return len(record)


@pytest.mark.parametrize("size", SIZES)
def test_a_claim_page_takes_at_most_six_queries(client: Client, size: int) -> None:
    claim = make_claim()
    speaker = make_party()
    rebuttals = [
        make_rebuttal(claim, speaker=speaker, evidence=[make_evidence(producer=speaker)])
        for _number in range(size)
    ]
    publish_all(*rebuttals)

    assert queries(client, f"/claims/{claim.slug}/") <= 6


@pytest.mark.parametrize("size", SIZES)
def test_a_timeline_takes_at_most_six_queries(client: Client, size: int) -> None:
    case = make_case()
    speaker = make_party()
    records: list[Publishable] = []
    for _number in range(size):
        claim = make_claim(make_statement(cases=[case], speaker=speaker))
        evidence = make_evidence(producer=speaker)
        records.append(make_rebuttal(claim, speaker=speaker, evidence=[evidence]))
        records.append(make_event(cases=[case], evidence=[evidence]))
    publish_all(*records)

    assert queries(client, f"/cases/{case.slug}/") <= 6


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("page", ["", "?derived=standing"])
def test_an_api_list_takes_two_queries(client: Client, size: int, page: str) -> None:
    statement = make_statement()
    publish_all(*[make_claim(statement) for _number in range(size)])
    allowed = 2 if not page else 5

    parted = f"{page}&" if page else "?"
    address = f"/api/v1/claims/{parted}statement={statement.slug}&page_size=100"
    assert queries(client, address) <= allowed


@pytest.mark.parametrize("size", SIZES)
def test_a_record_page_does_not_ask_more_for_more_rows(client: Client, size: int) -> None:
    statement = make_statement()
    publish_all(*[make_rebuttal(make_claim(statement)) for _number in range(size)])

    assert queries(client, f"/statements/{statement.slug}/") <= 6
    assert queries(client, "/statements/") <= 6
    assert queries(client, "/changes/") <= 4
    assert queries(client, "/") <= 8


def test_what_did_not_change_is_answered_from_one_query(
    client: Client, published_case: str
) -> None:
    address = f"/cases/{published_case}/"
    etag = client.get(address).headers["ETag"]

    with CaptureQueriesContext(connections["default"]) as record:
        response = client.get(address, headers={"If-None-Match": etag})

    assert response.status_code == 304
    assert len(record) == 1
