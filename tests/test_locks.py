"""Who reads to decide holds the row until it is written, so that two decisions come one by one."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.db import OperationalError, connections, transaction

from desk.changesets.review import _waiting
from publishing.databases import DESK, RECORD, at_desk, unlock_record
from publishing.publish import _Publication
from tests.builders import make_party, proposed, publish
from tests.processes import Site, fresh_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with fresh_site(tmp_path) as made:
        yield made


def write_meanwhile(alias: str, statement: str) -> str:
    """Write over another connection and say what became of it."""
    with closing(connections[alias].copy()) as another:
        unlock_record(another)
        with another.cursor() as cursor:
            patience = {"sqlite": "PRAGMA busy_timeout = 200"}
            cursor.execute(patience.get(another.vendor, "SET lock_timeout = '200ms'"))
            try:
                cursor.execute(statement)
            except OperationalError as error:
                return str(error)
    return "it was written at once"


def reject_what_somebody_reviews() -> str:
    changeset = proposed(make_party())
    with at_desk(), transaction.atomic(using=DESK):
        _waiting(changeset)
        return write_meanwhile(DESK, "UPDATE desk_changeset SET status = 'rejected'")


def test_of_two_reviewers_the_second_waits_until_the_first_has_decided(site: Site) -> None:
    assert "lock" in site.call(reject_what_somebody_reviews)


def publish_what_another_publication_would_follow() -> str:
    said = []

    def run(publication: _Publication) -> Any:
        said.append(write_meanwhile(RECORD, "UPDATE publishing_head SET seq = seq"))
        return real(publication)

    real = _Publication.run
    with mock.patch.object(_Publication, "run", run):
        publish(make_party())
    return said[0]


def test_of_two_publications_the_second_waits_for_the_end_of_the_log(site: Site) -> None:
    assert "lock" in site.call(publish_what_another_publication_would_follow)
