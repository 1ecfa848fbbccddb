"""ETags from the newest line of the log: an unchanged record answers 304 from one query."""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from pegasus_tracker.build import BUILD
from publishing.models import newest_seq

GetResponse = Callable[[HttpRequest], HttpResponseBase]
UNVERSIONED = ("/desk/", "/static/")


class NewestRecord:
    """Give each public request the newest ``seq`` as ``request.newest_seq``, and its ETag."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(UNVERSIONED):
            return self.get_response(request)
        request.newest_seq = newest_seq()  # type: ignore[attr-defined]
        etag = etag_for(request, request.newest_seq)  # type: ignore[attr-defined]
        if request.method in ("GET", "HEAD") and etag in _sent_etags(request):
            return _with_version(HttpResponseNotModified(), etag)
        response = self.get_response(request)
        if response.status_code == 200 and request.method in ("GET", "HEAD"):
            _with_version(response, etag)
        return response


def etag_for(request: HttpRequest, seq: int) -> str:
    """Return the weak ETag of this address at this state of the record."""
    kind = request.headers.get("Accept", "")
    parts = (BUILD, str(seq), get_language() or "", request.get_full_path(), kind)
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f'W/"{seq}-{digest[:16]}"'


def _sent_etags(request: HttpRequest) -> list[str]:
    sent = request.headers.get("If-None-Match", "")
    return [tag.strip() for tag in sent.split(",") if tag.strip()]


def _with_version(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response.headers["ETag"] = etag
    response.headers.setdefault("Cache-Control", "public, no-cache")
    if isinstance(response, HttpResponse):
        patch_vary_headers(response, ["Accept"])
    return response
