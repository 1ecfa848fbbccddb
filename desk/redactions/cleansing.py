"""What a published redaction does at the desk: every place there loses the words."""

import orjson

from desk.models import ChangeSet, Operation, Redaction
from desk.redactions.decisions import GOES, Decisions
from publishing.nouns import Document, Key, noun
from publishing.redacting.places import Erasure, places
from values.sought import Sought


def cleanse_desk(changeset: ChangeSet) -> None:
    """Erase the words in all places of the desk, if the set is a redaction not finished yet.

    Called in the transaction that marks the set as published, before the rows are marked.
    """
    redaction = Redaction.objects.filter(changeset=changeset).exclude(packed="").first()
    if redaction is None:
        return
    decisions = Decisions.from_json(redaction.decisions)
    redacted = changeset.items.filter(operation=Operation.REDACT).values_list("kind", "slug")
    erasure = Erasure(
        sought=Sought(redaction.words["lines"]),
        goes=lambda find: decisions.on(find) == GOES,
        documents=_documents(changeset),
        redacted=frozenset(redacted),
    )
    for place in places():
        place.erase(erasure)


def _documents(changeset: ChangeSet) -> dict[Key, Document]:
    """Return what the set published of records whose working copies still are as before it."""
    found: dict[Key, Document] = {}
    for item in changeset.items.exclude(document=""):
        rows = noun(item.kind).model._default_manager.filter(slug=item.slug)
        if rows.filter(published_version=item.base_version).exists():
            found[item.kind, item.slug] = orjson.loads(item.document)
    return found
