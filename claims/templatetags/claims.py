"""The words of claim documents, as readers see them."""

from django import template
from django.db.models import TextChoices

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
from publishing.reading.records import Library, Record

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


@register.filter
def speaker_of(library: Library, said: Record | None) -> Record | None:
    """Return who made a statement or gave an answer; None if its words were removed."""
    return library.get("party", said["speaker"]) if said and said.is_readable else None


@register.filter
def quoted_in(claim: Record, statement: Record | None) -> dict[str, str]:
    """Return a claim's words as its statement has them, with their language."""
    return quote_of(claim, statement)
