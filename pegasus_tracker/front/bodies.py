"""Request bodies: read only for the desk, in the event loop, with limits of time, size and number.

A thread that waits for the rest of a body answers nobody meanwhile, and granian has no deadline
for bodies. So no thread ever waits for one, and where nothing takes a body none is read.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any

from django.conf import settings
from granian.rsgi import HTTPProtocol

from pegasus_tracker.front.calling import WSGI, Environ
from pegasus_tracker.front.refusals import Refused

DESK = "/desk/"
WITHOUT_BODY = ("GET", "HEAD", "OPTIONS")
SECONDS = 10
# At one time in one process: bodies, and bytes of them that have arrived.
MOST, MOST_BYTES = 256, 40_000_000


def takes_body(method: str, path: str) -> bool:
    """Tell whether anything reads the body of such a request: the desk's forms do."""
    is_form = method not in WITHOUT_BODY and path.startswith(DESK)
    return is_form and not settings.PUBLIC_ONLY


def without_unread_bodies(application: WSGI) -> WSGI:
    """Show a WSGI application only the bodies that it takes, so that it waits for no other."""

    def guarded(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not takes_body(environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")):
            environ |= {"wsgi.input": BytesIO(), "CONTENT_LENGTH": "0"}
        return application(environ, start_response)

    return guarded


class Bodies:
    """The bodies that one process is reading.

    When they are too many, the one waited for longest is given up. A browser sends its form at
    once, so whoever sends slowly on purpose cannot keep an editor out.
    """

    def __init__(self) -> None:
        self._deadlines: dict[object, asyncio.Timeout] = {}
        self._bytes = 0

    async def read(self, proto: HTTPProtocol, length: int) -> bytes:
        """Return a body of the stated length; raises Refused."""
        largest = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if length > largest:
            raise Refused(413, f"This form is too large; the largest has {largest} bytes.")
        try:
            async with self._deadline():
                body = await self._collect(proto)
        except TimeoutError:
            words = f"The form took longer than {SECONDS} seconds to arrive. Send it again."
            raise Refused(408, words) from None
        if len(body) != length:
            # The connection broke: half a form must not be saved.
            raise Refused(400, "The form did not arrive complete.")
        return body

    @asynccontextmanager
    async def _deadline(self) -> AsyncIterator[None]:
        if len(self._deadlines) >= MOST:
            longest = next(iter(self._deadlines))
            self._deadlines.pop(longest).reschedule(0)
        this = object()
        async with asyncio.timeout(SECONDS) as deadline:
            self._deadlines[this] = deadline
            try:
                yield
            finally:
                self._deadlines.pop(this, None)

    async def _collect(self, proto: HTTPProtocol) -> bytes:
        body = bytearray()
        try:
            async for chunk in proto:
                body += chunk
                self._bytes += len(chunk)
                if self._bytes > MOST_BYTES:
                    raise Refused(503, "Too many forms are arriving at once. Try again soon.")
        finally:
            self._bytes -= len(body)
        return bytes(body)
