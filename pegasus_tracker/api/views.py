"""The front door of the API, its description, and what answers where there is nothing."""

from functools import lru_cache
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import override
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from pegasus_tracker.api.schema import OLDEST
from publishing.api.views import ReadingView
from publishing.formats.recorded import oldest_formats
from publishing.models import Head
from publishing.nouns import listed_nouns

# Swagger UI draws its arrows with data: images and fetches the description; nothing else.
DOCS_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "connect-src": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [NONE],
}


class Front(serializers.Serializer[Any]):
    """Where everything is."""

    newest_seq = serializers.IntegerField(help_text="The newest line of the log.")
    newest_link = serializers.CharField(
        help_text="Its link: keep both, to tell later whether the log was changed."
    )
    endpoints = serializers.DictField(
        child=serializers.URLField(), help_text="The address of each list, by its name."
    )


class FrontView(ReadingView):
    """Where everything is, and how far the log has come."""

    noun, plural = "api", "api"

    @extend_schema(responses=Front)
    def get(self, request: Request) -> Response:
        """Give the address of every list, of the log, and of this API's description."""
        names = [noun.plural for noun in listed_nouns()]
        lists = {plural: f"api:{plural}-list" for plural in (*names, "revisions", "changes")}
        pages = {"schema": "api:schema", "docs": "api:docs"}
        endpoints = {
            name: request.build_absolute_uri(reverse(route))
            for name, route in {**lists, **pages}.items()
        }
        head = Head.objects.get(pk=1)
        return Response({"newest_seq": head.seq, "newest_link": head.link, "endpoints": endpoints})


class SchemaView(ReadingView):
    """The OpenAPI 3.1 description of this API, as JSON or, if accepted, YAML."""

    renderer_classes = [
        OpenApiJsonRenderer2,
        OpenApiJsonRenderer,
        OpenApiYamlRenderer2,
        OpenApiYamlRenderer,
    ]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(described())


def described() -> Any:
    """Return the description, which is the same as long as the oldest formats are."""
    return described_from(tuple(sorted(oldest_formats().items())))


@lru_cache(maxsize=2)
def described_from(oldest: tuple[tuple[str, int], ...]) -> Any:
    """Return the description for a record with these oldest formats, as (kind, number) pairs."""
    generator: Any = SchemaGenerator()  # type: ignore[no-untyped-call]
    token = OLDEST.set(dict(oldest))
    try:
        with override("en"):
            return generator.get_schema(request=None, public=True)
    finally:
        OLDEST.reset(token)


@csp_replace(DOCS_POLICY)
def docs(request: HttpRequest) -> HttpResponse:
    """Show the description as pages to read and to try out."""
    return render(request, "api/docs.html")


class NothingHereView(ReadingView):
    """Every other address below the API: a problem, or the address with its slash."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if request.method not in ("GET", "HEAD") or not _exists(f"{request.path_info}/"):
            raise NotFound("There is nothing at this address; /api/v1/ lists what there is.")

    @extend_schema(exclude=True)
    def get(self, request: Request, rest: str) -> HttpResponseRedirect:
        address: Any = request._request
        return HttpResponseRedirect(address.get_full_path(force_append_slash=True), status=301)


def _exists(path: str) -> bool:
    try:
        return resolve(path).url_name != "nothing-here"
    except Resolver404:
        return False
