"""Finding records in what a page was given: the library in its context."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from publishing.reading.addresses import address
from publishing.reading.records import Library, Record
from publishing.templatetags.reading import link, removed
from values.fuzzydate import FuzzyDate
from values.languages import direction

register = template.Library()

Page = Mapping[str, Any]


@register.simple_tag(takes_context=True)
def record(context: Page, kind: str, slug: str | None) -> Record | None:
    """Return one record: ``{% record "party" statement.speaker as speaker %}``."""
    library: Library = context["library"]
    return library.get(kind, slug)


@register.simple_tag(takes_context=True)
def records(context: Page, kind: str) -> list[Record]:
    """Return all records of a kind: ``{% records "device" as devices %}``."""
    library: Library = context["library"]
    return library.of_kind(kind)


@register.simple_tag(takes_context=True)
def link_to(context: Page, kind: str, slug: str | None) -> SafeString:
    """Return a link to a record; nothing if the page was not given it."""
    return link(record(context, kind, slug))


@register.simple_tag(takes_context=True)
def cite_source(context: Page, slug: str | None, locator: str = "") -> SafeString:
    """Return a source as it is cited, with the place in it."""
    return cite(record(context, "source", slug), locator)


@register.filter
def cite(source: Record | None, locator: str = "") -> SafeString:
    """Return a source as it is cited, with the place in it."""
    whole = _cited(source)
    return format_html("{}, {}", whole, locator) if locator else whole


def _cited(source: Record | None) -> SafeString:
    """Return title, publisher, date, and the address for those who print the page."""
    if source is None:
        return SafeString("")
    if not source.is_readable:
        return removed(source)
    title = format_html(
        '<a href="{}"><cite lang="{}" dir="{}">{}</cite></a>',
        address("source", source.slug),
        source["language"],
        direction(source["language"]),
        source["title"] or gettext("untitled document"),
    )
    date = FuzzyDate.parse(source["published"]).display() if source["published"] else ""
    parts = [title, *(part for part in (source["publisher_name"], date) if part)]
    cited = format_html_join(", ", "{}", ((part,) for part in parts))
    url = source["url"] or source["original_url"]
    return format_html('{}<span class="print-url"> &lt;{}&gt;</span>', cited, url) if url else cited
