"""After a redaction nothing of the words is left in files, columns or pages; repeatable if cut off.

Files can only be cleaned where everything is committed, so each test has its own installation, and
works on it in separate processes.
"""

import json
import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connections

from claims.models import Claim
from desk.models import Redaction
from desk.redactions import finishing
from publishing.databases import at_desk
from publishing.models import Entry, Revision
from publishing.redacting.cleaning import Step
from publishing.redacting.leftovers import files_of
from publishing.redacting.rereading import Answer
from tests.builders import (
    make_claim,
    make_evidence,
    make_rebuttal,
    make_source,
    make_statement,
    publish_all,
)
from tests.processes import Site, calling, fresh_site, on_postgresql
from tests.redacting import redact

CANARY = "Le canari du ministre “chante” souvent la nuit, à l’été."
TEXT = f"First of all. {CANARY} We were never a client of anybody."
sqlite_only = pytest.mark.skipif(on_postgresql(), reason="PostgreSQL has no file to search")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Give an installation in which the words are in several records and versions."""
    with fresh_site(tmp_path) as made:
        made.call(prepare)
        yield made


def prepare() -> None:
    statement = make_statement(TEXT, slug="stm-canary")
    claim = make_claim(statement, CANARY, slug="clm-first")
    neighbour = make_claim(statement, "We were never a client", slug="clm-second")
    rebuttal = make_rebuttal(
        neighbour, evidence=[make_evidence()], slug="reb-third", short={"en": f"He said: {CANARY}"}
    )
    publish_all(claim, rebuttal)
    make_source(slug="src-draft", title=CANARY)


def redact_it() -> list[Any]:
    with at_desk():
        claim = Claim.objects.get(slug="clm-first")
    redact(claim)
    return report()


def report() -> list[Any]:
    redaction = Redaction.objects.get()
    return [redaction.report, redaction.packed, redaction.finished_at is not None]


def left_in_files() -> list[str]:
    """Return the files that hold the words raw, as JSON, or folded for the search."""
    folded = "le canari du ministre chante souvent"
    forms = [CANARY[:20], json.dumps(CANARY)[1:30], folded]
    paths = [path for alias in ("default", "desk") for path in files_of(alias)]
    return [
        f"{path.name}: {form}"
        for path in paths
        for form in forms
        if form.encode() in path.read_bytes()
    ]


def left_in_columns() -> list[str]:
    found = []
    for alias in ("default", "desk"):
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names():
                cursor.execute(f'SELECT * FROM "{table}"')
                if "canari du ministre" in repr(cursor.fetchall()):
                    found.append(f"{alias}.{table}")
    return found


def words_of(steps: list[dict[str, Any]], label: str) -> list[str]:
    return [step["words"] for step in steps if step["label"] == label]


def test_a_redaction_is_finished_when_it_is_published(site: Site) -> None:
    steps, packed, is_finished = site.call(redact_it)

    assert words_of(steps, "to do") == []
    assert (packed, is_finished) == ("", True)
    assert site.call(left_in_columns) == []


@sqlite_only
def test_nothing_is_left_in_the_files(site: Site) -> None:
    assert site.call(left_in_files)

    site.call(redact_it)

    assert site.call(left_in_files) == []


def test_the_record_is_whole_afterwards_and_can_be_rebuilt(site: Site) -> None:
    site.call(redact_it)

    verified, rebuilt = site.manage("verify_log", "--all"), site.manage("rebuild_record")

    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert rebuilt.returncode == 0, rebuilt.stderr


def test_the_public_pages_are_read_again(site: Site) -> None:
    steps, _packed, _finished = site.call(redact_it)

    [words] = [one for one in words_of(steps, "done") if "read again" in one]
    assert int(words.split()[0]) > 30


def test_what_is_out_of_reach_is_named(site: Site) -> None:
    steps, _packed, _finished = site.call(redact_it)

    said = " ".join(words_of(steps, "outside"))
    assert "Backups" in said
    assert ("pg_wal" in said) == on_postgresql()


def redact_and_die(where: str) -> None:
    def die(*args: Any, **kwargs: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with mock.patch(where, die):
        redact_it()


@pytest.mark.parametrize(
    "where",
    [
        "desk.changesets.publication.finish_redaction_of",
        "desk.redactions.finishing.cleaned",
        "desk.redactions.finishing.read",
        "desk.redactions.finishing._forget",
    ],
)
def test_the_next_start_says_what_is_left_and_it_can_be_finished(site: Site, where: str) -> None:
    killed = site.python("-c", calling(redact_and_die, where))
    assert killed.returncode == -signal.SIGKILL, killed.stderr

    said = site.manage("publish_pending").stdout
    finished = site.manage("finish_redaction")

    assert "Left to do: the redaction" in said
    assert finished.returncode == 0, finished.stdout
    assert "Left to do" not in site.manage("publish_pending").stdout
    assert site.call(left_in_columns) == []


def redact_while_someone_reads() -> list[Any]:
    """Redact while a reader is reading the record, and again when it has finished."""
    name = str(connections["default"].settings_dict["NAME"])
    reader = sqlite3.connect(name, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM publishing_revision").fetchone()
    with mock.patch("publishing.redacting.cleaning.PAUSE", 0.01):
        first = redact_it()
        reader.execute("COMMIT")
        reader.close()
        finishing.finish(Redaction.objects.get())
    return [first, report()]


@sqlite_only
def test_a_reader_in_the_midst_is_named_and_waited_for(site: Site) -> None:
    [(steps, packed, is_finished), (_steps, _packed, finished_later)] = site.call(
        redact_while_someone_reads
    )

    assert "someone is reading" in " ".join(words_of(steps, "to do"))
    assert packed
    assert (is_finished, finished_later) == (False, True)


def leave_words_behind() -> list[Any]:
    """Redact, and let someone write the words again before it is finished."""
    with mock.patch("desk.changesets.publication.finish_redaction_of"):
        redact_it()
    make_source(slug="src-again", title=f"Again: {CANARY}")
    steps = finishing.finish(Redaction.objects.get())
    return [[step.words for step in steps if not step.is_done], report()[1:]]


def test_words_that_came_back_are_found(site: Site) -> None:
    undone, (packed, is_finished) = site.call(leave_words_behind)

    assert any("source/src-again" in words for words in undone)
    assert packed
    assert not is_finished


def break_the_desk_and_finish() -> list[Any]:
    """Leave the words in a column where no place looks for them."""
    with mock.patch("desk.changesets.publication.finish_redaction_of"):
        redact_it()
    with connections["desk"].cursor() as cursor:
        cursor.execute("UPDATE django_content_type SET model = %s WHERE id = 1", [CANARY[:40]])
    steps = finishing.finish(Redaction.objects.get())
    return [step.words for step in steps if not step.is_done]


def test_words_where_no_place_looks_are_found_by_the_last_search(site: Site) -> None:
    undone = site.call(break_the_desk_and_finish)

    where = "django_content_type.model" if on_postgresql() else "desk.sqlite3"
    assert any(where in words for words in undone)


def redact_and_answer(status: int, texts: list[str]) -> list[Any]:
    """Let one page answer so although the record does not hold the words."""
    from publishing.redacting.rereading import read as real

    def read(addresses: Any) -> Any:
        for answer in real(addresses):
            if answer.address == "/claims/clm-second/":
                yield Answer(answer.address, status, "".join(f"<p>{one}</p>" for one in texts))
            else:
                yield answer

    with mock.patch("desk.redactions.finishing.read", read):
        redact_it()
    return words_of(report()[0], "to do")


@pytest.mark.parametrize(("status", "texts"), [(200, [CANARY]), (503, [])])
def test_an_address_that_still_shows_the_words_or_fails_is_named(
    site: Site, status: int, texts: list[str]
) -> None:
    [undone] = site.call(redact_and_answer, status, texts)

    assert "/claims/clm-second/" in undone


def redact_and_write_to_the_record() -> str:
    redact_it()
    with connections["default"].cursor() as cursor:
        try:
            cursor.execute("UPDATE evidence_party SET country = 'XX'")
        except DatabaseError as error:
            return str(error)
    return "it was written"


def test_the_record_is_closed_again_afterwards(site: Site) -> None:
    refusal = site.call(redact_and_write_to_the_record).replace("-", "")

    assert "readonly" in refusal


def test_it_says_when_nothing_is_left_to_finish(site: Site) -> None:
    done = site.manage("finish_redaction")

    assert done.returncode == 0
    assert "0 redactions finished" in done.stdout


@pytest.mark.django_db(databases=["default", "desk"])
def test_inside_a_transaction_nothing_is_cleaned() -> None:
    claim = make_claim()
    publish_all(claim)

    changeset = redact(claim)

    assert finishing.finish(changeset.redaction) == [
        Step(False, "This cannot be done inside a transaction.")
    ]


def fts_after_cleaning() -> int:
    """Return how many segments of a full-text index still know a deleted word."""
    from publishing.redacting.cleaning import cleaned

    with connections["desk"].cursor() as cursor:
        cursor.execute("CREATE VIRTUAL TABLE found USING fts5(text)")
        for number in range(8):
            cursor.execute("INSERT INTO found VALUES (%s)", [f"canariducanari {number}"])
        cursor.execute("DELETE FROM found")
    assert all(step.is_done for step in cleaned("desk"))
    [path, *_rest] = files_of("desk")
    return path.read_bytes().count(b"canariducanari")


@sqlite_only
def test_a_full_text_index_forgets_what_was_deleted(site: Site) -> None:
    assert site.call(fts_after_cleaning) == 0


def versions_of_the_statement() -> list[Any]:
    call_command("verify_log", verbosity=0)
    entry = Entry.objects.get(kind="statement", slug="stm-canary")
    lines = Revision.objects.filter(kind="statement", slug="stm-canary").order_by("seq")
    return [entry.version, [[line.action, hasattr(line, "body")] for line in lines]]


def test_the_log_keeps_the_lines_and_loses_the_documents(site: Site) -> None:
    site.call(redact_it)

    version, lines = site.call(versions_of_the_statement)

    assert version == 2
    assert lines == [["published", False], ["corrected", True]]


def test_the_report_never_repeats_the_words(site: Site) -> None:
    undone, _left = site.call(leave_words_behind)

    assert undone
    assert "canari" not in repr(undone)
    assert "src-again" in repr(undone)


@sqlite_only
def test_a_restored_record_is_redacted_and_cleaned_again(site: Site) -> None:
    shutil.copy(site.folder / "record.sqlite3", site.folder / "older.sqlite3")
    site.call(redact_it)
    for file in site.folder.glob("record.sqlite3*"):
        file.unlink()
    (site.folder / "older.sqlite3").rename(site.folder / "record.sqlite3")

    said = site.manage("publish_pending").stdout

    assert "The record had lost a redaction that was finished" in said
    assert site.call(left_in_files) == []
