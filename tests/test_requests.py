"""Requests of every form: methods, parameters, conditional reading, twins."""

import re
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from publishing.nouns import nouns
from tests.builders import BOTH, make_claim, publish, publish_all
from tests.pages import read

pytestmark = BOTH

LISTS = [f"/{one.plural}/" for one in nouns()]
CASE = "/cases/pegasus-project/"
PAGES = ["/", "/about/", "/method/", "/search/", "/changes/", *LISTS, CASE, f"{CASE}history/"]
NAMES = ["after", "before", "as_of", "speaker", "topic", "q", "kind", "x"]
TAKEN = {
    **{address: ["as_of", "after"] for address in LISTS},
    "/": ["as_of", "x"],
    "/changes/": ["as_of", "before"],
    "/search/": ["q", "kind"],
    CASE: ["as_of", "speaker", "topic"],
    "/parties/le-monde/": ["as_of"],
    "/claims/clm-gelfand-macron/": ["as_of", "x"],
}
ODD = ["%00", "9" * 5000, "%ff%fe", "-1", "a%00b", "٣", "'", "\U0001f600", "%ED%A0%80", "a" * 20000]


@pytest.mark.parametrize("address", TAKEN)
def test_no_parameter_makes_a_page_fail(client: Client, address: str) -> None:
    for name in TAKEN[address]:
        for value in ODD:
            for asked in (f"{name}={value}", f"{name}=1&{name}={value}"):
                status = client.get(f"{address}?{asked}").status_code
                assert status in (200, 400), f"{address}?{asked[:40]}"


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(["/search/", "/changes/", "/claims/", "/events/", CASE]),
    st.dictionaries(st.sampled_from(NAMES), st.text(max_size=40), max_size=3),
)
@example("/changes/", {"before": "9" * 19})
@example("/claims/", {"after": "\x00"})
def test_no_text_makes_a_page_fail(client: Client, address: str, asked: dict[str, str]) -> None:
    assert client.get(address, asked).status_code in (200, 301, 400)


@pytest.mark.parametrize("number", ["0", "2147483648", "9" * 19, "9" * 300])
def test_a_version_of_any_number_is_looked_for(client: Client, number: str) -> None:
    read(client, f"{CASE}v{number}/", 404)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_only_read(address: str, method: str) -> None:
    strict = Client(enforce_csrf_checks=True)

    response = getattr(strict, method)(address)

    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert "ETag" not in response.headers


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("address", ["/nothing/", "/claims", "/claims/nothing/", "/desk"])
def test_what_is_missing_is_only_read_too(address: str, method: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)(address)

    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"


def test_what_is_missing_is_asked_for_again_each_time(client: Client) -> None:
    for address in ("/nothing/", "/claims/nothing/", "/changes/?before=x"):
        response = client.get(address)
        assert response.status_code in (400, 404)
        assert response.headers["Cache-Control"] == "public, no-cache"
        assert "ETag" not in response.headers
        assert client.get(address, headers={"If-None-Match": "*"}).status_code != 304


@pytest.mark.parametrize("method", ["get", "head"])
def test_etags_are_compared_weakly(client: Client, method: str) -> None:
    ask: Any = getattr(client, method)
    tag = ask(CASE).headers["ETag"]
    assert tag.startswith("W/")

    for sent in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        response = ask(CASE, headers={"If-None-Match": sent})
        assert response.status_code == 304, sent
        assert response.headers["ETag"] == tag
        assert response.content == b""
    for sent in ('"other"', tag.replace("W/", "w/"), tag[:-2] + '"'):
        assert ask(CASE, headers={"If-None-Match": sent}).status_code == 200, sent


def test_a_page_of_another_host_has_another_etag(client: Client) -> None:
    tag = client.get("/", headers={"Host": "localhost"}).headers["ETag"]

    again = client.get("/", headers={"Host": "127.0.0.1", "If-None-Match": tag})

    assert again.status_code == 200


def test_a_foreign_host_is_refused(client: Client) -> None:
    assert client.get("/", headers={"Host": "elsewhere.example"}).status_code == 400


def test_every_page_leads_to_its_twin_in_the_api(client: Client) -> None:
    claim = make_claim()
    publish_all(claim)
    publish(claim, reason="Looked at again.")
    record, api = f"/claims/{claim.slug}/", "/api/v1/"
    twins = {
        "/": api,
        "/changes/": f"{api}changes/",
        "/claims/": f"{api}claims/",
        record: f"{api[:-1]}{record}",
        f"{record}v1/": f"{api[:-1]}{record}versions/1/",
        f"{record}history/": f"{api[:-1]}{record}versions/",
    }

    for address, twin in twins.items():
        response = client.get(address)
        assert response.headers["Link"] == f'<{twin}>; rel="alternate"; type="application/json"'
        named = re.findall(r'type="application/json" href="([^"]+)"', response.content.decode())
        assert named == [twin]
        assert client.get(twin).status_code == 200
    for address in ("/about/", "/method/", "/search/", "/nothing/"):
        assert "Link" not in client.get(address).headers
