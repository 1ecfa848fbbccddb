"""The site served as script/serve does it, and raw requests to it."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from script import server
from tests.fingerprint import ROOT
from tests.processes import Site

HOST = "127.0.0.1"
STARTING = 60
PATIENCE = 30


@contextmanager
def serving(site: Site, application: str = server.APPLICATION, **environment: str) -> Iterator[int]:
    """Serve an installation, in one process unless told otherwise; give the port."""
    port = free_port()
    log = site.folder / "served.log"
    line = [sys.executable, "script/server.py", HOST, str(port)]
    if application != server.APPLICATION:
        connections = server.MOST_CONNECTIONS
        line = server.command(HOST, str(port), workers="1", connections=connections)
        line[-1] = application
    environment = {"PEGASUS_WORKERS": "1", "ALLOWED_HOSTS": HOST, **environment}
    with log.open("wb") as written:
        process = subprocess.Popen(
            line, cwd=ROOT, env=site.environment(**environment), stdout=written, stderr=written
        )
    try:
        _wait_for(port, process)
        yield port
    except BaseException:
        print(log.read_text()[-4000:])
        raise
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.create_server((HOST, 0)) as found:
        port: int = found.getsockname()[1]
        return port


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + STARTING
    while not _listens(port):
        assert process.poll() is None, "the server did not start"
        assert time.monotonic() < until, "the server does not listen"
        time.sleep(0.1)
    # Until the first answer, nobody may be listening to what was accepted.
    ask(port, "GET", "/about/")


def _listens(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=PATIENCE).close()
    except OSError:
        return False
    return True


class Answer:
    """What a server sent back until it closed the connection."""

    def __init__(self, received: bytes) -> None:
        head, _, self.body = received.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        self.status = int(first.split()[1])
        pairs = [line.split(": ", 1) for line in lines]
        self.headers = {name.lower(): value for name, value in pairs}

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(
    port: int, method: str, path: str, *headers: str, body: bytes = b"", version: str = "1.1"
) -> Answer:
    """Send one request of exactly these headers besides Host, and read the whole answer."""
    with begin(port, method, path, "Connection: close", *headers, version=version) as connection:
        if body:
            connection.sendall(body)
        return Answer(read_all(connection))


def begin(
    port: int, method: str, path: str, *headers: str, body: bytes = b"", version: str = "1.1"
) -> socket.socket:
    """Send the beginning of a request; return the connection."""
    connection = socket.create_connection((HOST, port), timeout=PATIENCE)
    lines = [f"{method} {path} HTTP/{version}", f"Host: {HOST}", *headers]
    connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode() + body)
    return connection


def read_all(connection: socket.socket) -> bytes:
    """Read what comes until the server closes the connection."""
    return b"".join(iter(lambda: connection.recv(65536), b""))
