"""The words of evidence documents, as readers see them."""

from django import template
from django.db.models import TextChoices
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from evidence.models import (
    Finding,
    IndicatorType,
    ListingStatus,
    PartyType,
    Seen,
    SourceType,
    TraceFinding,
    Verification,
)
from publishing.reading.records import Record
from publishing.templatetags.reading import fuzzy

register = template.Library()


def in_words(choices: type[TextChoices], value: str) -> str:
    """Return the label of a choice; the value itself where it is not a known one."""
    return str(choices(value).label) if value in choices.values else value.replace("_", " ")


def _register(name: str, choices: type[TextChoices]) -> None:
    register.filter(name, lambda value: in_words(choices, value))


_register("verification", Verification)
_register("party_type", PartyType)
_register("source_type", SourceType)
_register("seen", Seen)
_register("finding", Finding)
_register("trace_finding", TraceFinding)
_register("indicator_type", IndicatorType)
_register("listing_status", ListingStatus)


@register.simple_tag
def public_since(evidence: Record) -> SafeString | str:
    """Return since when evidence has been public, or that this is not known."""
    if not evidence["became_public"]:
        return public_since_unknown()
    date = fuzzy(evidence["became_public"], evidence["time_zone"])
    return format_html("{} {}", gettext("public since"), date)


@register.simple_tag
def public_since_unknown() -> str:
    """Return the words for evidence when it is not known since when it has been public."""
    return gettext("when it became public is not known")


@register.filter
def evidence_type(value: str) -> str:
    """Return what kind of thing an item of evidence is, in words."""
    return value.replace("_", " ")
