"""The desk asks its databases a fixed number of questions, however many records a page shows."""

from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.models import Claim
from publishing.admin.labels import change_address
from publishing.databases import at_desk
from tests.builders import (
    BOTH,
    make_claim,
    make_device,
    make_editor,
    make_evidence,
    make_indicator,
    make_party,
    make_rebuttal,
    make_source,
    make_trace,
    proposed,
    publish_all,
)
from tests.forms import form_at, send

pytestmark = BOTH

FEW, MANY = 2, 12


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def asked(client: Client, address: str, **query: Any) -> tuple[int, int]:
    """Return how many queries a page makes at the desk and on the record."""
    with (
        CaptureQueriesContext(connections["desk"]) as at_the_desk,
        CaptureQueriesContext(connections["default"]) as on_the_record,
    ):
        assert client.get(address, query).status_code == 200
    return len(at_the_desk), len(on_the_record)


def records(kind: str, number: int) -> list[str]:
    """Make records of a kind at the desk, each of its own statement or party."""
    makers: dict[str, Any] = {
        "claim": make_claim,
        "rebuttal": lambda: make_rebuttal(make_claim()),
        "evidence": make_evidence,
    }
    return [f"{kind}/{makers[kind]().slug}" for _number in range(number)]


@pytest.mark.parametrize("operation", ["publish", "withdraw"])
@pytest.mark.parametrize("kind", ["claim", "rebuttal", "evidence"])
def test_proposing_asks_the_same_for_few_and_for_many(
    desk: Client, kind: str, operation: str
) -> None:
    few, many = records(kind, FEW), records(kind, MANY)

    first = asked(desk, "/desk/propose/", operation=operation, record=few)
    second = asked(desk, "/desk/propose/", operation=operation, record=many)

    assert first == second


@pytest.mark.parametrize("kind", ["claim", "rebuttal", "evidence"])
def test_redacting_asks_the_same_for_few_and_for_many(desk: Client, kind: str) -> None:
    few = asked(desk, "/desk/redact/", record=records(kind, FEW))
    assert asked(desk, "/desk/redact/", record=records(kind, MANY)) <= few


def test_proposing_what_is_published_asks_the_same_for_few_and_for_many(desk: Client) -> None:
    with at_desk():
        slugs = Claim.objects.filter(published_version__gt=0).order_by("slug")
        keys = [f"claim/{slug}" for slug in slugs.values_list("slug", flat=True)]

    few = asked(desk, "/desk/propose/", operation="withdraw", record=keys[:20])
    many = asked(desk, "/desk/propose/", operation="withdraw", record=keys[:50])

    assert max(many) <= 60
    assert many <= (few[0] + 1, few[1] + 1)


def device_with(traces: int) -> Any:
    device = make_device()
    for number in range(traces):
        make_trace(device, position=number, indicator=make_indicator(), evidence=make_evidence())
    return device


def test_the_form_of_a_device_asks_the_same_for_few_and_for_many_traces(desk: Client) -> None:
    few = asked(desk, change_address(device_with(FEW)))
    assert asked(desk, change_address(device_with(MANY))) <= few


def _asked_by_saving(desk: Client, device: Any) -> int:
    address = change_address(device)
    fields = form_at(desk, address, "device_form")
    with CaptureQueriesContext(connections["desk"]) as at_the_desk:
        response = send(desk, address, fields, model="iPhone 12")
    assert response.status_code == 302
    return len(at_the_desk)


def test_saving_a_device_asks_the_same_for_few_and_for_many_traces(desk: Client) -> None:
    few = _asked_by_saving(desk, device_with(FEW))
    assert _asked_by_saving(desk, device_with(MANY)) == few


def test_a_link_of_a_trace_that_does_not_exist_is_refused(desk: Client) -> None:
    address = change_address(device_with(1))
    fields = form_at(desk, address, "device_form")

    page = send(desk, address, fields, **{"traces-0-evidence": "987654321"})

    assert page.status_code == 200
    assert "Select a valid choice" in page.content.decode()


def test_the_first_page_asks_the_same_for_few_and_for_many_proposals(desk: Client) -> None:
    proposed(make_party())
    few = asked(desk, "/desk/")
    for _number in range(3):
        proposed(make_party(), make_source())
    assert asked(desk, "/desk/") == few


def test_the_page_of_a_change_set_asks_the_same_for_few_and_for_many_records(desk: Client) -> None:
    small = proposed(*[make_party() for _number in range(FEW)])
    large = proposed(*[make_party() for _number in range(MANY)])

    few = asked(desk, f"/desk/desk/changeset/{small.pk}/change/")

    assert asked(desk, f"/desk/desk/changeset/{large.pk}/change/") == few


def test_a_list_asks_the_same_for_few_and_for_many_records(desk: Client) -> None:
    publish_all(make_claim())
    few = asked(desk, "/desk/claims/claim/", q=make_claim().slug)
    many = asked(desk, "/desk/claims/claim/")
    assert many <= (few[0] + 1, few[1] + 1)
