"""The WSGI application, for other servers than granian: no thread waits for an unwanted body."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from pegasus_tracker.front.bodies import takes_body, without_unread_bodies
from pegasus_tracker.wsgi import application
from tests.builders import BOTH

pytestmark = [BOTH, pytest.mark.once]

FORM = b"csrfmiddlewaretoken=x"


class NeverRead:
    """The body of a client that sends nothing more."""

    def read(self, *size: int) -> bytes:
        raise AssertionError("a thread would wait here")

    readline = read


def environ(method: str, path: str, body: Any) -> dict[str, Any]:
    """Return a request with the cookie that makes the desk look into the body."""
    found: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "HTTP_HOST": "localhost",
        "HTTP_COOKIE": f"csrftoken={'a' * 32}",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": "1000",
        "wsgi.input": body,
    }
    setup_testing_defaults(found)
    return found


@pytest.fixture(autouse=True)
def _connected() -> Iterator[None]:
    """Keep open the tests' connections, in whose transactions these requests run."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def call(asked: dict[str, Any]) -> str:
    """Return the status of the answer."""
    begun: list[str] = []
    chunks: Any = application(asked, lambda status, headers, error=None: begun.append(status))
    b"".join(chunks)
    chunks.close()
    return begun[0]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/", "/claims/", "/api/v1/claims/", "/nothing/", "/desk"])
def test_a_body_that_nothing_takes_is_never_read(method: str, path: str) -> None:
    assert call(environ(method, path, NeverRead())) == "405 Method Not Allowed"


@pytest.mark.parametrize("path", ["/about/", "/desk/login/"])
def test_a_body_of_get_is_never_read(path: str) -> None:
    assert call(environ("GET", path, NeverRead())) == "200 OK"


def test_a_form_for_the_desk_is_passed_on() -> None:
    seen: list[bytes] = []

    def reading(asked: dict[str, Any], start: Any) -> Iterable[bytes]:
        seen.append(asked["wsgi.input"].read())
        return []

    without_unread_bodies(reading)(environ("POST", "/desk/login/", BytesIO(FORM)), None)  # type: ignore[arg-type]

    assert seen == [FORM]


def test_a_public_process_takes_no_body_at_all(settings: Any) -> None:
    assert takes_body("POST", "/desk/login/")

    settings.PUBLIC_ONLY = True

    assert not takes_body("POST", "/desk/login/")
