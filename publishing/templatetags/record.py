"""Finding records and values in what a page was given."""

from typing import Any, NamedTuple

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from publishing.reading.addresses import address
from publishing.reading.records import Library, Record
from publishing.templatetags.reading import removed
from values.fuzzydate import FuzzyDate
from values.languages import direction

register = template.Library()


class Shelf(NamedTuple):
    """One kind of record in a library."""

    library: Library
    kind: str


@register.filter
def get_record(library: Library, kind: str) -> Shelf:
    """Name the kind of record that is looked for; ``slug`` then says which one."""
    return Shelf(library, kind)


@register.filter
def slug(shelf: Shelf, name: str | None) -> Record | None:
    """Return the record of this slug, or None."""
    return shelf.library.get(shelf.kind, name)


@register.filter
def of_kind(library: Library, kind: str) -> list[Record]:
    """Return all records of a kind that the page was given."""
    return library.of_kind(kind)


@register.filter
def share(coverage: Any, kind: str) -> int:
    """Return which share of a text is of a kind, in per cent."""
    return int(coverage.share(kind))


@register.filter
def cite(source: Record | None) -> SafeString:
    """Return a source as one cites it: title, publisher, date, and its address for printing."""
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
