"""What other sites may do with answers: read the API, which is public data, and nothing else."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]
API = "/api/"


class CrossOrigin:
    """Tell browsers which answers, errors and 304 included, they may hand to other sites."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_open = request.path_info.startswith(API)
        policy = "cross-origin" if is_open else "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = policy
        if is_open:
            _open_to_all(request, response)
        return response


def _open_to_all(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let pages of any other site read an answer, without cookies."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Allow"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
        response.headers["Access-Control-Max-Age"] = "86400"
