"""Evidence: what makes sense without any denial."""

from evidence.models.device import Device, Trace, TraceFinding
from evidence.models.evidence import Edition, Evidence, Examination, Finding
from evidence.models.indicator import Indicator, IndicatorType, Listing, ListingStatus
from evidence.models.party import Party, PartyType
from evidence.models.source import Capture, Seen, Source, SourceType
from evidence.models.verification import Verification

__all__ = [
    "Capture",
    "Device",
    "Edition",
    "Evidence",
    "Examination",
    "Finding",
    "Indicator",
    "IndicatorType",
    "Listing",
    "ListingStatus",
    "Party",
    "PartyType",
    "Seen",
    "Source",
    "SourceType",
    "Trace",
    "TraceFinding",
    "Verification",
]
