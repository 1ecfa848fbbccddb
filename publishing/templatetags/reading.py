"""What templates of public pages say about any record: texts, dates, addresses."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django import template
from django.utils.dateformat import format as date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from publishing.reading import addresses
from values.defanging import defanged, without_accounts
from values.differences import Piece
from values.fuzzydate import FuzzyDate
from values.languages import LanguageText, chosen, direction, language_name, marked_up
from values.validation import is_linkable

register = template.Library()
register.filter("dir", direction)
register.filter("language_name", language_name)


@register.filter
def words(texts: Mapping[str, str] | None) -> SafeString:
    """Return a language map's text as HTML in the reader's language, or the nearest to it.

    Accounts in it are written so that nobody opens them by accident; quotes, which have to stay
    exact, are not language maps.
    """
    found = chosen(texts or {})
    return marked_up(found._replace(text=without_accounts(found.text)))


@register.filter
def plain(texts: Mapping[str, str] | None) -> str:
    """Return a language map's text without mark-up, for titles and attributes."""
    return chosen(texts or {}).text


@register.filter
def name(record: Any) -> str:
    """Return what to call a record, without mark-up.

    Templates look into a record's document first, so “record.title” may be a document's own.
    """
    return _title(record.kind, record.title).text if record else ""


@register.filter
def link(record: Any) -> SafeString:
    """Return a link to a record's page, struck through if the record is withdrawn."""
    if record is None:
        return SafeString("")
    if not record.is_readable:
        return removed(record)
    return format_html(
        '<a href="{}"{}>{}</a>',
        address(record),
        struck(record),
        marked_up(_title(record.kind, record.title)),
    )


@register.simple_tag
def struck(record: Any) -> SafeString:
    """Return the attribute that strikes the name of a withdrawn record through."""
    return SafeString(' class="struck"' if record.state == "withdrawn" else "")


def removed(record: Any) -> SafeString:
    """Return a link to a record whose words were erased; its page says why."""
    return format_html('<a href="{}">{}</a>', address(record), gettext("a removed record"))


@register.filter
def outlink(url: str) -> SafeString:
    """Return an address elsewhere as a link, or as text if its scheme is not one of the web's."""
    if not is_linkable(url):
        return format_html('<span class="url">{}</span>', url)
    return format_html('<a class="url" href="{0}" rel="noreferrer">{0}</a>', url)


@register.simple_tag
def title(kind: str, texts: Mapping[str, str]) -> SafeString:
    """Return what to call a record known by kind and title only."""
    return marked_up(_title(kind, texts))


@register.filter
def called(texts: Mapping[str, str], kind: str) -> str:
    """Return what to call a record known by kind and title only, without mark-up."""
    return _title(kind, texts).text


def _title(kind: str, texts: Mapping[str, str]) -> LanguageText:
    found = chosen(texts)
    return found._replace(text=defanged(found.text)) if kind == "indicator" else found


@register.filter
def address(record: Any) -> str:
    """Return the path of a record's page."""
    return addresses.address(record.kind, record.slug)


@register.filter
def json_address(record: Any) -> str:
    """Return the path of a record in the API."""
    return addresses.json_address(record.kind, record.slug)


@register.filter
def history_address(record: Any) -> str:
    """Return the path of a record's history."""
    return addresses.history_address(record.kind, record.slug)


@register.filter
def version_address(record: Any) -> str:
    """Return the path at which this version of a record stays for ever."""
    return addresses.version_address(record.kind, record.slug, record.version)


@register.filter
def json_version_address(record: Any) -> str:
    """Return the path of this version of a record in the API."""
    return addresses.json_version_address(record.kind, record.slug, record.version)


@register.simple_tag
def place(kind: str, slug: str) -> str:
    """Return the path of the page of a record known by kind and slug only."""
    return addresses.address(kind, slug)


@register.simple_tag
def fuzzy(text: str, zone: str = "") -> SafeString:
    """Return a date in words, as precise as it is known."""
    if not text:
        return format_html('<span class="undated">{}</span>', gettext("date not known"))
    date = FuzzyDate.parse(text, zone)
    if re.fullmatch(r"\d{4}(-\d\d){0,2}|\d{4}-\d\d-\d\dT.*", text) and "/" not in text:
        return format_html('<time datetime="{}">{}</time>', text, date.display())
    return format_html("<span>{}</span>", date.display())


@register.filter
def day(moment: datetime | None) -> str:
    """Return the day of a moment of the log, in UTC; nothing for a draft."""
    return date_format(moment.astimezone(UTC), "j F Y") if moment else ""


@register.filter
def minute(moment: datetime | None) -> str:
    """Return a moment of the log to the minute; nothing for a draft."""
    return date_format(moment.astimezone(UTC), "j F Y, H:i \\U\\T\\C") if moment else ""


@register.filter
def redline(pieces: Iterable[Piece]) -> SafeString:
    """Return a text with what was added and removed marked in it."""
    elements = {"added": "<ins>{}</ins>", "removed": "<del>{}</del>", "same": "{}"}
    parts = [format_html(elements[one.kind], one.text) for one in pieces]
    return format_html_join("", "{}", ((part,) for part in parts))


@register.inclusion_tag("quote/quote.html")
def quote(text: str, language: str, look: str) -> dict[str, str]:
    """Show words in the language in which they were said; ``look`` names ink and size."""
    written = direction(language) if language else "auto"
    return {"text": text, "language": language, "direction": written, "look": look}


@register.filter
def short_hash(digest: str) -> str:
    """Return the first twelve digits of a hash."""
    return digest[:12]


@register.filter
def thousands(number: int) -> str:
    """Return a number with thin spaces between the thousands."""
    return f"{number:,}".replace(",", "\u202f")
