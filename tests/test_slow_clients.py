"""Two hundred clients that send half a request and then nothing stop no reader.

The site runs as script/serve runs it; the clients are those of bench/slow_clients.py.
"""

from collections import Counter
from collections.abc import Iterator

import pytest

from bench.slow_clients import Watched, begin, half_body, half_headers, watch
from pegasus_tracker.front.bodies import SECONDS
from tests.processes import fresh_site
from tests.serving import ask, serving

pytestmark = pytest.mark.once

CLIENTS = 200
HEAD_SECONDS = 5
# On a busy machine; what counts is that every client is disconnected.
SLACK = 10


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Serve an empty site."""
    with fresh_site(tmp_path_factory.mktemp("site")) as site, serving(site) as found:
        yield found


def held(port: int, *requests: bytes) -> Watched:
    """Hold connections with the beginnings of requests until all are closed."""
    clients = [client for sent in requests for client in begin(port, sent, CLIENTS)]
    try:
        return watch(port, clients, SECONDS + SLACK)
    finally:
        for client in clients:
            client.close()


def test_half_bodies_and_half_headers_on_both_sides_stop_no_reader(port: int) -> None:
    watched = held(
        port,
        half_body("POST", "/claims/"),
        half_headers("/claims/"),
        half_body("POST", "/desk/login/"),
        half_headers("/desk/login/"),
    )

    assert watched.unanswered == []
    assert len(watched.took) > 20
    assert Counter(end for end, _at in watched.ends) == {
        "405": CLIENTS,
        "408": CLIENTS,
        "closed": 2 * CLIENTS,
    }


@pytest.mark.parametrize("path", ["/claims/", "/api/v1/claims/", "/desk/login/"])
def test_half_a_body_of_get_is_answered_at_once(port: int, path: str) -> None:
    watched = held(port, half_body("GET", path))

    assert watched.unanswered == []
    assert Counter(end for end, _at in watched.ends) == {"200": CLIENTS}


def test_whoever_sends_nothing_is_sent_away(port: int) -> None:
    watched = held(port, b"")

    assert watched.unanswered == []
    assert Counter(end for end, _at in watched.ends) == {"closed": CLIENTS}
    assert max(at for _end, at in watched.ends) < HEAD_SECONDS + SLACK


def test_nothing_of_a_body_is_waited_for_where_none_is_read(port: int) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        answer = ask(port, method, "/claims/", "Content-Length: 1000")

        assert answer.status == 405
        assert answer.headers["allow"] == "GET, HEAD"
