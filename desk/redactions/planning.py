"""The one change set of a redaction: the records that go, and the others without the words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import orjson
from django.utils.translation import gettext as _

from desk.changesets.proposing import Proposal
from desk.models import Operation
from desk.redactions.decisions import GOES, UNDECIDED, Decisions
from publishing.databases import at_desk, in_record
from publishing.formats.checking import problems_of
from publishing.formats.gates import Failure, failures
from publishing.models import Entry, Publishable, RevisionBody, State
from publishing.nouns import Document, Key, noun
from publishing.reading.records import Record, load_entries
from publishing.redacting.cleansing import cleansed, runs_in, without_links_to
from publishing.redacting.places import Find, search
from values.canonical import canonical, sha256
from values.sought import Sought


@dataclass(frozen=True)
class Correction:
    """A record that stays, without the words: its documents before and after, and what it erases.

    ``gone`` are the stretches of words, folded, that it loses; ``erases`` the lines of the log
    whose documents hold any of them.
    """

    key: Key
    state: str
    before: Document
    after: Document
    gone: frozenset[str]
    erases: tuple[int, ...] = ()

    @property
    def operation(self) -> Operation:
        """How it is published: what is withdrawn stays withdrawn."""
        return Operation.WITHDRAW if self.state == State.WITHDRAWN else Operation.PUBLISH

    def proposal(self) -> Proposal:
        kind, slug = self.key
        with at_desk():
            row = noun(kind).model._default_manager.get(slug=slug)
        return Proposal(row, self.operation, self.after, self.erases)


@dataclass(frozen=True)
class Plan:
    """What a redaction would do, worked out from what is published now.

    ``own`` are the words in what is itself redacted, ``finds`` all others.
    """

    redacted: list[Publishable]
    lines: tuple[str, ...]
    decisions: Decisions
    own: list[Find] = field(default_factory=list)
    finds: list[Find] = field(default_factory=list)
    corrections: dict[Key, Correction] = field(default_factory=dict)

    @cached_property
    def sought(self) -> Sought:
        return Sought(self.lines)

    @property
    def keys(self) -> set[Key]:
        return {(one.kind, one.slug) for one in self.redacted}

    @property
    def lasting(self) -> list[Find]:
        """Words in reasons and names, which nothing erases."""
        return [find for find in self.finds if find.lasts]

    @property
    def is_everywhere(self) -> bool:
        """Whether only turns of phrase would be left in any place."""
        return not self.lasting and not any(
            find.run.is_striking and not self.is_gone(find) for find in self.finds
        )

    def is_gone(self, find: Find) -> bool:
        """Tell whether the words go: by decision, or with the text that they are quoted from."""
        if self.decisions.on(find) == GOES:
            return True
        correction = self.corrections.get(find.key) if find.key and not find.lasts else None
        return correction is not None and find.run.folded in correction.gone

    @cached_property
    def digest(self) -> str:
        """The hash of what would be proposed: an editor proposes what was shown, or looks again."""
        corrected = {
            "/".join(key): [sha256(canonical(one.after)), list(one.erases)]
            for key, one in self.corrections.items()
        }
        decided = {one.id: [self.decisions.on(one), self.is_gone(one)] for one in self.finds}
        redacted = sorted("/".join(key) for key in self.keys)
        return sha256(canonical({"r": redacted, "c": corrected, "d": decided}))

    @cached_property
    def against(self) -> list[Failure]:
        """What prevents proposing it."""
        documents = {key: one.after for key, one in self.corrections.items()}
        return [
            *self._undecided(),
            *self._unmarked(),
            *(
                Failure(*key, path, words)
                for key, document in documents.items()
                for path, words in problems_of(document, noun(key[0]).document)
            ),
            *failures(documents, self.keys),
        ]

    def proposals(self) -> list[Proposal]:
        """Return the set: what is redacted, and what is published anew."""
        redacted = [Proposal(record, Operation.REDACT) for record in self.redacted]
        return [*redacted, *(one.proposal() for one in self.corrections.values())]

    def _undecided(self) -> Iterator[Failure]:
        """Yield a failure for words about which an editor has to decide, or has to say why."""
        for find in self.finds:
            if self.is_gone(find) or find.lasts:
                continue
            words = ""
            if self.decisions.on(find) == UNDECIDED:
                words = _("decide whether these words go or stay: “%(words)s”")
            elif find.run.is_striking and not self.decisions.stays[find.id]:
                words = _("say why these words may stay: “%(words)s”")
            if words:
                yield Failure(*(find.key or (find.where, "")), "", words % {"words": find.shown})

    def _unmarked(self) -> Iterator[Failure]:
        """Yield a failure for words that no mark can replace, such as in the address of a page."""
        for key, one in self.corrections.items():
            for words in sorted(one.gone & runs_in(one.after, key[0], self.sought)):
                message = _("“%(words)s” is where no mark can be put; redact this record as well")
                yield Failure(*key, "", message % {"words": words})


def plan(records: Iterable[Publishable], lines: Iterable[str], decisions: Decisions) -> Plan:
    """Search every place for the words and return what a redaction of the records would do."""
    made = Plan(list(records), tuple(lines), decisions)
    for find in search(made.sought):
        is_own = find.key in made.keys and not find.lasts
        (made.own if is_own else made.finds).append(find)
    made.corrections.update(_corrections(made))
    return made


def _corrections(made: Plan) -> dict[Key, Correction]:
    """Return the records that lose words, and those whose quotes move, as they will be."""
    ticked: dict[Key, set[str]] = defaultdict(set)
    for find in made.finds:
        if find.key and any(one.version for one in find.spots):
            ticked[find.key] |= {find.run.folded} if made.decisions.on(find) == GOES else set()
    losing = {key for key, words in ticked.items() if words}
    with in_record():
        before = _published(losing)
        documents = {key: record.document for key, record in before.items()}
        after = cleansed(documents, lambda key, run: run.folded in ticked[key], made.sought)
        before |= _published(after.keys() - before.keys())
        bodies = _bodies(before)
    return {
        key: _correction(made, record, after.get(key, record.document), ticked[key], bodies[key])
        for key, record in before.items()
        if key not in made.keys
    }


def _correction(
    made: Plan, record: Record, after: Document, ticked: set[str], bodies: dict[int, Document]
) -> Correction:
    kind = record.kind
    after = without_links_to(made.keys, after, kind)
    moved = runs_in(record.document, kind, made.sought) - runs_in(after, kind, made.sought)
    gone = frozenset(ticked | moved)
    holding = {seq for seq, body in bodies.items() if gone & runs_in(body, kind, made.sought)}
    if record.state == State.WITHDRAWN:
        # A record is withdrawn once more only by a line that erases; this one repeats a version.
        holding |= {record.seq}
    key = kind, record.slug
    return Correction(key, record.state, record.document, after, gone, tuple(sorted(holding)))


def _published(keys: Iterable[Key]) -> dict[Key, Record]:
    slugs: dict[str, list[str]] = defaultdict(list)
    for kind, slug in keys:
        slugs[kind].append(slug)
    return {
        (record.kind, record.slug): record
        for kind, those in slugs.items()
        for record in load_entries(Entry.objects.readable().filter(kind=kind, slug__in=those))
    }


def _bodies(keys: Iterable[Key]) -> dict[Key, dict[int, Document]]:
    """Return the documents that the log still holds of these records, by their lines."""
    slugs: dict[str, list[str]] = defaultdict(list)
    for kind, slug in keys:
        slugs[kind].append(slug)
    found: dict[Key, dict[int, Document]] = defaultdict(dict)
    for kind, those in slugs.items():
        rows = RevisionBody.objects.filter(revision__kind=kind, revision__slug__in=those)
        for body in rows.select_related("revision"):
            found[kind, body.revision.slug][body.pk] = orjson.loads(body.body)
    return found
