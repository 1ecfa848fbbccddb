"""No cookie is set outside /desk/, and other sites may use only the API's answers."""

import re

import pytest
from django.test import Client

from publishing.models import Entry
from publishing.nouns import nouns
from tests import documentation
from tests.builders import BOTH, make_editor

pytestmark = [BOTH, pytest.mark.once]

# What no link leads to: errors, redirects, and what is not a page.
WRONG = ["/search/?x=1", "/api/v1/claims/?x=1", "/about/?utm_source=x"]
ODD = ["/nothing/", "/claims", "/desk", "/static/favicon.svg", *WRONG]
METHODS = ["get", "head", "options", "post", "put", "delete"]


def public_addresses() -> list[str]:
    """Return an address of every form that the site has outside the desk."""
    plurals = {one.kind: one.plural for one in nouns()}
    entries = Entry.objects.filter(kind__in=plurals).order_by("kind", "-pk")
    slugs = {plurals[entry.kind]: entry.slug for entry in entries}
    found = []
    for address in documentation.addresses():
        if address.startswith("/desk/"):
            continue
        for plural, slug in slugs.items():
            one = address.replace("<plural>", plural)
            one = one.replace("/v<>/", "/v1/").replace("/versions/<>/", "/versions/1/")
            one = one.replace("/revisions/<>/", "/revisions/1/").replace("<>", slug)
            found.append(re.sub(r"<\w+>", "x", one))
    return sorted({*found, *ODD})


@pytest.mark.parametrize("method", METHODS)
def test_no_address_outside_the_desk_sets_a_cookie(method: str) -> None:
    addresses = public_addresses()
    assert len(addresses) > 60

    for address in addresses:
        response = getattr(Client(), method)(address)
        assert not response.cookies, address
        assert "Set-Cookie" not in response.headers, address


@pytest.mark.parametrize("cookies", [{}, {"sessionid": "x" * 32, "csrftoken": "a" * 32}])
def test_no_cookie_is_set_for_whoever_sends_some(cookies: dict[str, str]) -> None:
    client = Client()
    client.cookies.load(cookies)
    if not cookies:
        client.force_login(make_editor())

    for address in public_addresses():
        assert not client.get(address).cookies, address


def test_the_desk_sets_its_cookies_for_itself_alone() -> None:
    cookies = Client().get("/desk/login/").cookies

    assert {one["path"] for one in cookies.values()} == {"/desk/"}


@pytest.mark.parametrize("method", METHODS)
def test_only_the_apis_answers_are_for_other_sites(method: str) -> None:
    for address in [*public_addresses(), "/desk/", "/desk/login/", "/static/admin/css/base.css"]:
        response = getattr(Client(), method)(address)

        policy = "cross-origin" if address.startswith("/api/") else "same-origin"
        assert response.headers["Cross-Origin-Resource-Policy"] == policy, address
        is_open = response.headers.get("Access-Control-Allow-Origin") == "*"
        assert is_open == address.startswith("/api/"), address


def test_an_unchanged_answer_says_it_too() -> None:
    for address in ("/about/", "/api/v1/claims/"):
        response = Client().get(address, headers={"If-None-Match": "*"})

        assert response.status_code == 304
        assert "Cross-Origin-Resource-Policy" in response.headers
