"""Who reads to decide holds the row until it is written, so that two decisions come one by one."""

from contextlib import closing
from pathlib import Path

from django.db import OperationalError, connections, transaction

from desk.changesets.review import _waiting
from publishing.databases import DESK, at_desk
from tests.builders import make_party, proposed
from tests.processes import fresh_site


def reject_what_somebody_reviews() -> str:
    """Write the same change set over another connection, and say what became of it."""
    changeset = proposed(make_party())
    with at_desk(), transaction.atomic(using=DESK):
        _waiting(changeset)
        with closing(connections[DESK].copy()) as another, another.cursor() as cursor:
            patience = {"sqlite": "PRAGMA busy_timeout = 200"}
            cursor.execute(patience.get(another.vendor, "SET lock_timeout = '200ms'"))
            try:
                cursor.execute("UPDATE desk_changeset SET status = 'rejected'")
            except OperationalError as error:
                return str(error)
    return "it was written at once"


def test_of_two_reviewers_the_second_waits_until_the_first_has_decided(tmp_path: Path) -> None:
    with fresh_site(tmp_path) as site:
        assert "lock" in site.call(reject_what_somebody_reviews)
