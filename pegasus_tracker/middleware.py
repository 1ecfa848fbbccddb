"""Each public answer is one moment of the record, named by an ETag.

The newest line of the log, the build and the address say what an answer holds, so an unchanged
record answers 304 from one query, and a page never shows half a change set.
"""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

from pegasus_tracker.build import BUILD
from publishing.databases import one_moment
from publishing.models import newest_seq
from publishing.reading.addresses import twin_of

GetResponse = Callable[[HttpRequest], HttpResponseBase]
UNVERSIONED = ("/desk/", "/static/")
SAFE = ("GET", "HEAD")


class NewestRecord:
    """Give each public request the newest ``seq`` as ``request.newest_seq``, and its ETag."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(UNVERSIONED):
            return self.get_response(request)
        known = _sent_etags(request) if request.method in SAFE else set()
        # A query outside the page's transaction, so that a 304 costs only this one.
        if known and _opaque(etag := etag_for(request, newest_seq())) in known:
            return _described(HttpResponseNotModified(), etag)
        with one_moment():
            return self._answer(request, any_will_do="*" in known)

    def _answer(self, request: HttpRequest, *, any_will_do: bool) -> HttpResponseBase:
        request.newest_seq = newest_seq()  # type: ignore[attr-defined]
        etag = etag_for(request, request.newest_seq)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.method not in SAFE or response.status_code != 200:
            return _described(response)
        if any_will_do:
            return _described(HttpResponseNotModified(), etag)
        _name_twin(request, response)
        return _described(response, etag)


def etag_for(request: HttpRequest, seq: int) -> str:
    """Return the weak ETag of this address at this state of the record.

    The host is part of it, since pages and answers name their own full address.
    """
    kind = request.headers.get("Accept", "")
    place = f"{request.scheme}://{request.META.get('HTTP_HOST', '')}{request.get_full_path()}"
    parts = (BUILD, str(seq), get_language() or "", place, kind)
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f'W/"{seq}-{digest[:16]}"'


def _sent_etags(request: HttpRequest) -> set[str]:
    """Return the tags that the reader holds, or “*”; weak and strong ones count alike."""
    return {_opaque(tag) for tag in parse_etags(request.headers.get("If-None-Match", ""))}


def _opaque(tag: str) -> str:
    return tag.removeprefix("W/")


def _name_twin(request: HttpRequest, response: HttpResponseBase) -> None:
    twin = twin_of(request.resolver_match)
    if twin:
        response.headers["Link"] = f'<{twin}>; rel="alternate"; type="application/json"'


def _described(response: HttpResponseBase, etag: str = "") -> HttpResponseBase:
    """Say how long an answer may be kept: until it was asked for again."""
    if etag:
        response.headers["ETag"] = etag
    kept = "no-store" if response.status_code >= 500 else "public, no-cache"
    response.headers.setdefault("Cache-Control", kept)
    if isinstance(response, HttpResponse):
        patch_vary_headers(response, ["Accept"])
    return response
