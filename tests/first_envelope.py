"""A record whose log was written in the first envelope, with nothing but hashlib and rfc8785.

It is what an installation holds that was made before there was a second one.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import rfc8785
from django.db import connections, transaction

from desk.models import ChangeSetItem, Operation
from publishing.append_only import create_triggers, drop_triggers
from publishing.databases import RECORD, at_desk
from publishing.formats.serializers import document_of
from publishing.nouns import noun
from publishing.proving.rebuilding import rebuild
from tests.builders import make_party, publish
from tests.tampering import on_record

BEGUN = datetime(2025, 5, 1, 12, 0, 0, 123456, tzinfo=UTC)
CORRECTED, REDACTED = "first-corrected", "first-redacted"


@contextmanager
def first_envelope(*, backwards: bool = False) -> Iterator[list[dict[str, Any]]]:
    """Let the record hold such a log and nothing else; give its lines.

    They are: two parties published, one of them corrected, the other redacted. With
    *backwards* each line is earlier than the one before. All is undone after the block.
    """
    documents = [_document(CORRECTED, "One"), _document(REDACTED, ""), _document(CORRECTED, "Two")]
    _leave_an_emptied_row()
    with at_desk():
        ChangeSetItem.objects.update(seq=None)
    step = timedelta(days=-1 if backwards else 1)
    lines = list(_lines(documents, step))
    with _undone(), on_record().cursor() as cursor:
        drop_triggers(connections[RECORD])
        for table in ("revisionbody", "revision"):
            cursor.execute(f"DELETE FROM publishing_{table}")
        for line, document in zip(lines, [*documents, ""], strict=True):
            insert(cursor, line, "" if line["slug"] == REDACTED else document)
        cursor.execute(
            "UPDATE publishing_head SET seq = %s, link = %s", [len(lines), lines[-1]["link"]]
        )
        # The emptied row takes the key that this log gives it.
        cursor.execute("DELETE FROM evidence_party WHERE id = 2")
        cursor.execute("UPDATE evidence_party SET id = 2, entry_id = 2 WHERE slug = %s", [REDACTED])
        create_triggers(connections[RECORD])
        rebuild()
        yield lines


@contextmanager
def _undone() -> Iterator[None]:
    """Undo what the block did to the record; unlike by_hand(), it may be published in."""
    before = transaction.savepoint(using=RECORD)
    try:
        yield
    finally:
        on_record()
        transaction.savepoint_rollback(before, using=RECORD)


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _document(slug: str, name: str) -> str:
    party = make_party(slug=f"{slug}-{name.lower() or 'gone'}", name={"en": name or "Gone"})
    with at_desk():
        document = json.loads(document_of(party, noun("party").document))
    return rfc8785.dumps({**document, "slug": slug}).decode()


def _leave_an_emptied_row() -> None:
    """Publish and redact a record, whose emptied row no log can restore."""
    party = make_party(slug=REDACTED)
    publish(party)
    publish(party, operation=Operation.REDACT)


def _lines(documents: list[str], step: timedelta) -> Iterator[dict[str, Any]]:
    said = [
        (CORRECTED, 1, "published", hashed(documents[0])),
        (REDACTED, 1, "published", hashed(documents[1])),
        (CORRECTED, 2, "corrected", hashed(documents[2])),
        (REDACTED, 2, "redacted", ""),
    ]
    previous = "0" * 64
    for seq, (slug, version, action, sha256) in enumerate(said, 1):
        line: dict[str, Any] = {
            "seq": seq,
            "kind": "party",
            "slug": slug,
            "version": version,
            "action": action,
            "reason": "As it was then.",
            "approval": "second_editor",
            "changeset": str(uuid.uuid5(uuid.NAMESPACE_URL, str(seq))),
            "recorded_at": (BEGUN + seq * step).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "sha256": sha256,
            "previous": previous,
        }
        previous = hashlib.sha256(rfc8785.dumps(line)).hexdigest()
        yield {**line, "link": previous}


def insert(cursor: Any, line: dict[str, Any], document: str) -> None:
    """Write a line of the log, and its document if it has one, past the models."""
    stored = dict(line)
    if cursor.db.vendor == "sqlite":
        stored["changeset"] = uuid.UUID(line["changeset"]).hex
        stored["recorded_at"] = line["recorded_at"].replace("T", " ").rstrip("Z")
    marks = ", ".join(["%s"] * len(stored))
    cursor.execute(
        f"INSERT INTO publishing_revision ({', '.join(stored)}) VALUES ({marks})",
        list(stored.values()),
    )
    if document:
        cursor.execute(
            "INSERT INTO publishing_revisionbody (seq, body) VALUES (%s, %s)",
            [line["seq"], document],
        )
