"""Parties, sources, evidence, devices and indicators in the API."""

from evidence.api.filters import (
    DeviceFilters,
    EvidenceFilters,
    IndicatorFilters,
    PartyFilters,
    SourceFilters,
)
from evidence.documents import (
    DeviceDocument,
    EvidenceDocument,
    IndicatorDocument,
    PartyDocument,
    SourceDocument,
)
from evidence.models import Device, Evidence, Indicator, Party, Source
from publishing.api.records import RecordViewSet


class PartyViewSet(RecordViewSet):
    """People and organisations."""

    noun, plural = "party", "parties"
    queryset = Party.objects.all()
    serializer_class = PartyDocument
    filterset_class = PartyFilters


class SourceViewSet(RecordViewSet):
    """Documents that anyone can go and read."""

    noun, plural = "source", "sources"
    queryset = Source.objects.all()
    serializer_class = SourceDocument
    filterset_class = SourceFilters


class EvidenceViewSet(RecordViewSet):
    """Findings and document sets."""

    noun, plural = "evidence", "evidence"
    queryset = Evidence.objects.all()
    serializer_class = EvidenceDocument
    filterset_class = EvidenceFilters


class DeviceViewSet(RecordViewSet):
    """Devices that were examined, with their published traces."""

    noun, plural = "device", "devices"
    queryset = Device.objects.all()
    serializer_class = DeviceDocument
    filterset_class = DeviceFilters


class IndicatorViewSet(RecordViewSet):
    """Technical indicators, and which editions of which list name them."""

    noun, plural = "indicator", "indicators"
    queryset = Indicator.objects.all()
    serializer_class = IndicatorDocument
    filterset_class = IndicatorFilters
