"""The front around an application that tells what it was asked, or is slow about it."""

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from pegasus_tracker.front import bodies, calling
from pegasus_tracker.front.application import Front

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()
calling.MOST_WAITING = 8
bodies.SECONDS, bodies.MOST, bodies.MOST_BYTES = 2, 20, 300_000

Start = Callable[[str, list[tuple[str, str]]], object]


class Stream:
    """Chunks that come one at a time; a file says how many were sent when it was closed."""

    streaming = True

    def __init__(self, count: int) -> None:
        self._count = count
        self._sent = 0

    def __iter__(self) -> Iterator[bytes]:
        for _chunk in range(self._count):
            time.sleep(0.2)
            self._sent += 1
            yield b"chunk "

    def close(self) -> None:
        (settings.VAR / f"closed-{self._count}").write_text(str(self._sent))


def echo(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """Answer with the environment and the body, or as the path says."""
    path = environ["PATH_INFO"].removeprefix("/desk")
    if path.startswith("/slow/"):
        time.sleep(2)
    if path.startswith("/stream/"):
        start("200 OK", [("content-type", "text/plain")])
        return Stream(int(environ["QUERY_STRING"]))
    if path.startswith("/file/"):
        file = Path(settings.STATIC_ROOT, "file")
        start("200 OK", [("content-length", str(file.stat().st_size))])
        wrapped: Iterable[bytes] = environ["wsgi.file_wrapper"](file.open("rb"))
        return wrapped
    if path.startswith("/fails/"):
        raise RuntimeError("a secret")
    told = {name: value for name, value in environ.items() if isinstance(value, str)}
    told["body"] = environ["wsgi.input"].read().decode()
    start("200 OK", [("content-type", "application/json"), ("x-twice", "1"), ("x-twice", "2")])
    return [json.dumps(told).encode()]


application = Front(echo)
