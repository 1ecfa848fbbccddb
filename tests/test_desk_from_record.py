"""Bringing a desk that lost rows, or is an older one, up to the record."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from claims.models import Claim, Statement
from desk.models import ChangeSetItem, Operation
from evidence.models import Party
from publishing.databases import DESK, at_desk
from publishing.models import Entry
from publishing.nouns import noun, nouns
from publishing.proving.rebuilding import snapshot
from publishing.publish import PublicationRefused
from publishing.rows import erase, erase_all
from tests.builders import (
    BOTH,
    edit,
    make_claim,
    make_indicator,
    make_party,
    make_statement,
    publish,
    publish_all,
)

pytestmark = BOTH
SLUG = "nso-group"


def run(*options: str) -> str:
    said = io.StringIO()
    call_command("desk_from_record", *options, verbosity=0, stdout=said)
    return said.getvalue()


def lose_everything() -> None:
    with at_desk():
        for one in reversed(nouns()):
            erase_all(one, [], DESK)


def party(slug: str = SLUG) -> Party:
    with at_desk():
        return Party.objects.get(slug=slug)


def as_of_version(record: Any, version: int, sha256: str, **words: Any) -> None:
    """Let the desk hold a record as an older backup has it."""
    edit(record, **words)
    with at_desk():
        rows = type(record)._default_manager.filter(slug=record.slug)
        rows.update(published_version=version, published_sha256=sha256)


def states() -> set[str]:
    with at_desk():
        return {
            row.state_at_desk for one in nouns() for row in one.model._default_manager.iterator()
        }


def test_a_desk_that_lost_everything_holds_the_record_again() -> None:
    lose_everything()
    with at_desk():
        assert not Claim.objects.exists()

    said = run()

    assert f"Written from the record: {Entry.objects.count()};" in said
    assert states() == {"unchanged"}
    with at_desk():
        counts = {one.kind: one.model._default_manager.count() for one in nouns()}
    assert counts == {one.kind: one.model._default_manager.count() for one in nouns()}


def test_a_second_run_writes_nothing() -> None:
    lose_everything()
    run()

    assert "Written from the record: 0; emptied because redacted: 0;" in run()


def test_a_dry_run_says_it_and_writes_nothing() -> None:
    lose_everything()

    assert f"Would be written from the record: {Entry.objects.count()};" in run("--dry-run")
    with at_desk():
        assert not Claim.objects.exists()


def test_afterwards_a_correction_can_be_published() -> None:
    lose_everything()
    run()

    [revision] = publish(edit(party(), name={"en": "Corrected"}), reason="It was wrong.")

    assert (revision.version, revision.action) == (2, "corrected")


def test_afterwards_a_redaction_can_be_published() -> None:
    lose_everything()
    run()
    with at_desk():
        claim = Claim.objects.get(slug="clm-enough-erroneous")

    [revision] = publish(claim, operation=Operation.REDACT, reason="A court ordered it.")

    assert revision.action == "redacted"
    assert Entry.objects.get(kind="claim", slug=claim.slug).document == ""


def test_the_record_itself_stays_as_it_was() -> None:
    before = snapshot()
    lose_everything()

    run()

    assert snapshot() == before


def test_an_older_working_copy_is_brought_up_to_the_record() -> None:
    first = party()
    publish(edit(first, name={"en": "Corrected"}))
    as_of_version(first, 1, first.published_sha256, name=first.name)
    with pytest.raises(PublicationRefused, match="was made from version 1"):
        publish(edit(first, name={"en": "Again"}))
    edit(first, name=first.name)

    assert "Written from the record: 1;" in run()

    assert party().name == {"en": "Corrected"}
    assert (party().published_version, party().state_at_desk) == (2, "unchanged")


def test_edits_of_an_older_version_are_listed_and_left() -> None:
    first = party()
    publish(edit(first, name={"en": "Corrected"}))
    as_of_version(first, 1, first.published_sha256, name={"en": "A draft"})

    said = run()

    assert f"Left: the party “{SLUG}” has edits at the desk" in said
    assert "Written from the record: 0;" in said
    assert party().name == {"en": "A draft"}


def test_edits_of_an_older_version_are_replaced_when_asked() -> None:
    first = party()
    publish(edit(first, name={"en": "Corrected"}))
    as_of_version(first, 1, first.published_sha256, name={"en": "A draft"})

    run("--overwrite")

    assert party().name == {"en": "Corrected"}


def test_edits_of_the_newest_version_are_nobody_elses() -> None:
    edit(party(), name={"en": "A draft"})

    run("--overwrite")

    assert party().name == {"en": "A draft"}


def test_a_working_copy_that_forgot_what_is_published_learns_it_again() -> None:
    as_of_version(party(), 0, "", name=party().name)

    run()

    assert (party().published_version, party().state_at_desk) == (1, "unchanged")


def test_what_the_record_lost_is_listed_and_left() -> None:
    as_of_version(party(), 7, "0" * 64, name={"en": "Newer"})

    assert f"Left: the record holds an older version of the party “{SLUG}”" in run()
    assert party().published_version == 7


def test_a_redacted_record_comes_back_empty_so_that_links_hold() -> None:
    statement = make_statement("The canary sings.")
    claim = make_claim(statement, exact="The canary sings")
    publish_all(claim)
    publish(statement, operation=Operation.REDACT, reason="A court ordered it.")
    lose_everything()

    assert "emptied because redacted: 1;" in run()

    with at_desk():
        row = Statement.objects.get(slug=statement.slug)
        assert row.summary == {"en": "redacted"}
        assert (row.published_version, row.published_sha256) == (2, "")
        assert Claim.objects.get(slug=claim.slug).statement == row


def test_redacted_words_that_a_backup_brought_back_are_erased() -> None:
    who = make_party(name={"en": "The canary"})
    publish(who)
    publish(edit(who, note={"en": "canary"}))
    publish(who, operation=Operation.REDACT, reason="A court ordered it.")
    as_of_version(who, 1, who.published_sha256, name={"en": "The canary"})
    items = ChangeSetItem.objects.filter(slug=who.slug, operation=Operation.PUBLISH)
    items.update(document="The canary")

    assert "emptied because redacted: 1;" in run()

    assert party(who.slug).name == {"en": "redacted"}
    assert not items.filter(document__contains="canary").exists()
    assert "emptied because redacted: 0;" in run()


def test_what_does_not_fit_a_draft_is_named_and_nothing_is_written() -> None:
    held = make_indicator(type="process", value="zz-held")
    publish(held)
    with at_desk():
        erase(noun("indicator"), held.pk, DESK)
    draft = make_indicator(type="process", value="zz-held")

    with pytest.raises(CommandError, match=f"Nothing was written.\nindicator {held.slug}, value"):
        run()

    with at_desk():
        indicators = noun("indicator").model._default_manager
        assert indicators.filter(slug__in=[held.slug, draft.slug]).get().slug == draft.slug
