"""An older database that is put back gets its lines again, even if the repair was killed.

In separate processes, on separate databases: what counts is what was committed.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from desk.changesets.review import approve
from desk.models import Operation
from publishing.databases import at_desk
from publishing.models import Head
from tests.builders import edit, make_editor, make_party, make_source, proposed
from tests.processes import Site, calling, copied, fresh_site
from tests.test_killed import die


def prepare() -> None:
    """Publish one set; runs in a separate process."""
    make_editor("author")
    make_editor("second")
    _publish(make_party(slug="kept"))


def _publish(*records: Any, **options: Any) -> None:
    users = get_user_model()._default_manager
    author, second = users.get(username="author"), users.get(username="second")
    approve(proposed(*records, author=author, **options), second)


def publish_three() -> str:
    """Publish, correct while erasing, and redact; runs in a separate process."""
    party, source = make_party(slug="kept-too"), make_source(slug="gone")
    _publish(party, source)
    with at_desk():
        kept = type(party).objects.get(slug="kept")
    _publish(edit(kept, country="MA"), erases=(1,))
    _publish(source, operation=Operation.REDACT)
    return newest_link()


def newest_link() -> str:
    return Head.objects.get(pk=1).link


@contextmanager
def older_record(folder: Path) -> Iterator[tuple[Site, str]]:
    """Give a site whose record lost three sets, and the link with which it ended before."""
    (folder / "older").mkdir()
    with fresh_site(folder) as site:
        site.call(prepare)
        with copied(site, folder / "older") as older:
            link = site.call(publish_three)
            urls = {**site.urls, "DATABASE_URL": older.urls["DATABASE_URL"]}
            yield Site(site.folder, urls), link


def test_an_older_database_that_is_put_back_ends_with_the_same_link(tmp_path: Path) -> None:
    with older_record(tmp_path) as (site, link):
        behind = site.call(newest_link)

        repaired = site.manage("publish_pending")
        verified = site.manage("verify_log")
        rebuilt = site.manage("rebuild_record")

    assert behind != link
    assert repaired.stdout.count("put back byte for byte") == 3, repaired.stderr
    assert verified.stdout.rstrip().endswith(link), verified.stderr
    assert rebuilt.returncode == 0, rebuilt.stderr


def die_while_repeating(place: str) -> None:
    """Begin to put back what was lost and die; runs in a separate process."""
    with mock.patch(f"publishing.repeating._Repetition.{place}", die):
        call_command("publish_pending")


@pytest.mark.parametrize("place", ["_write_entries", "_write_rows"])
def test_what_was_cut_off_while_it_was_put_back_is_put_back_next_time(
    tmp_path: Path, place: str
) -> None:
    with older_record(tmp_path) as (site, link):
        before = site.call(newest_link)

        killed = site.python("-c", calling(die_while_repeating, place))
        after = site.call(newest_link)
        repaired = site.manage("publish_pending")

        assert killed.returncode == -signal.SIGKILL, killed.stderr
        assert after == before
        assert repaired.stdout.count("put back byte for byte") == 3, repaired.stderr
        assert site.call(newest_link) == link
