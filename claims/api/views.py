"""Cases, statements, claims, families, rebuttals and events in the API."""

from typing import ClassVar

from claims.api.derived import ClaimDerived, standings
from claims.api.filters import (
    CaseFilters,
    ClaimFilters,
    EventFilters,
    FamilyFilters,
    RebuttalFilters,
    StatementFilters,
)
from publishing.api.records import Derive, RecordViewSet


class CaseViewSet(RecordViewSet, kind="case"):
    """Matters, each with its own timeline."""

    filterset_class = CaseFilters


class StatementViewSet(RecordViewSet, kind="statement"):
    """Things that a party said, with the texts they are known in."""

    filterset_class = StatementFilters


class ClaimViewSet(RecordViewSet, kind="claim"):
    """Single assertions, in the speaker's words and in one neutral line."""

    filterset_class = ClaimFilters
    derivations: ClassVar[dict[str, Derive]] = {"standing": standings}
    derived_serializer = ClaimDerived


class FamilyViewSet(RecordViewSet, kind="family"):
    """Assertions that recur in many statements."""

    filterset_class = FamilyFilters


class RebuttalViewSet(RecordViewSet, kind="rebuttal"):
    """Published answers to claims, with what they rest on."""

    filterset_class = RebuttalFilters


class EventViewSet(RecordViewSet, kind="event"):
    """Dated facts of the timelines."""

    filterset_class = EventFilters
