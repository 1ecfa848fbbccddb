"""A log of the first envelope stays what it is, byte for byte, and goes on in the second."""

import hashlib
from typing import Any
from unittest import mock

import pytest
import rfc8785
from django.test import Client

from desk.changesets.proposing import seal
from desk.changesets.publication import SealBroken, publish_approved, publish_pending
from desk.changesets.review import approve
from desk.models import ChangeSet, Operation
from evidence.models import Party
from publishing.append_only import drop_triggers
from publishing.databases import at_desk
from publishing.envelopes import ADDED
from publishing.models import Revision, RevisionBody
from publishing.proving.rebuilding import rebuild, snapshot
from publishing.proving.verifying import breaks
from tests.api import get
from tests.builders import BOTH, edit, make_editor, make_party, proposed, publish
from tests.first_envelope import CORRECTED, REDACTED, first_envelope, hashed, insert
from tests.pages import read
from tests.tampering import change, fields_of, named, on_record

pytestmark = BOTH
TWELVE = {
    "seq", "kind", "slug", "version", "action", "reason", "approval", "changeset", "recorded_at",
    "sha256", "previous", "link",
}  # fmt: skip


def test_it_is_whole() -> None:
    with first_envelope():
        assert list(breaks()) == []


def test_it_is_answered_with_the_keys_that_it_was_hashed_with() -> None:
    with first_envelope() as lines:
        answered = get("revisions/")["results"]

    assert answered == lines
    assert set(answered[0]) == TWELVE


def test_a_document_of_it_is_hashed_without_a_salt() -> None:
    with first_envelope() as lines:
        record = get(f"parties/{CORRECTED}/")
        line = get("revisions/3/")

    said = record.pop("record")
    assert "salt" not in said
    assert said["sha256"] == lines[2]["sha256"] == hashed(rfc8785.dumps(record).decode())
    assert set(line) == {*TWELVE, "document"}


def test_its_redaction_answers_as_it_did(client: Client) -> None:
    with first_envelope():
        answer = client.get(f"/api/v1/parties/{REDACTED}/versions/1/")
        page = read(client, f"/parties/{REDACTED}/v1/", 410)

    assert answer.status_code == 410
    assert answer.json()["reason"] == "As it was then."
    assert "As it was then." in page


def test_the_tables_are_rebuilt_from_it() -> None:
    with first_envelope():
        before = snapshot()

        rebuild(compare=True)

        assert snapshot() == before


def test_it_goes_on_in_the_second_envelope() -> None:
    with first_envelope() as lines:
        [line] = publish(make_party())

        assert (line.envelope, line.seq, line.previous) == (2, 5, lines[-1]["link"])
        assert list(breaks()) == []


def test_its_documents_can_be_erased_by_a_correction() -> None:
    with first_envelope():
        party = _at_the_desk(CORRECTED, 2)

        publish(edit(party, country="MA"), erases=(1, 3))

        assert not RevisionBody.objects.filter(pk__in=(1, 3)).exists()
        assert list(breaks()) == []


def test_its_documents_are_all_erased_by_a_redaction() -> None:
    with first_envelope():
        [line] = publish(_at_the_desk(CORRECTED, 2), operation=Operation.REDACT)

        assert line.erases == [1, 3]
        assert list(breaks()) == []


def _at_the_desk(slug: str, version: int) -> Party:
    """Return the desk's copy of a record of the old log."""
    party = make_party(slug=slug)
    with at_desk():
        Party.objects.filter(slug=slug).update(published_version=version)
    return party


@pytest.mark.parametrize("name", ADDED)
def test_a_number_put_on_one_of_its_lines_is_named(name: str) -> None:
    with first_envelope():
        drop_triggers(on_record())
        value = {"erases": [1], "signature": "0" * 64, "envelope": 1}.get(name, 7)
        change(Revision.objects.get(seq=2), fields_of(Revision)[name], value)

        assert named("log line 2 ")


def test_a_salt_put_on_one_of_its_documents_is_named() -> None:
    with first_envelope():
        drop_triggers(on_record())
        change(RevisionBody.objects.get(pk=1), fields_of(RevisionBody)["salt"], "0" * 32)

        assert named("body of log line 1 (")


def test_no_line_of_it_follows_one_of_the_second_envelope() -> None:
    with first_envelope() as lines:
        [line] = publish(make_party())
        sixth = {**lines[0], "seq": 6, "version": 3, "previous": line.link}
        del sixth["link"]
        sixth["link"] = hashlib.sha256(rfc8785.dumps(sixth)).hexdigest()
        _append(sixth)

        assert named("is of the first envelope, although line 5 is of a later one")


def _append(line: dict[str, Any]) -> None:
    """Write a line of the first envelope at the end of the log, past the models."""
    with on_record().cursor() as cursor:
        insert(cursor, line, "")
        cursor.execute(
            "UPDATE publishing_head SET seq = %s, link = %s", [line["seq"], line["link"]]
        )


def _as_of_the_first(changeset: ChangeSet) -> ChangeSet:
    """Let a change set be as one that was frozen before there were salts."""
    with at_desk():
        for item in changeset.items.all():
            item.salt, item.sha256 = "", hashed(item.document) if item.document else ""
            item.save()
        changeset.refresh_from_db()
        changeset.envelope = None
        changeset.digest = seal(changeset) if changeset.digest else ""
        changeset.save()
    return changeset


def test_a_set_that_waited_when_the_second_came_is_published_with_salts() -> None:
    changeset = _as_of_the_first(proposed(make_party()))

    [line] = approve(changeset, make_editor())

    assert (line.envelope, len(str(line.body.salt))) == (2, 32)
    assert list(breaks()) == []


def test_a_set_that_was_approved_when_the_second_came_is_published_with_salts() -> None:
    changeset = _approved()

    [(_changeset, lines)] = publish_pending()

    assert lines == 1
    assert Revision.objects.get(changeset=changeset.pk).envelope == 2
    assert list(breaks()) == []


def test_an_old_approval_holds_only_for_what_was_approved() -> None:
    changeset = _approved()
    with at_desk():
        changeset.items.update(document="{}")

    with pytest.raises(SealBroken):
        publish_approved(changeset)


def _approved() -> ChangeSet:
    """Return a set that was approved, and cut off, before there were salts."""
    changeset = proposed(make_party())
    with mock.patch("desk.changesets.review.publish_approved"):
        approve(changeset, make_editor())
    changeset.refresh_from_db()
    return _as_of_the_first(changeset)
