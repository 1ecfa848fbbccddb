"""Addresses of the pages of claims."""

from claims import pages
from publishing.urls import record_paths

urlpatterns = [
    *record_paths("case", "cases", pages.cases, pages.case),
    *record_paths("statement", "statements", pages.statements, pages.statement),
    *record_paths("claim", "claims", pages.claims, pages.claim),
    *record_paths("family", "families", pages.families, pages.family),
    *record_paths("rebuttal", "rebuttals", pages.rebuttals, pages.rebuttal),
    *record_paths("event", "events", pages.events, pages.event),
]
