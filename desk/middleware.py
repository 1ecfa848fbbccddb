"""Opens the desk for everything below /desk/."""

from collections.abc import Callable, Iterator
from contextvars import copy_context
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from publishing.databases import at_desk

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class OpenDesk:
    """Let requests below /desk/, streamed bodies included, work at the desk."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith("/desk/"):
            return self.get_response(request)
        with at_desk():
            response = self.get_response(request)
            if isinstance(response, StreamingHttpResponse) and not response.is_async:
                response.streaming_content = _in_context(iter(response.streaming_content))  # type: ignore[arg-type]
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response


def _in_context(chunks: Iterator[Any]) -> Iterator[Any]:
    """Draw each chunk in a copy of the context that made the response."""
    context = copy_context()
    nothing = object()
    while (chunk := context.run(next, chunks, nothing)) is not nothing:
        yield chunk
