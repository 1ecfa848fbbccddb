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
from claims.documents import (
    CaseDocument,
    ClaimDocument,
    EventDocument,
    FamilyDocument,
    RebuttalDocument,
    StatementDocument,
)
from claims.models import Case, Claim, Event, Family, Rebuttal, Statement
from publishing.api.records import Derive, RecordViewSet


class CaseViewSet(RecordViewSet):
    """Matters with a timeline of their own."""

    noun, plural = "case", "cases"
    queryset = Case.objects.all()
    serializer_class = CaseDocument
    filterset_class = CaseFilters


class StatementViewSet(RecordViewSet):
    """Things that a party said, with the texts they are known in."""

    noun, plural = "statement", "statements"
    queryset = Statement.objects.all()
    serializer_class = StatementDocument
    filterset_class = StatementFilters


class ClaimViewSet(RecordViewSet):
    """Single assertions, in the speaker's words and in one neutral line."""

    noun, plural = "claim", "claims"
    queryset = Claim.objects.all()
    serializer_class = ClaimDocument
    filterset_class = ClaimFilters
    derivations: ClassVar[dict[str, Derive]] = {"standing": standings}
    derived_serializer = ClaimDerived


class FamilyViewSet(RecordViewSet):
    """Assertions that recur in many statements."""

    noun, plural = "family", "families"
    queryset = Family.objects.all()
    serializer_class = FamilyDocument
    filterset_class = FamilyFilters


class RebuttalViewSet(RecordViewSet):
    """Published answers to claims, with what they rest on."""

    noun, plural = "rebuttal", "rebuttals"
    queryset = Rebuttal.objects.all()
    serializer_class = RebuttalDocument
    filterset_class = RebuttalFilters


class EventViewSet(RecordViewSet):
    """Dated facts of the timelines."""

    noun, plural = "event", "events"
    queryset = Event.objects.all()
    serializer_class = EventDocument
    filterset_class = EventFilters
