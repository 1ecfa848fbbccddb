"""Addresses of the pages of claims."""

from claims import pages
from publishing.urls import record_paths

urlpatterns = [
    *record_paths("case", pages.case),
    *record_paths("statement", pages.statement, pages.speakers_of),
    *record_paths("claim", pages.claim, pages.statements_of),
    *record_paths("family", pages.family),
    *record_paths("rebuttal", pages.rebuttal, pages.answerers_of),
    *record_paths("event", pages.event),
]
