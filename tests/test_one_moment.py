"""A page or answer shows the record as it is at one moment, whatever is published meanwhile."""

from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from publishing.models import newest_seq
from tests.builders import edit, make_claim, publish, publish_all
from tests.processes import Site, fresh_site

OLD, NEW = "The words before.", "The words after."


def read_while_publishing(address: str) -> dict[str, Any]:
    """Publish a change set after the first query of a page; runs in a separate process."""
    claim = make_claim(summary={"en": OLD}, slug="the-claim")
    publish_all(claim)
    seq = newest_seq()
    with connections["default"].execute_wrapper(_after_the_first(_correct)):
        response = Client(SERVER_NAME="localhost").get(address)
    return {
        "status": response.status_code,
        "etag": response.headers["ETag"].split("-")[0],
        "seq": f'W/"{seq}',
        "published": newest_seq() - seq,
        "page": response.content.decode(),
        "is_over": not connections["default"].in_atomic_block,
    }


def _correct() -> None:
    from claims.models import Claim
    from publishing.databases import at_desk

    with at_desk():
        claim = Claim.objects.get(slug="the-claim")
    publish(edit(claim, summary={"en": NEW}), reason=NEW)


def _after_the_first(act: Callable[[], None]) -> Callable[..., Any]:
    """Return a wrapper that lets another thread act once the newest line was asked for."""
    waiting = [act]

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if "publishing_head" in sql and waiting:
            thread = Thread(target=waiting.pop())
            thread.start()
            thread.join()
        return result

    return wrapper


@pytest.mark.parametrize(
    "address", ["/claims/the-claim/", "/changes/", "/", "/api/v1/claims/the-claim/"]
)
def test_what_is_published_meanwhile_is_not_seen(tmp_path: Path, address: str) -> None:
    with fresh_site(tmp_path) as site:
        seen = _seen(site, address)

    assert seen["status"] == 200
    assert seen["published"] == 1
    assert seen["etag"] == seen["seq"]
    assert NEW not in seen["page"]
    assert seen["is_over"]


def _seen(site: Site, address: str) -> dict[str, Any]:
    seen: dict[str, Any] = site.call(read_while_publishing, address)
    return seen
