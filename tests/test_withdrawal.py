"""Withdrawing, restoring and redacting what was published."""

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType

from claims.models import Claim, Statement
from desk.models import ChangeSet, ChangeSetItem, Note, Operation
from evidence.models import Party
from publishing.databases import at_desk
from publishing.models import Entry, Revision, RevisionBody
from publishing.proving.rebuilding import snapshot
from publishing.proving.verifying import breaks
from publishing.publish import PublicationRefused
from tests.builders import (
    BOTH,
    edit,
    make_claim,
    make_editor,
    make_party,
    make_statement,
    proposed,
    publish,
    publish_all,
)

pytestmark = BOTH


def test_a_withdrawn_record_stays_and_says_so() -> None:
    party = make_party()
    publish(party)

    [revision] = publish(party, operation=Operation.WITHDRAW, reason="It was the wrong party.")

    entry = Entry.objects.get(kind="party", slug=party.slug)
    assert (revision.action, entry.state) == ("withdrawn", "withdrawn")
    assert Party.objects.filter(slug=party.slug).exists()


def test_a_withdrawn_record_can_be_restored() -> None:
    party = make_party()
    publish(party)
    publish(party, operation=Operation.WITHDRAW)

    [revision] = publish(party, operation=Operation.RESTORE, reason="It was right after all.")

    assert (revision.version, revision.action) == (3, "restored")
    assert Entry.objects.get(kind="party", slug=party.slug).state == "live"


def test_a_withdrawn_record_is_not_corrected_before_it_is_restored() -> None:
    party = make_party()
    publish(party)
    publish(party, operation=Operation.WITHDRAW)

    with pytest.raises(PublicationRefused, match="restore it instead"):
        publish(edit(party, name={"en": "Again"}))


def test_a_redaction_erases_the_words_everywhere() -> None:
    statement = make_statement("The canary sings.")
    publish_all(statement)
    publish(edit(statement, summary={"en": "The canary sang."}))

    publish(statement, operation=Operation.REDACT, reason="A court ordered it.")

    seqs = Revision.objects.filter(kind="statement", slug=statement.slug)
    assert not RevisionBody.objects.filter(revision__in=seqs).exists()
    assert Entry.objects.get(kind="statement", slug=statement.slug).document == ""
    assert "canary" not in repr(snapshot())
    with at_desk():
        items = ChangeSet.objects.filter(items__slug=statement.slug)
        assert not items.filter(items__document__contains="canary").exists()
        assert Statement.objects.get(slug=statement.slug).summary == {"en": "redacted"}


def test_a_redaction_keeps_hash_reason_and_date() -> None:
    party = make_party()
    [published] = publish(party)

    publish(party, operation=Operation.REDACT, reason="A court ordered it.")

    kept = Revision.objects.get(seq=published.seq)
    redaction = Revision.objects.get(kind="party", slug=party.slug, action="redacted")
    assert kept.sha256 == published.sha256
    assert redaction.reason == "A court ordered it."
    assert list(breaks()) == []


def test_a_redacted_statement_keeps_what_its_claims_link_to() -> None:
    claim = make_claim()
    publish_all(claim)

    publish(claim.statement, operation=Operation.REDACT, reason="A court ordered it.")

    assert Claim.objects.get(slug=claim.slug).statement.slug == claim.statement.slug


@pytest.mark.parametrize("kind", ["source", "evidence", "rebuttal", "claim", "event", "device"])
def test_every_kind_can_be_redacted(kind: str, published_case: str) -> None:
    from publishing.nouns import noun

    with at_desk():
        record = noun(kind).model._default_manager.order_by("slug")[0]

    publish(record, operation=Operation.REDACT, reason="A court ordered it.")

    assert Entry.objects.get(kind=kind, slug=record.slug).state == "redacted"
    assert list(breaks()) == []


def test_a_redacted_record_is_never_published_again() -> None:
    party = make_party()
    publish(party)
    publish(party, operation=Operation.REDACT)

    with pytest.raises(PublicationRefused, match="was redacted"):
        publish(edit(party, name={"en": "Again"}))


def test_a_redaction_takes_the_notes_and_the_admins_log_with_it() -> None:
    party, other = make_party(), make_party()
    publish(party, other)
    for one in (party, other):
        make_note(one, "Ask the lawyer.")
        log_a_change_of(one)

    publish(party, operation=Operation.REDACT, reason="A court ordered it.")

    assert list(Note.objects.values_list("slug", flat=True)) == [other.slug]
    assert list(LogEntry.objects.values_list("object_repr", flat=True)) == [other.slug]


def test_no_salt_is_left_by_which_a_redacted_hash_could_confirm_a_guess() -> None:
    party = make_party()
    publish(party)
    waiting = proposed(edit(party, country="FR"))

    publish(party, operation=Operation.REDACT, reason="A court ordered it.")

    items = ChangeSetItem.objects.filter(slug=party.slug)
    assert set(items.values_list("document", "salt")) == {("", "")}
    assert waiting.items.get().sha256
    assert not RevisionBody.objects.filter(revision__slug=party.slug).exists()


def make_note(party: Party, text: str) -> None:
    Note.objects.create(kind="party", slug=party.slug, author=make_editor(), text=text)


def log_a_change_of(party: Party) -> None:
    LogEntry.objects.create(
        user=make_editor(),
        content_type=ContentType.objects.get_for_model(Party),
        object_id=str(party.pk),
        object_repr=party.slug,
        action_flag=CHANGE,
        change_message="[]",
    )
