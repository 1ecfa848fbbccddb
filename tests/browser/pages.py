"""The types of pages, each with an address that shows what is hard about it."""

from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class PageType:
    """One type of page: its name in messages, its address, the status it answers."""

    name: str
    path: str
    status: int = 200
    has_twin: bool = True

    def __str__(self) -> str:
        return self.name


RECORDS = [
    PageType("case", "/cases/pegasus-project/"),
    PageType("statement", "/statements/stm-nso-gelfand-2021-07-21/"),
    PageType("claim", "/claims/clm-gelfand-macron/"),
    PageType("claim with many answers", "/claims/clm-map-never-used/"),
    PageType("family", "/families/fam-list-not-pegasus-targets/"),
    PageType("rebuttal", "/rebuttals/reb-lm-evidence-public/"),
    PageType("evidence", "/evidence/ev-methodology-report/"),
    PageType("source", "/sources/src-mapexpress-2021-07-21/"),
    PageType("party", "/parties/morocco-didh/"),
    PageType("device", "/devices/dev-claude-mangin-phone-1/"),
    PageType("indicator", "/indicators/ind-process-diagnosticd/"),
    PageType("event", "/events/evt-morocco-challenge/"),
]
STATES = [
    PageType("corrected", "/evidence/corrected/"),
    PageType("needs another look", "/rebuttals/another-look/"),
    PageType("withdrawn", "/claims/withdrawn/"),
    PageType("answer to a withdrawn claim", "/rebuttals/to-a-withdrawn-claim/"),
    PageType("long words, statement", "/statements/long/"),
    PageType("long words, claim", "/claims/long-too/"),
    PageType("long words, source", "/sources/long/"),
    PageType("old version", "/evidence/corrected/v1/"),
]
LISTS = [
    PageType(f"list of {plural}", f"/{plural}/")
    for plural in (
        *("cases", "statements", "claims", "families", "rebuttals", "events"),
        *("evidence", "parties", "sources", "devices", "indicators"),
    )
]
LOG = [
    PageType("changes", "/changes/"),
    PageType("history", "/evidence/corrected/history/", has_twin=False),
    PageType("history of a removed record", "/parties/removed/history/", has_twin=False),
]
SITE = [
    PageType("home", "/", has_twin=False),
    PageType("about", "/about/", has_twin=False),
    PageType("method", "/method/", has_twin=False),
    PageType("search", "/search/", has_twin=False),
    PageType("results", "/search/?q=morocco", has_twin=False),
    PageType("no results", "/search/?q=zzqqxx", has_twin=False),
    PageType("filtered case", "/cases/pegasus-project/?speaker=nso-gelfand"),
    PageType("removed", "/parties/removed/", status=410, has_twin=False),
    PageType("not found", "/claims/never-published/", status=404, has_twin=False),
]
DOCS = PageType("API docs", "/api/v1/docs/", has_twin=False)

READABLE = [*SITE, *RECORDS, *STATES, *LISTS, *LOG]
EVERY = [*READABLE, DOCS]


def each(*pages: PageType) -> pytest.MarkDecorator:
    """Run a test once for each type of page, as its argument ``page_type``."""
    return pytest.mark.parametrize("page_type", pages, ids=str)
