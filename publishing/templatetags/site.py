"""What the frame of every page says: where it is, and where to go from there."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from publishing.nouns import noun
from publishing.reading import addresses

register = template.Library()

Page = Mapping[str, Any]


@register.simple_tag(takes_context=True)
def origin(context: Page) -> str:
    """Return the scheme and host of this site, as in “https://example.org”."""
    request: HttpRequest = context["request"]
    return f"{request.scheme}://{request.get_host()}"


@register.simple_tag(takes_context=True)
def twin(context: Page) -> str:
    """Return the path in the API of what this page shows, or nothing."""
    request = context.get("request")
    return addresses.twin_of(request.resolver_match) if request else ""


@register.simple_tag
def list_link(kind: str) -> SafeString:
    """Return a link to the list of a kind of record."""
    return format_html('<a href="{}">{}</a>', addresses.list_address(kind), noun(kind).name)


@register.simple_tag(takes_context=True)
def list_tab(context: Page, kind: str) -> SafeString:
    """Return a link to the list of a kind, marked there and on the pages of its records."""
    return _tab(context, addresses.list_address(kind), noun(kind).name, "true")


@register.simple_tag(takes_context=True)
def page_tab(context: Page, name: str, words: str) -> SafeString:
    """Return a link to a page of the site, marked there."""
    return _tab(context, reverse(name), words, "page")


def _tab(context: Page, path: str, words: str | Promise, current: str) -> SafeString:
    here = context["request"].path.startswith(path)
    mark = format_html(' aria-current="{}"', current) if here else ""
    return format_html('<a href="{}"{}>{}</a>', path, mark, words)
