"""A small record with every noun and every action in it, and all that it tells.

It is small so that three hundred damaged copies of it can be read again in a minute or two.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.test import Client

from desk.models import Operation
from publishing.databases import at_desk
from publishing.models import Entry, Revision
from publishing.nouns import noun, nouns
from tests.builders import (
    edit,
    make_capture,
    make_case,
    make_citation,
    make_claim,
    make_device,
    make_edition,
    make_event,
    make_evidence,
    make_examination,
    make_family,
    make_indicator,
    make_listing,
    make_party,
    make_passage,
    make_rebuttal,
    make_source,
    make_statement,
    make_tension,
    make_trace,
    publish,
    publish_all,
)

LONG = " ".join(f"We were never a client, and sentence {n} says so again." for n in range(60))
TEXT = f"We were never a client. We know nothing of it. {LONG}"

Told = dict[str, str]


def build() -> None:
    """Publish records of every noun, with all their parts and links."""
    case, speaker, paper = make_case(slug="case"), make_party(slug="speaker"), make_source()
    common: dict[str, Any] = {"cases": [case], "sources": [paper], "speaker": speaker}
    statements = [
        make_statement(TEXT, slug=f"statement-{n}", issued=f"2021-07-2{n}", **common)
        for n in range(2)
    ]
    family = make_family(slug="family")
    claims = [make_claim(statements[n % 2], slug=f"claim-{n}", family=family) for n in range(4)]
    make_passage(claims[0], "We know nothing of it.")
    make_tension(family, claims[0], claims[1])
    ground = make_evidence(slug="ground", sources=[paper], producer=speaker)
    found = make_evidence(slug="found", sources=[paper], producer=speaker, derived_from=[ground])
    edition = make_edition(found, source=paper)
    make_examination(found, examiner=speaker, source=paper)
    make_citation(claims[2], found, source=paper)
    indicator, device = make_indicator(slug="indicator"), make_device(owner=speaker)
    make_listing(indicator, edition)
    make_trace(device, indicator=indicator, evidence=found, source=paper)
    answers = [make_rebuttal(claims[n], slug=f"answer-{n}", evidence=[found]) for n in range(2)]
    event = make_event(slug="event", cases=[case], statements=[statements[0]], sources=[paper])
    make_capture(paper)
    publish_all(*claims, *answers, indicator, device, event)


def go_on() -> None:
    """Correct, withdraw, restore and redact."""
    gone = make_statement(TEXT, slug="gone", issued="2021-07-23")
    publish_all(gone)
    publish(edit(_at_desk("claim", "claim-3"), note={"en": "Corrected once."}))
    publish(gone, operation=Operation.REDACT)
    publish(_at_desk("claim", "claim-2"), operation=Operation.WITHDRAW)


def end() -> None:
    """Publish two more sets, the last in the log."""
    publish(_at_desk("claim", "claim-2"), operation=Operation.RESTORE)
    publish(make_party(slug="late"))


def _at_desk(kind: str, slug: str) -> Any:
    with at_desk():
        return noun(kind).model._default_manager.get(slug=slug)


def told(addresses: list[str]) -> Told:
    """Return what a reader or a program is told at each address: the status and the body."""
    client = Client(raise_request_exception=False)
    return {address: _answer(client, address) for address in addresses}


def _answer(client: Client, address: str) -> str:
    response = client.get(address)
    body = b"".join(response) if response.streaming else response.content
    return f"{response.status_code} {hashlib.sha256(body).hexdigest()}"


def addresses() -> list[str]:
    """Return an address for everything that the record tells, in pages and in the API."""
    return ["/", "/changes/", "/search/?q=never+a+client", *_lists(), *_records(), *_lines()]


def _lists() -> Iterator[str]:
    yield from ("/api/v1/changes/?page_size=100", "/api/v1/revisions/?page_size=100")
    for one in nouns():
        yield f"/{one.plural}/"
        yield from (f"/api/v1/{one.plural}/?{by}" for by in ("page_size=100", "ordering=-seq"))


def _records() -> Iterator[str]:
    for kind, slug in Entry.objects.order_by("kind", "slug").values_list("kind", "slug"):
        yield from (f"/{noun(kind).plural}/{slug}/", f"/api/v1/{noun(kind).plural}/{slug}/")
        yield f"/api/v1/{noun(kind).plural}/{slug}/versions/"


def _lines() -> Iterator[str]:
    for seq in Revision.objects.order_by("seq").values_list("seq", flat=True):
        yield f"/api/v1/revisions/{seq}/"
