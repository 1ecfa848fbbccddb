"""Marks beside a text: which ink it is in, and what a reader has to know about its state."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from publishing.nouns import noun

register = template.Library()

INKS = {
    "said": gettext_noop("Said"),
    "answered": gettext_noop("Answered"),
    "shown": gettext_noop("Shown"),
}


@register.simple_tag
def ink(name: str) -> SafeString:
    """Return the label of what was said, answered or shown."""
    return format_html('<span class="label {}">{}</span>', name, gettext(INKS[name]))


@register.simple_tag
def ink_of(record: Any) -> SafeString:
    """Return the label of a record, or nothing for a kind that has none."""
    name = noun(record.kind).ink
    return ink(name) if name else SafeString("")


@register.filter
def state_mark(words: str) -> SafeString:
    """Return words that limit what is beside them, marked."""
    return format_html('<span class="mark state">{}</span>', words)


@register.filter
def withdrawn_mark(record: Any) -> SafeString:
    """Return the mark of a withdrawn record, or nothing."""
    return state_mark(gettext("withdrawn")) if record.state == "withdrawn" else SafeString("")


@register.filter
def uncounted_mark(record: Any) -> SafeString:
    """Return the mark of a record that was withdrawn from what is counted here, or nothing."""
    words = gettext("withdrawn, not counted")
    return SafeString("") if record.is_live else state_mark(words)
