"""The RSGI application around Django's WSGI application."""

from granian.rsgi import HTTPProtocol, Scope

from pegasus_tracker.front.bodies import DESK, Bodies, takes_body
from pegasus_tracker.front.calling import WSGI, Threads
from pegasus_tracker.front.environ import environ_of
from pegasus_tracker.front.refusals import Refused

# They share one interpreter, so more of them do not answer more requests in all: they let short
# requests overtake a few long ones. Each has its own connections to the databases.
READERS, EDITORS = 4, 2


class Front:
    """Answers each request: refuses it, or passes it on to Django whole.

    Readers and the desk have separate threads: slow work at the desk (hashing a password, waiting
    for a lock) delays no reader.
    """

    def __init__(self, application: WSGI) -> None:
        self._bodies = Bodies()
        self._readers = Threads("readers", READERS, application)
        self._editors = Threads("editors", EDITORS, application)

    async def __rsgi__(self, scope: Scope, proto: HTTPProtocol) -> None:
        threads = self._editors if scope.path.startswith(DESK) else self._readers
        try:
            body = await self._body(scope, proto)
            await threads.answer(environ_of(scope, body), proto, close=_is_unread(scope, body))
        except Refused as refused:
            proto.response_str(refused.status, refused.headers, refused.words)

    async def _body(self, scope: Scope, proto: HTTPProtocol) -> bytes:
        if not takes_body(scope.method, scope.path):
            return b""
        if "transfer-encoding" in scope.headers:
            # Without a length, half a form cannot be told from a whole one.
            raise Refused(411, "A form has to say how long it is, with Content-Length.")
        length = int(scope.headers.get("content-length", "0"))
        return await self._bodies.read(proto, length) if length else b""


def _is_unread(scope: Scope, body: bytes) -> bool:
    """Tell whether a body is left on the connection, which is of no more use then."""
    has_body = scope.headers.get("content-length", "0") != "0"
    return not body and (has_body or "transfer-encoding" in scope.headers)
