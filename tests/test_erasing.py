"""A line erases earlier documents of its own record, and nothing else."""

import json
from typing import Any

import pytest

from desk.models import ChangeSetItem, Operation
from publishing.models import Entry, Revision, RevisionBody
from publishing.proving.verifying import breaks
from publishing.publish import PublicationRefused
from tests.builders import BOTH, edit, make_party, proposed, publish

pytestmark = BOTH


def stand(*lines: Revision) -> list[bool]:
    """Tell of each line whether the log still holds its document."""
    kept = set(RevisionBody.objects.values_list("pk", flat=True))
    return [line.seq in kept for line in lines]


def frozen(line: Revision) -> tuple[str, str]:
    """Return the document and the salt that the desk froze for a line."""
    item = ChangeSetItem.objects.get(changeset=line.changeset, slug=line.slug)
    return item.document, item.salt


def test_a_correction_erases_the_documents_that_it_names_and_no_others() -> None:
    party = make_party()
    [first] = publish(party)
    [second] = publish(edit(party, country="FR"))

    [third] = publish(edit(party, country="MA"), erases=(first.seq,))

    assert third.erases == [first.seq]
    assert stand(first, second, third) == [False, True, True]
    assert list(breaks()) == []


def test_the_frozen_copy_of_an_erased_document_goes_with_its_salt() -> None:
    party = make_party()
    [first] = publish(party)
    [second] = publish(edit(party, country="FR"), erases=(first.seq,))

    assert frozen(first) == ("", "")
    assert all(frozen(second))


def test_a_redaction_erases_every_document_of_its_record_by_itself() -> None:
    party = make_party()
    [first] = publish(party)
    [second] = publish(edit(party, country="FR"))

    [third] = publish(party, operation=Operation.REDACT)

    assert third.erases == [first.seq, second.seq]
    assert (third.sha256, stand(first, second, third)) == ("", [False, False, False])
    assert list(breaks()) == []


def test_a_redaction_names_only_what_was_not_erased_before() -> None:
    party = make_party()
    [first] = publish(party)
    [second] = publish(edit(party, country="FR"), erases=(first.seq,))

    [third] = publish(party, operation=Operation.REDACT)

    assert third.erases == [second.seq]
    assert list(breaks()) == []


def test_a_line_that_erases_nothing_says_so_with_an_empty_list() -> None:
    [line] = publish(make_party())

    assert line.erases == []


def refused(record: Any, *seqs: int, **options: Any) -> str:
    with pytest.raises(PublicationRefused) as refusal:
        proposed(record, erases=seqs, **options)
    return str(refusal.value)


def test_another_records_document_cannot_be_erased() -> None:
    party, other = make_party(), make_party()
    [_mine, others] = sorted(publish(party, other), key=lambda line: line.slug == other.slug)

    words = refused(edit(party, country="FR"), others.seq)

    assert f"not a document of this record in the log: {others.seq}" in words


def test_what_was_erased_cannot_be_erased_again() -> None:
    party = make_party()
    [first] = publish(party)
    publish(edit(party, country="FR"), erases=(first.seq,))

    assert f"in the log: {first.seq}" in refused(edit(party, country="MA"), first.seq)


def test_what_is_not_yet_in_the_log_cannot_be_erased() -> None:
    party = make_party()
    [first] = publish(party)

    assert f": {first.seq + 1}" in refused(edit(party, country="FR"), first.seq, first.seq + 1)


def test_a_new_record_has_nothing_to_erase() -> None:
    assert "not a document of this record" in refused(make_party(), 1)


def test_a_restoration_erases_nothing() -> None:
    party = make_party()
    [first] = publish(party)
    publish(party, operation=Operation.WITHDRAW)

    words = refused(party, first.seq, operation=Operation.RESTORE)

    assert "which only a correction or a redaction can do" in words


def test_a_set_that_would_erase_what_is_gone_by_now_is_refused() -> None:
    party = make_party()
    [first] = publish(party)
    waiting = proposed(edit(party, country="FR"), erases=(first.seq,))
    publish(edit(party, country="MA"), erases=(first.seq,))

    from desk.changesets.review import approve
    from tests.builders import make_editor

    with pytest.raises(PublicationRefused, match="not a document of this record"):
        approve(waiting, make_editor())


def test_a_given_document_is_frozen_in_place_of_the_working_copy() -> None:
    party = make_party(name={"en": "Somebody"})
    [first] = publish(party)
    document = json.loads(RevisionBody.objects.get(pk=first.seq).body)
    document["name"] = {"en": "[removed on legal grounds]"}
    edit(party, name={"en": "A draft"})

    publish(party, document=document, erases=(first.seq,))

    assert json.loads(Entry.objects.get(slug=party.slug).document) == document
    assert list(breaks()) == []


def test_a_given_document_has_to_be_in_order() -> None:
    party = make_party()
    publish(party)

    with pytest.raises(PublicationRefused, match="name"):
        proposed(party, document={"kind": "party", "slug": party.slug})


def test_a_withdrawn_record_loses_words_without_being_live_again() -> None:
    party = make_party(name={"en": "Somebody"})
    [first] = publish(party)
    [second] = publish(party, operation=Operation.WITHDRAW)
    document = json.loads(RevisionBody.objects.get(pk=first.seq).body)
    document["name"] = {"en": "[removed on legal grounds]"}

    publish(
        party,
        operation=Operation.WITHDRAW,
        document=document,
        erases=(first.seq, second.seq),
    )

    entry = Entry.objects.get(slug=party.slug)
    assert (entry.state, json.loads(entry.document)) == ("withdrawn", document)
    assert list(breaks()) == []


def test_the_other_frozen_copies_of_its_set_stay() -> None:
    party, neighbour = make_party(), make_party()
    lines = publish(party, neighbour)
    [first] = [line for line in lines if line.slug == party.slug]

    publish(edit(party, country="FR"), erases=(first.seq,))

    frozen = ChangeSetItem.objects.filter(changeset=first.changeset)
    held = {item.slug: (bool(item.document), bool(item.salt)) for item in frozen}
    assert held == {party.slug: (False, False), neighbour.slug: (True, True)}
