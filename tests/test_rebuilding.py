"""The record's tables are written again from the log alone, identical or not at all."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from desk.models import Operation
from publishing.append_only import drop_triggers
from publishing.databases import (
    RECORD,
    unlock_record,
)
from publishing.models import Entry, Head
from publishing.proving.rebuilding import LogIsBroken, RebuildDiffers, rebuild, snapshot
from publishing.proving.verifying import breaks
from tests.builders import (
    BOTH,
    edit,
    make_claim,
    make_evidence,
    make_party,
    make_rebuttal,
    publish,
    publish_all,
)


def _everything_that_can_happen() -> None:
    """Publish, correct, withdraw, restore and redact, with parts and links."""
    rebuttal = make_rebuttal(evidence=[make_evidence()])
    publish_all(rebuttal)
    publish(edit(rebuttal, one_line={"en": "Said better."}))
    restored, withdrawn, redacted = make_party(), make_party(), make_claim()
    publish(restored, withdrawn)
    publish_all(redacted)
    publish(restored, operation=Operation.WITHDRAW)
    publish(restored, operation=Operation.RESTORE)
    publish(withdrawn, operation=Operation.WITHDRAW)
    publish(redacted.statement, operation=Operation.REDACT)


@pytest.fixture
def history(published_case: str) -> None:
    _everything_that_can_happen()


@BOTH
@pytest.mark.usefixtures("history")
def test_the_rebuilt_tables_are_identical() -> None:
    before = snapshot()

    rebuild()

    assert snapshot() == before
    assert list(breaks()) == []


def _by_hand(statement: str, *values: Any) -> None:
    unlock_record(connections[RECORD])
    with connections[RECORD].cursor() as cursor:
        cursor.execute(statement, values)


# One of each: a changed row, a row too many, a missing row, entry, part and link.
DAMAGE = {
    "a changed row": "UPDATE evidence_party SET country = 'XX' WHERE slug = 'nso-group'",
    "a changed part": "UPDATE claims_rendition SET text = 'Other words.'",
    "a changed derived column": "UPDATE claims_statement SET issued_latest = NULL",
    "a changed entry": "UPDATE publishing_entry SET state = 'withdrawn'",
    "a missing row": "DELETE FROM claims_event",
    "missing links": "DELETE FROM claims_event_sources",
    "missing parts": "DELETE FROM claims_answer",
    "missing entries": "DELETE FROM publishing_entry",
    "a row too many": (
        "INSERT INTO claims_case (id, slug, published_version, published_sha256, document_sha256,"
        " title, summary, note) VALUES (99999, 'smuggled', 0, '', '', '{\"en\": \"X\"}',"
        " '{\"en\": \"X\"}', '{}')"
    ),
}


@BOTH
@pytest.mark.usefixtures("published_case")
@pytest.mark.parametrize("damage", DAMAGE)
def test_repairing_mends_damage_from_the_log(damage: str) -> None:
    sound = snapshot()
    _by_hand(DAMAGE[damage])
    assert snapshot() != sound

    call_command("rebuild_record", "--repair", verbosity=0)

    assert snapshot() == sound


@BOTH
@pytest.mark.usefixtures("published_case")
@pytest.mark.parametrize("damage", ["a changed row", "a row too many"])
def test_without_repairing_damage_is_reported_and_left(damage: str) -> None:
    _by_hand(DAMAGE[damage])
    damaged = snapshot()

    with pytest.raises(CommandError, match="left as it was"):
        call_command("rebuild_record")

    assert snapshot() == damaged


@BOTH
@pytest.mark.usefixtures("published_case")
@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE publishing_revisionbody SET body = '{}' WHERE seq = 7",
        "DELETE FROM publishing_revisionbody WHERE seq = 7",
        "UPDATE publishing_revision SET reason = 'x' WHERE seq = 7",
        "DELETE FROM publishing_head",
    ],
)
def test_nothing_is_rebuilt_from_a_log_that_is_broken_itself(damage: str) -> None:
    unlock_record(connections[RECORD])
    with transaction.atomic(using=RECORD):
        drop_triggers(connections[RECORD])
        _by_hand(damage)
        before = snapshot()

        with pytest.raises(LogIsBroken):
            rebuild()

        assert snapshot() == before
        transaction.set_rollback(True, using=RECORD)


@BOTH
def test_a_redacted_records_row_cannot_be_rebuilt_and_the_refusal_says_so() -> None:
    party = make_party()
    publish(party)
    publish(party, operation=Operation.REDACT)
    _by_hand("DELETE FROM evidence_party WHERE slug = %s", party.slug)

    with pytest.raises(LogIsBroken, match=f"party/{party.slug} was redacted"):
        rebuild()


@BOTH
@pytest.mark.usefixtures("published_case")
def test_the_command_says_how_many_records_it_rebuilt(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rebuild_record")

    assert capsys.readouterr().out == f"Rebuilt {Entry.objects.count()} records from the log.\n"


@BOTH
@pytest.mark.usefixtures("published_case")
def test_publishing_goes_on_after_a_rebuild() -> None:
    rebuild(compare=True)

    [revision] = publish(make_party())

    assert revision.seq == Head.objects.get(pk=1).seq
    assert list(breaks()) == []


@BOTH
def test_a_difference_is_an_error_that_names_the_table(published_case: str) -> None:
    _by_hand(DAMAGE["a changed row"])

    with pytest.raises(RebuildDiffers, match="evidence_party"):
        rebuild(compare=True)
