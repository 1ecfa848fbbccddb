"""Redacting as an editor does: plan, decide what is open, propose."""

from typing import Any

import orjson

from desk.changesets.review import approve
from desk.models import ChangeSet
from desk.redactions.decisions import UNDECIDED, Decisions
from desk.redactions.planning import Plan, plan
from desk.redactions.proposing import propose_redaction
from publishing.databases import at_desk
from publishing.models import Entry, Publishable
from publishing.redacting.texts import own_words
from tests.builders import make_editor

ELSEWHERE = "Another party says so in public."
REASON = "By order of a court."


def words_of_record(kind: str, slug: str) -> list[str]:
    """Return what a published record itself says."""
    entry = Entry.objects.get(kind=kind, slug=slug)
    return own_words(orjson.loads(entry.document), kind)


def planned(*records: Publishable, lines: list[str] | None = None, **decided: Any) -> Plan:
    """Plan a redaction; what is open may stay, unless *decided* says otherwise."""
    with at_desk():
        fresh = [type(one)._default_manager.get(slug=one.slug) for one in records]
        words = lines or [line for one in fresh for line in words_of_record(one.kind, one.slug)]
        first = plan(fresh, words, Decisions(**decided))
        left = {
            one.id: ELSEWHERE
            for one in first.finds
            if first.decisions.on(one) == UNDECIDED and not first.is_gone(one)
        }
        stays = {**left, **decided.get("stays", {})}
        return plan(fresh, words, Decisions(decided.get("goes", frozenset()), stays))


def redact(*records: Publishable, **options: Any) -> ChangeSet:
    """Propose a redaction as one editor and approve it as another."""
    changeset = propose_redaction(planned(*records, **options), REASON, make_editor())
    approve(changeset, make_editor())
    return changeset
