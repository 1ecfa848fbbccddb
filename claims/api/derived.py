"""The standing of claims in the API, in two queries for any number of claims."""

from typing import Any

from rest_framework import serializers

from claims.derived.independence import origins_of
from claims.derived.standing import UNANSWERED, Standing, standing_of
from claims.models import Rebuttal, Relation
from evidence.models import Evidence
from publishing.reading.records import load


class StandingAnswer(serializers.Serializer[Any]):
    """How a claim was answered, and on what. Derived from live answers, and never a verdict."""

    how = serializers.ListField(
        child=serializers.ChoiceField(choices=[*Relation.values, UNANSWERED]),
        help_text="The relations of its live answers, or unanswered, or off_point alone.",
    )
    lines = serializers.IntegerField(
        min_value=0, help_text="The number of independent lines of evidence of the answers."
    )
    primary = serializers.ListField(
        child=serializers.CharField(),
        help_text="The origins of the lines that were seen at their publisher (evidence slugs).",
    )
    reported = serializers.ListField(
        child=serializers.CharField(), help_text="The origins of the other lines (evidence slugs)."
    )
    helping = serializers.ListField(
        child=serializers.CharField(),
        help_text="The origins of evidence that helps the denial (evidence slugs).",
    )


class ClaimDerived(serializers.Serializer[Any]):
    """What depends on other records, so is never part of the document."""

    standing = StandingAnswer()


def standings(claims: list[str]) -> dict[str, dict[str, Any]]:
    """Return what is derived about each of the claims (slugs)."""
    library = load(
        Rebuttal.objects.filter(answers__claim__slug__in=claims),
        Evidence.objects.filter(citations__rebuttal__answers__claim__slug__in=claims),
    )
    rebuttals = library.of_kind("rebuttal")
    evidence = {record.slug: record for record in library.of_kind("evidence")}
    origins = origins_of(evidence)
    return {
        claim: {"standing": _as_json(standing_of(claim, rebuttals, evidence, origins))}
        for claim in claims
    }


def _as_json(standing: Standing) -> dict[str, Any]:
    return {
        "how": list(standing.how),
        "lines": standing.lines,
        "primary": sorted(standing.primary),
        "reported": sorted(standing.reported),
        "helping": sorted(standing.helping),
    }
