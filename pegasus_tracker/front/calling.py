"""Calling Django, which waits for databases, in threads beside the event loop."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from granian.rsgi import HTTPProtocol

from pegasus_tracker.front.refusals import Refused

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
WSGI = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

MOST_WAITING = 500
# Seconds for the event loop to take a piece of a stream.
PATIENCE = 5
CLOSE = ("connection", "close")


class Threads:
    """Threads that answer requests, in the order in which they came."""

    def __init__(self, name: str, count: int, application: WSGI) -> None:
        self._application = application
        self._pool = ThreadPoolExecutor(count, name)
        self._waiting = 0

    async def answer(self, environ: Environ, proto: HTTPProtocol, *, close: bool) -> None:
        """Answer a request, and close the connection then if told so; raises Refused."""
        if self._waiting >= MOST_WAITING:
            raise Refused(503, "Too many requests are waiting here. Try again in a moment.")
        loop = asyncio.get_running_loop()
        answer = _Answer(proto, loop, [CLOSE] if close else [])
        self._waiting += 1
        try:
            await loop.run_in_executor(self._pool, answer.send, self._application, environ)
        finally:
            self._waiting -= 1


class _Answer:
    """What a WSGI application answers to one request, on its way to the client."""

    def __init__(
        self, proto: HTTPProtocol, loop: asyncio.AbstractEventLoop, headers: Headers
    ) -> None:
        self._proto = proto
        self._loop = loop
        self._headers = headers
        self._status = 500

    def send(self, application: WSGI, environ: Environ) -> None:
        """Call the application and send what it answers."""
        chunks = application({**environ, "wsgi.file_wrapper": _File}, self._start)
        try:
            self._send(chunks)
        finally:
            getattr(chunks, "close", lambda: None)()

    def _start(self, status: str, headers: Headers, exc_info: Any = None) -> None:
        self._status = int(status[:3])
        self._headers += headers

    def _send(self, chunks: Iterable[bytes]) -> None:
        if isinstance(chunks, _File) and self._status == 200 and chunks.stays:
            # Read by the server as fast as the client reads, a piece at a time.
            self._proto.response_file(self._status, self._headers, chunks.name)
        elif isinstance(chunks, _File) or getattr(chunks, "streaming", False):
            self._stream(chunks)
        else:
            self._proto.response_bytes(self._status, self._headers, b"".join(chunks))

    def _stream(self, chunks: Iterable[bytes]) -> None:
        """Send chunks as they come. They wait in memory for a client that reads slowly."""
        transport = self._proto.response_stream(self._status, self._headers)

        async def send(chunk: bytes) -> None:
            await transport.send_bytes(chunk)

        for chunk in chunks:
            # The loop is gone without a word when the server stops meanwhile.
            asyncio.run_coroutine_threadsafe(send(chunk), self._loop).result(PATIENCE)


class _File:
    """A file that is an answer: what WSGI calls a file wrapper."""

    def __init__(self, file: BinaryIO, block_size: int = 65536) -> None:
        self._file = file
        self._block_size = block_size
        self.name = str(getattr(file, "name", ""))

    @property
    def stays(self) -> bool:
        """Whether the file will be there, and the same, when the server opens it by its name."""
        return Path(self.name).is_relative_to(settings.STATIC_ROOT)

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self._file.read(self._block_size), b"")

    def close(self) -> None:
        self._file.close()
