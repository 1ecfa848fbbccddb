"""Addresses of the pages of evidence."""

from evidence import pages
from publishing.urls import record_paths

urlpatterns = [
    *record_paths("evidence", pages.evidence, pages.producers_of),
    *record_paths("source", pages.source),
    *record_paths("party", pages.party),
    *record_paths("device", pages.device, pages.owners_of),
    *record_paths("indicator", pages.indicator),
]
