"""The words of evidence documents, as readers see them."""

from django import template
from django.db.models import TextChoices

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


@register.filter
def evidence_type(value: str) -> str:
    """Return what kind of thing an item of evidence is, in words."""
    return value.replace("_", " ")
