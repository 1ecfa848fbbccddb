"""A request as WSGI wants it."""

import sys
from io import BytesIO
from typing import Any

from granian.rsgi import Scope

PROTOCOLS = {"1": "HTTP/1.0", "1.1": "HTTP/1.1"}
# Given by CONTENT_TYPE and CONTENT_LENGTH, or meaningless once the body is read.
NOT_PASSED_ON = ("content-type", "content-length", "transfer-encoding")


def environ_of(scope: Scope, body: bytes) -> dict[str, Any]:
    """Return the WSGI environment of a request whose body has been read, or is not wanted."""
    server, _, port = scope.server.rpartition(":")
    return {
        **_headers(scope),
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": _as_latin_1(scope.path),
        "QUERY_STRING": _as_latin_1(scope.query_string),
        "CONTENT_TYPE": scope.headers.get("content-type", ""),
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": PROTOCOLS.get(scope.http_version, "HTTP/1.1"),
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def _headers(scope: Scope) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in scope.headers.items():
        # X_Forwarded_Proto would become what only a proxy may say, with X-Forwarded-Proto.
        if "_" in name or name in NOT_PASSED_ON:
            continue
        key = f"HTTP_{name.upper().replace('-', '_')}"
        if key in headers:
            value = f"{headers[key]}{'; ' if name == 'cookie' else ','}{value}"
        headers[key] = value
    # Without any, Django has to refuse: it would take the address of this machine instead.
    headers.setdefault("HTTP_HOST", scope.authority or "")
    return headers


def _as_latin_1(text: str) -> str:
    """Return the UTF-8 of a text as WSGI wants bytes: each as one character."""
    return text.encode().decode("latin-1")
