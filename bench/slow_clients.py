"""Ask for readers' pages while many clients send half a request and then nothing.

    .venv/bin/python bench/slow_clients.py [--clients 200] [--seconds 12]

Makes a separate installation, serves it on a port of 127.0.0.1 as script/serve does, and for
comparison with granian's WSGI, which reads bodies in the threads that answer. The clients are
sockets of this process; they end with each line of the table.
"""

import argparse
import os
import select
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

HOST = "127.0.0.1"
PATIENCE = 10
PAGES = ("/about/", "/", "/api/v1/claims/")
# With it the desk looks for its other half in the body, as it does for a browser.
COOKIE = f"Cookie: csrftoken={'a' * 32}\r\n"


def half_body(method: str, path: str) -> bytes:
    """Return a request whose body ends too early."""
    head = f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 1000\r\n"
    return f"{head}{COOKIE}Content-Type: application/x-www-form-urlencoded\r\n\r\nhalf=".encode()


def half_headers(path: str) -> bytes:
    """Return a request whose head ends too early."""
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nX-Half: ".encode()


KINDS = {
    "half bodies, readers": half_body("POST", "/claims/"),
    "half bodies of GET": half_body("GET", "/about/"),
    "half bodies, desk": half_body("POST", "/desk/login/"),
    "half headers": half_headers("/about/"),
    "nothing sent": b"",
}


@dataclass
class Watched:
    """What happened while slow clients were there, in seconds since they came."""

    took: list[float] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    # What each client that was answered or sent away got first, and when.
    ends: list[tuple[str, float]] = field(default_factory=list)


def begin(port: int, sent: bytes, count: int) -> list[socket.socket]:
    """Open connections that send the beginning of a request."""
    clients = []
    for _client in range(count):
        client = socket.create_connection((HOST, port), timeout=PATIENCE)
        client.sendall(sent)
        clients.append(client)
    return clients


def watch(port: int, clients: Iterable[socket.socket], seconds: float) -> Watched:
    """Ask for pages, one after another, until all clients have ended or the time is over."""
    watched, waiting, begun = Watched(), set(clients), time.monotonic()
    asked = 0
    while waiting and time.monotonic() - begun < seconds:
        ask(port, PAGES[asked % len(PAGES)], watched)
        asked += 1
        # select() knows 1,024 files.
        ready = [one for one in waiting if select.select([one], [], [], 0)[0]]
        for client in ready:
            watched.ends.append((_first_words(client), time.monotonic() - begun))
        waiting.difference_update(ready)
        time.sleep(0.02)
    return watched


def ask(port: int, path: str, watched: Watched) -> None:
    """Read one page and note how long it took, or that it did not come."""
    request = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode()
    begun = time.monotonic()
    try:
        with socket.create_connection((HOST, port), timeout=PATIENCE) as reader:
            reader.sendall(request)
            answer = b"".join(iter(lambda: reader.recv(65536), b""))
    except OSError as error:
        watched.unanswered.append(f"{path}: {error}")
        return
    if answer.startswith(b"HTTP/1.1 200 "):
        watched.took.append(time.monotonic() - begun)
    else:
        watched.unanswered.append(f"{path}: {answer[:40]!r}")


def _first_words(client: socket.socket) -> str:
    try:
        return client.recv(65536)[9:12].decode() or "closed"
    except ConnectionResetError:
        return "closed"


def measure(port: int, clients: int, seconds: float) -> None:
    """Print one line for each kind of slow client."""
    print("| clients that stop sending | pages | median | slowest | no answer | their end |")
    print("|---|---|---|---|---|---|")
    for name, sent in {"none": None, **KINDS}.items():
        slow = begin(port, sent, clients) if sent is not None else begin(port, b"", 1)
        watched = watch(port, slow, seconds)
        for client in slow:
            client.close()
        print(_line(name, clients if sent is not None else 0, watched), flush=True)


def _line(name: str, clients: int, watched: Watched) -> str:
    took = [f"{1000 * one:.0f} ms" for one in (_middle(watched.took), max(watched.took, default=0))]
    ends = ", ".join(
        f"{count} × {words}" for words, count in Counter(end for end, _at in watched.ends).items()
    )
    last = f" by {max(at for _end, at in watched.ends):.1f} s" if clients and ends else ""
    return (
        f"| {f'{clients} × {name}' if clients else name} | {len(watched.took)} |"
        f" {' | '.join(took) if watched.took else '– | –'} | {len(watched.unanswered)} |"
        f" {ends + last if clients and ends else 'none' if clients else ''} |"
    )


def _middle(seconds: list[float]) -> float:
    return statistics.median(seconds) if seconds else 0.0


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.create_server((HOST, 0)) as found:
        port: int = found.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    """Wait until a server answers."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        watched = Watched()
        ask(port, "/about/", watched)
        if watched.took:
            return
        time.sleep(0.2)
    raise SystemExit("The server does not answer.")


def before(port: int) -> list[str]:
    """Return the command line by which the site was served before it had a front."""
    options = f"--interface wsgi --host {HOST} --port {port} --workers 2 --blocking-threads 1"
    granian = [sys.executable, "-m", "granian", *options.split(), "--log-level", "warning"]
    return [*granian, "pegasus_tracker.wsgi:application"]


def main() -> None:
    """Print a table for each way to serve."""
    from bench.pages import own_folder, prepare

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=12)
    options = parser.parse_args()
    folder = own_folder()
    os.environ["ALLOWED_HOSTS"] = HOST
    try:
        prepare()
        for name, words in (("script/serve", serve), ("granian's WSGI, 2 × 1 threads", before)):
            port = free_port()
            print(f"\n{name}\n")
            server = subprocess.Popen(words(port), cwd=ROOT, stderr=subprocess.DEVNULL)
            with closing(_Ending(server)):
                wait_for(port)
                measure(port, options.clients, options.seconds)
    finally:
        shutil.rmtree(folder)


def serve(port: int) -> list[str]:
    """Return the command line by which script/serve serves the site."""
    return [sys.executable, "script/server.py", HOST, str(port)]


class _Ending:
    def __init__(self, server: "subprocess.Popen[bytes]") -> None:
        self.server = server

    def close(self) -> None:
        self.server.terminate()
        try:
            self.server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.server.kill()


if __name__ == "__main__":
    main()
