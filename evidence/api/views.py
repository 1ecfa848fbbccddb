"""Parties, sources, evidence, devices and indicators in the API."""

from evidence.api.filters import (
    DeviceFilters,
    EvidenceFilters,
    IndicatorFilters,
    PartyFilters,
    SourceFilters,
)
from publishing.api.records import RecordViewSet


class PartyViewSet(RecordViewSet, kind="party"):
    """People and organisations."""

    filterset_class = PartyFilters


class SourceViewSet(RecordViewSet, kind="source"):
    """Documents that anyone can go and read."""

    filterset_class = SourceFilters


class EvidenceViewSet(RecordViewSet, kind="evidence"):
    """Findings and document sets."""

    filterset_class = EvidenceFilters


class DeviceViewSet(RecordViewSet, kind="device"):
    """Devices that were examined, with their published traces."""

    filterset_class = DeviceFilters


class IndicatorViewSet(RecordViewSet, kind="indicator"):
    """Technical indicators, and which editions of which list name them."""

    filterset_class = IndicatorFilters
