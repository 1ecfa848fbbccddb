"""What a line of the second envelope says has to be possible, even if its link fits.

Whoever owns the database can write a line anew with its link; what no publication writes
is named all the same.
"""

from typing import Any

import pytest
from django.db import connections

from desk.models import Operation
from publishing.databases import RECORD
from publishing.envelopes import FORMS, UnknownEnvelope, form_of
from publishing.models import Head, Revision, RevisionBody
from tests.builders import BOTH, edit, make_party, publish
from tests.tampering import by_hand, change, fields_of, found, named

pytestmark = [BOTH, pytest.mark.usefixtures("published_case")]


def written_anew(line: Revision, **changes: Any) -> list[str]:
    """Write the last line anew with its link and the head; return what is found then."""
    with by_hand(past_checks=True):
        for name, value in changes.items():
            if value is None:
                _empty(line, name)
            else:
                change(line, fields_of(Revision)[name], value)
        anew = Revision.objects.using(RECORD).get(pk=line.pk)
        link = anew.computed_link()
        change(anew, fields_of(Revision)["link"], link)
        change(Head.objects.get(pk=1), fields_of(Head)["link"], link)
        return found()


def _empty(line: Revision, name: str) -> None:
    with connections[RECORD].cursor() as cursor:
        cursor.execute(f"UPDATE publishing_revision SET {name} = NULL WHERE seq = %s", [line.pk])


IMPOSSIBLE: dict[str, tuple[dict[str, Any], str]] = {
    "no format": ({"format": None}, "names no format"),
    "a format of 0": ({"format": 0}, "names no format"),
    "author number 0": ({"author": 0}, "names an author by no number"),
    "approver number 0": ({"approver": 0}, "names an approver by no number"),
    "a short signature": ({"signature": "abc"}, "has a signature that is not a SHA-256"),
    "a signature in capitals": ({"signature": "A" * 64}, "has a signature that is not a SHA-256"),
    "an empty signature": ({"signature": ""}, "has a signature that is not a SHA-256"),
    "no list": ({"erases": None}, "a list of what it erases that is not as it is written here"),
    "a list with a space": ({"erases": "[1, 2]"}, "that is not as it is written here"),
    "a falling list": ({"erases": "[2,1]"}, "that is not as it is written here"),
    "a number twice": ({"erases": "[1,1]"}, "that is not as it is written here"),
    "another record's document": ({"erases": [1]}, "was no document of its record by then: 1"),
    "no hash": ({"sha256": ""}, "has no hash of a document"),
}


@pytest.mark.parametrize("way", IMPOSSIBLE)
def test_what_no_publication_writes_is_named(way: str) -> None:
    changes, words = IMPOSSIBLE[way]
    party = make_party()
    publish(party)
    [line] = publish(edit(party, country="FR"))

    assert any(
        one.startswith(f"log line {line.seq} ") and words in one
        for one in written_anew(line, **changes)
    )


def test_a_first_version_that_erases_is_named() -> None:
    [line] = publish(make_party())

    words = written_anew(line, erases=[1])

    assert any("erases documents, which no line “published” does" in one for one in words)


def test_a_number_for_an_author_and_a_sound_signature_are_no_breaks() -> None:
    [line] = publish(make_party())

    words = written_anew(line, author=2, approver=3, signature="0" * 64)

    assert [one for one in words if "log line" in one] == []


@pytest.mark.parametrize("number", [0, 1, 3, 99])
def test_an_envelope_that_nobody_knows_is_named_as_such(number: int) -> None:
    [line] = publish(make_party())

    with by_hand():
        change(line, fields_of(Revision)["envelope"], number)

        assert named(f"has the envelope {number}, which this program does not know")


def test_an_envelope_that_nobody_knows_has_no_fields() -> None:
    with pytest.raises(UnknownEnvelope, match="No form of lines has the number 99"):
        form_of(99)


def test_a_later_envelope_has_every_field_of_the_first() -> None:
    assert set(FORMS[1]) < set(FORMS[2])


def test_a_redaction_that_leaves_documents_is_named() -> None:
    party = make_party()
    publish(party)
    [line] = publish(party, operation=Operation.REDACT)

    words = written_anew(line, erases=[])

    assert any("is a redaction and leaves documents" in one for one in words)


def test_lines_of_one_set_that_disagree_are_named() -> None:
    _first, second = publish(make_party(), make_party())

    words = written_anew(second, reason="Another reason.", author=7)

    assert any(f"says another reason than line {second.seq - 1}" in one for one in words)
    assert any(f"says another author than line {second.seq - 1}" in one for one in words)


def test_a_change_set_whose_lines_are_not_together_is_named() -> None:
    [first] = publish(make_party())
    publish(make_party())
    [last] = publish(make_party())

    words = written_anew(last, changeset=first.changeset)

    assert any(
        one == f"log line {first.seq}: begins a change set whose lines are not together"
        for one in words
    )


@pytest.mark.parametrize("salt", ["", "0" * 31, "A" * 32, "x" * 32])
def test_a_salt_of_another_form_is_named(salt: str) -> None:
    [line] = publish(make_party())
    body = RevisionBody.objects.get(pk=line.pk)

    with by_hand():
        change(body, fields_of(RevisionBody)["salt"], salt)

        assert named(f"body of log line {line.seq} ")


def test_a_document_whose_salt_is_gone_is_named() -> None:
    [line] = publish(make_party())

    with by_hand() as cursor:
        cursor.execute("UPDATE publishing_revisionbody SET salt = NULL WHERE seq = %s", [line.pk])

        assert named("has another salt than a line of its envelope has")


def test_equal_documents_have_different_hashes() -> None:
    """So that the hash of an erased document confirms no guess at its words."""
    party = make_party()
    [first] = publish(party)
    [second] = publish(edit(party))

    one, other = RevisionBody.objects.filter(pk__in=[first.pk, second.pk])
    assert one.body == other.body
    assert one.salt != other.salt
    assert first.sha256 != second.sha256


def test_a_restoration_that_erases_is_named() -> None:
    party = make_party()
    [first] = publish(party)
    publish(party, operation=Operation.WITHDRAW)
    [line] = publish(party, operation=Operation.RESTORE)

    words = written_anew(line, erases=[first.seq])

    assert any("erases documents, which no line “restored” does" in one for one in words)
