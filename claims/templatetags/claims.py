"""The words of claim documents, as readers see them."""

from collections.abc import Iterable

from django import template
from django.db.models import TextChoices
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from claims.derived.coverage import ANSWERED, UNANSWERED, Coverage
from claims.models import (
    CitationRelation,
    EventType,
    PairedBy,
    Relation,
    RenditionType,
    StatementType,
    Strength,
    Topic,
    Translation,
)
from claims.quoted import quote_of
from evidence.models import Verification
from evidence.templatetags.evidence import in_words
from publishing.reading.records import Record
from publishing.templatetags.reading import link, quote, words

register = template.Library()


def _register(name: str, choices: type[TextChoices]) -> None:
    register.filter(name, lambda value: in_words(choices, value))


_register("verification", Verification)
_register("statement_type", StatementType)
_register("rendition_type", RenditionType)
_register("translation_kind", Translation)
_register("relation", Relation)
_register("paired_by", PairedBy)
_register("citation_relation", CitationRelation)
_register("strength", Strength)
_register("event_type", EventType)
_register("topic", Topic)


@register.simple_tag
def given_by(rebuttal: Record, speaker: Record | None) -> str:
    """Return who gave an answer: a link, or that it is an observation of the editors."""
    if rebuttal["editorial_observation"]:
        return gettext("observation of this record’s editors")
    return link(speaker)


@register.simple_tag
def translation_of(claim: Record) -> SafeString:
    """Return a claim's words in translation, if the record has one."""
    if not claim["translation"]:
        return SafeString("")
    translated = words(claim["translation"])
    return format_html(
        '<p class="translation">{} <b>({})</b></p>', translated, gettext("translation")
    )


@register.filter
def tally(counted: Iterable[tuple[str, int]]) -> str:
    """Return how many answers there are of each relation, such as “contradicts × 3”."""
    return " · ".join(f"{name} × {count}" for name, count in counted)


@register.filter
def marked(coverage: Coverage) -> SafeString:
    """Return a text with the claims in it marked."""
    elements = dict.fromkeys((ANSWERED, UNANSWERED), "<mark>{}</mark>")
    parts = [format_html(elements.get(one.kind, "{}"), one.text) for one in coverage.segments]
    return format_html_join("", "{}", ((part,) for part in parts))


@register.filter
def share(coverage: Coverage, kind: str) -> int:
    """Return which share of a text is of a kind, in per cent."""
    return coverage.share(kind)


@register.inclusion_tag("quote/quote.html")
def claim_quote(claim: Record, statement: Record | None, look: str) -> dict[str, str]:
    """Show a claim's words as its statement has them."""
    found = quote_of(claim, statement)
    return quote(found["text"], found["language"], look)
