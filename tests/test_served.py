"""The whole site behind the front, as script/serve runs it."""

import re
import resource
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from script import server
from tests.builders import BOTH
from tests.fingerprint import ROOT
from tests.processes import fresh_site
from tests.serving import HOST, PATIENCE, ask, serving

pytestmark = [BOTH, pytest.mark.once]

PASSWORD = "a password of the tests"
# What a server says of a connection, and what differs each time.
OF_THE_CONNECTION = ("date", "server", "connection", "content-length")


def make_editor() -> None:
    """Make an account; runs where the served site is."""
    from django.contrib.auth import get_user_model

    accounts: Any = get_user_model()._default_manager
    accounts.db_manager("desk").create_superuser("editor", password=PASSWORD)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Serve an empty site with one account."""
    with fresh_site(tmp_path_factory.mktemp("site")) as site:
        site.call(make_editor)
        with serving(site) as found:
            yield found


def test_an_editor_signs_in(port: int) -> None:
    connection = HTTPConnection(HOST, port, timeout=PATIENCE)
    connection.request("GET", "/desk/login/?next=/desk/")
    page = connection.getresponse()
    cookie = str(page.headers["Set-Cookie"]).partition(";")[0]
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())[0]
    form = {"username": "editor", "password": PASSWORD, "csrfmiddlewaretoken": token}
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}

    connection.request("POST", "/desk/login/?next=/desk/", urlencode(form), headers)
    answer = connection.getresponse()

    assert (answer.status, answer.headers["Location"]) == (302, "/desk/")
    assert "sessionid=" in str(answer.headers.get_all("Set-Cookie"))


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize(
    "path",
    ["/", "/claims/", "/search/?q=x", "/api/v1/", "/api/v1/claims/", "/api/v1/x/", "/x/", "/x"],
)
def test_a_refusal_to_write_is_djangos_own(port: int, method: str, path: str) -> None:
    own = Client(headers={"host": HOST}).generic(method, path)

    answer = ask(port, method, path, "Content-Length: 1000", body=b"half")

    assert answer.status == own.status_code
    assert answer.body == own.content
    assert _comparable(answer.headers) == _comparable({k.lower(): v for k, v in own.items()})


def _comparable(headers: dict[str, str]) -> dict[str, Any]:
    kept = {name: value for name, value in headers.items() if name not in OF_THE_CONNECTION}
    # A set of directives, in any order.
    policy = kept.pop("content-security-policy", "")
    return {**kept, "policy": {one.strip() for one in policy.split(";")}}


def test_an_unchanged_page_answers_304(port: int) -> None:
    tag = ask(port, "GET", "/about/").headers["etag"]

    again = ask(port, "GET", "/about/", f"If-None-Match: {tag}")

    assert (again.status, again.body) == (304, b"")


def test_head_has_the_headers_of_get(port: int) -> None:
    page, head = ask(port, "GET", "/about/"), ask(port, "HEAD", "/about/")

    assert head.body == b""
    assert head.headers["content-length"] == str(len(page.body))


@pytest.mark.parametrize(
    ("asked", "status", "expected"), [("", 200, slice(None)), ("0-9", 206, slice(10))]
)
def test_a_static_file_is_sent(port: int, asked: str, status: int, expected: slice) -> None:
    file = (ROOT / "static" / "favicon.svg").read_bytes()

    answer = ask(port, "GET", "/static/favicon.svg", f"Range: bytes={asked}")

    assert (answer.status, answer.body) == (status, file[expected])


def test_every_way_to_serve_is_the_one() -> None:
    for name in ("script/serve", "docs/deployment.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "script/server.py" in text
        assert "granian" not in re.sub(r"^#.*", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("limits", "connections"),
    [
        ((1024, -1), 2048),
        ((1024, 524288), 2048),
        ((65536, 65536), 2048),
        ((256, 1024), 896),
        ((-1, -1), 2048),
    ],
)
def test_no_more_connections_are_taken_than_files_can_be_open(
    monkeypatch: pytest.MonkeyPatch, limits: tuple[int, int], connections: int
) -> None:
    raised: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: limits)
    monkeypatch.setattr(resource, "setrlimit", lambda _kind, new: raised.append(new))

    assert server.raise_limit() == connections
    assert raised in ([], [(connections + server.OTHER_FILES, limits[1])])
