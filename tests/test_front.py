"""The front between granian and Django: what it passes on, and what it refuses."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from pegasus_tracker.front.application import EDITORS
from tests.processes import Site
from tests.serving import HOST, Answer, ask, begin, read_all, serving

pytestmark = pytest.mark.once

FORM = "Content-Type: application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("echo")


@pytest.fixture(scope="module")
def port(folder: Path) -> Iterator[int]:
    """Serve the application that tells what it was asked."""
    site = Site(folder, {})
    with serving(site, "tests.echoing:application", STATIC_ROOT=str(folder)) as found:
        yield found


def told(answer: Answer) -> dict[str, str]:
    found: dict[str, str] = json.loads(answer.body)
    return found


def test_a_request_arrives_as_wsgi_wants_it(port: int) -> None:
    environ = told(ask(port, "GET", "/caf%C3%A9/a%2Fb?q=%C3%A9", "X-Any: 1", "X-Any: 2"))

    assert environ["PATH_INFO"] == "/café/a/b".encode().decode("latin-1")
    assert environ["QUERY_STRING"] == "q=%C3%A9"
    assert environ["HTTP_X_ANY"] == "1,2"
    assert environ["HTTP_HOST"] == "127.0.0.1"
    assert environ["REMOTE_ADDR"] == "127.0.0.1"
    assert (environ["SERVER_NAME"], environ["SERVER_PORT"]) == ("127.0.0.1", str(port))
    assert (environ["SERVER_PROTOCOL"], environ["wsgi.url_scheme"]) == ("HTTP/1.1", "http")
    assert (environ["SCRIPT_NAME"], environ["CONTENT_LENGTH"], environ["body"]) == ("", "0", "")


def test_cookies_sent_in_two_lines_are_one_list(port: int) -> None:
    environ = told(ask(port, "GET", "/", "Cookie: a=1", "Cookie: b=2"))

    assert environ["HTTP_COOKIE"] == "a=1; b=2"


def test_a_header_with_an_underscore_cannot_pass_for_the_proxys(port: int) -> None:
    environ = told(ask(port, "GET", "/", "X_Forwarded_Proto: https"))

    assert "HTTP_X_FORWARDED_PROTO" not in environ


def test_nothing_of_the_servers_own_environment_is_passed_on(port: int) -> None:
    assert "PEGASUS_VAR" not in told(ask(port, "GET", "/"))


def test_a_header_given_twice_in_an_answer_is_sent_twice(port: int) -> None:
    with begin(port, "GET", "/", "Connection: close") as connection:
        assert read_all(connection).count(b"x-twice: ") == 2


def test_a_form_for_the_desk_is_read(port: int) -> None:
    body = b"a=" + b"1" * 100_000

    environ = told(ask(port, "POST", "/desk/x/", FORM, f"Content-Length: {len(body)}", body=body))

    assert environ["body"] == body.decode()
    assert environ["CONTENT_LENGTH"] == str(len(body))
    assert environ["CONTENT_TYPE"] == "application/x-www-form-urlencoded"


def test_a_form_that_comes_in_pieces_is_read(port: int) -> None:
    with begin(port, "POST", "/desk/x/", "Content-Length: 6", "Connection: close") as connection:
        for piece in (b"ab", b"cd", b"ef"):
            time.sleep(0.2)
            connection.sendall(piece)
        assert told(Answer(read_all(connection)))["body"] == "abcdef"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "GET", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("path", ["/claims/", "/api/v1/claims/", "/desk"])
def test_elsewhere_no_body_is_read(port: int, method: str, path: str) -> None:
    answer = ask(port, method, path, "Content-Length: 1000", body=b"half")

    assert answer.status == 200
    assert answer.headers["connection"] == "close"
    assert method == "HEAD" or told(answer)["body"] == ""


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_no_body_of_a_request_without_a_form_is_read_for_the_desk(port: int, method: str) -> None:
    answer = ask(port, method, "/desk/x/", "Transfer-Encoding: chunked", body=b"5\r\nhal")

    assert answer.status == 200


def test_a_form_that_says_no_length_is_refused(port: int) -> None:
    answer = ask(
        port, "POST", "/desk/x/", "Transfer-Encoding: chunked", body=b"3\r\nabc\r\n0\r\n\r\n"
    )

    assert (answer.status, answer.text.split(",")[0]) == (411, "A form has to say how long it is")


def test_a_form_that_is_too_large_is_refused_before_it_is_read(port: int) -> None:
    answer = ask(port, "POST", "/desk/x/", "Content-Length: 2500001", body=b"a")

    assert answer.status == 413
    assert answer.text == "This form is too large; the largest has 2500000 bytes.\n"


@pytest.mark.parametrize("drips", [False, True])
def test_a_form_that_takes_too_long_is_refused(port: int, drips: bool) -> None:
    began = time.monotonic()
    with begin(port, "POST", "/desk/x/", "Content-Length: 1000", body=b"half") as connection:
        while drips and time.monotonic() - began < 1.5:
            connection.sendall(b"a")
            time.sleep(0.1)
        answer = Answer(read_all(connection))

    assert answer.status == 408
    assert answer.text == "The form took longer than 2 seconds to arrive. Send it again.\n"
    assert answer.headers["connection"] == "close"
    assert time.monotonic() - began < 6


def test_half_a_form_is_never_passed_on(port: int) -> None:
    with begin(port, "POST", "/desk/x/", "Content-Length: 1000", body=b"half") as connection:
        connection.shutdown(1)
        received = read_all(connection)

    assert received == b"" or Answer(received).status == 400


def test_the_form_waited_for_longest_makes_room_for_another(port: int) -> None:
    with ExitStack() as stack:
        slow = [
            stack.enter_context(begin(port, "POST", "/desk/x/", "Content-Length: 9", body=b"a"))
            for _form in range(20)
        ]
        began = time.monotonic()
        quick = ask(port, "POST", "/desk/x/", "Content-Length: 1", body=b"b")
        first = Answer(read_all(slow[0]))

    assert told(quick)["body"] == "b"
    assert first.status == 408
    assert time.monotonic() - began < 1.5


def test_forms_that_fill_the_memory_are_refused(port: int) -> None:
    with ExitStack() as stack:
        for _form in range(3):
            body = b"a" * 99_000
            stack.enter_context(
                begin(port, "POST", "/desk/x/", "Content-Length: 100000", body=body)
            )
        time.sleep(0.3)
        answer = ask(port, "POST", "/desk/x/", "Content-Length: 9000", body=b"a" * 9000)

    assert (answer.status, answer.headers["retry-after"]) == (503, "10")
    assert "Too many forms" in answer.text


def test_slow_work_at_the_desk_delays_no_reader(port: int) -> None:
    with ExitStack() as stack:
        for _thread in range(EDITORS):
            stack.enter_context(begin(port, "GET", "/desk/slow/"))
        began = time.monotonic()
        assert ask(port, "GET", "/").status == 200

    assert time.monotonic() - began < 1.5


def test_a_stream_is_sent_as_it_comes(port: int) -> None:
    with begin(port, "GET", "/stream/?5", "Connection: close") as connection:
        first = connection.recv(65536)
        rest = read_all(connection)

    assert b"transfer-encoding: chunked" in first
    assert (first + rest).count(b"chunk ") == 5
    assert b"chunk " in rest


def test_a_stream_ends_when_its_reader_leaves(port: int, folder: Path) -> None:
    with begin(port, "GET", "/stream/?40") as connection:
        connection.recv(65536)
    until, closed = time.monotonic() + 20, folder / "closed-40"
    while not closed.exists() and time.monotonic() < until:
        time.sleep(0.1)

    assert int(closed.read_text()) < 40


@pytest.mark.parametrize("size", [0, 1, 3_000_000])
def test_a_file_is_sent_whole(port: int, folder: Path, size: int) -> None:
    (folder / "file").write_bytes(b"x" * size)

    answer = ask(port, "GET", "/file/")

    assert answer.body == b"x" * size
    assert answer.headers["content-length"] == str(size)


def test_head_answers_the_headers_alone(port: int, folder: Path) -> None:
    (folder / "file").write_bytes(b"xyz")

    answer = ask(port, "HEAD", "/file/")

    assert (answer.headers["content-length"], answer.body) == ("3", b"")


def test_a_failure_of_the_application_is_a_500_without_its_cause(port: int) -> None:
    answer = ask(port, "GET", "/fails/")

    assert answer.status == 500
    assert b"secret" not in answer.body


def test_a_connection_is_kept_for_the_next_request(port: int) -> None:
    with begin(port, "GET", "/") as connection:
        assert connection.recv(65536).startswith(b"HTTP/1.1 200")
        connection.sendall(b"GET /again/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert b"/again/" in read_all(connection)


LARGE_HEADS = [f"X-Big: {'a' * 200_000}", "\r\n".join(f"X-{number}: 1" for number in range(150))]


@pytest.mark.parametrize("head", LARGE_HEADS, ids=["bytes", "lines"])
def test_a_head_that_is_too_large_is_refused(port: int, head: str) -> None:
    assert ask(port, "GET", "/", head).status == 431


def test_a_request_without_a_host_is_not_given_that_of_this_machine(port: int) -> None:
    with socket.create_connection((HOST, port)) as connection:
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert told(Answer(read_all(connection)))["HTTP_HOST"] == ""


def test_more_requests_than_can_wait_are_refused(port: int) -> None:
    with ExitStack() as stack:
        for _request in range(8):
            stack.enter_context(begin(port, "GET", "/slow/"))
        time.sleep(0.3)
        answer = ask(port, "GET", "/")
        editors = ask(port, "GET", "/desk/")

    assert (answer.status, answer.headers["retry-after"]) == (503, "10")
    assert "Too many requests" in answer.text
    assert editors.status == 200
