"""Addresses of the pages of evidence."""

from evidence import pages
from publishing.urls import record_paths

urlpatterns = [
    *record_paths("evidence", "evidence", pages.evidence_list, pages.evidence),
    *record_paths("source", "sources", pages.sources, pages.source),
    *record_paths("party", "parties", pages.parties, pages.party),
    *record_paths("device", "devices", pages.devices, pages.device),
    *record_paths("indicator", "indicators", pages.indicators, pages.indicator),
]
