"""Words that were found, as an editor sees them: where they are, and what becomes of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.changesets.wording import FieldChange, place_in_words, rows_between
from desk.models import ChangeSet, Redaction, Status
from desk.redactions.decisions import Decisions
from desk.redactions.planning import Plan
from publishing.admin.labels import shortened
from publishing.databases import in_record
from publishing.models import Entry, Revision
from publishing.nouns import Key, noun
from publishing.redacting.places import Find, search
from values.languages import chosen
from values.sought import Sought


@dataclass(frozen=True)
class ShownFind:
    """Words found somewhere: what holds them, where in it, and what becomes of them."""

    find: Find
    title: str
    kind: str
    address: str
    places: list[str]
    decision: str
    why: str
    is_gone: bool


def redaction_in_words(changeset: ChangeSet) -> dict[str, Any]:
    """Return what the page of a change set says of the redaction that it is, if it is one.

    While it waits, the words are looked for again, so that a reviewer sees what would be left.
    """
    redaction = Redaction.objects.filter(changeset=changeset).first()
    if redaction is None:
        return {"redaction": None}
    lines = redaction.words["lines"]
    waiting = changeset.status == Status.PROPOSED
    decisions = Decisions.from_json(redaction.decisions)
    found = search(Sought(lines)) if waiting else []
    own = set(changeset.items.values_list("kind", "slug"))
    left = [
        find
        for find in found
        if find.lasts or (find.id in decisions.stays and find.run.is_striking)
    ]
    return {
        "redaction": redaction,
        "lines": lines,
        "left": [
            {"shown": one, "why": decisions.why(one.find)}
            for one in shown_finds(left, decisions, lambda find: find.key in own)
        ],
    }


@dataclass(frozen=True)
class Groups:
    """All finds: those that nothing erases, the words themselves, and turns of phrase."""

    lasting: list[ShownFind]
    striking: list[ShownFind]
    phrases: list[ShownFind]
    moved: list[ShownFind]


def in_groups(made: Plan) -> Groups:
    """Return the finds of a plan as they are shown; those that go with their text apart."""
    shown = list(shown_finds(made.finds, made.decisions, made.is_gone))
    lasting = [one for one in shown if one.find.lasts]
    rest = [one for one in shown if not one.find.lasts]
    moved = [one for one in rest if one.is_gone and one.decision != "goes"]
    rest = [one for one in rest if one not in moved]
    return Groups(
        lasting=lasting,
        striking=[one for one in rest if one.find.run.is_striking],
        phrases=[one for one in rest if not one.find.run.is_striking],
        moved=moved,
    )


def shown_finds(
    finds: list[Find], decisions: Decisions, is_gone: Callable[[Find], bool]
) -> Iterator[ShownFind]:
    """Yield finds as they are shown."""
    titles = _titles({find.key for find in finds if find.key})
    for find in finds:
        yield ShownFind(
            find=find,
            title=titles.get(find.key, "") if find.key else find.where,
            kind=str(noun(find.key[0]).model._meta.verbose_name) if find.key else find.place,
            address=reverse("admin:record", args=find.key) if find.key else "",
            places=_places(find),
            decision=decisions.on(find),
            why=decisions.stays.get(find.id, ""),
            is_gone=is_gone(find),
        )


def _places(find: Find) -> list[str]:
    """Say where in a record the words are, and in which of its versions."""
    if not find.key or not find.spots:
        return [find.place]
    versions: dict[str, list[int]] = defaultdict(list)
    for spot in find.spots:
        versions[place_in_words(find.key[0], spot.text)].append(spot.version)
    return [f"{text}, {_of_versions(sorted(numbers))}" for text, numbers in versions.items()]


def _of_versions(numbers: list[int]) -> str:
    if numbers == [0]:
        return _("at the desk")
    listed = ", ".join(str(number) for number in numbers if number)
    words = ngettext("version %(numbers)s", "versions %(numbers)s", len(numbers))
    return words % {"numbers": listed}


def _titles(keys: Iterable[Key]) -> dict[Key, str]:
    slugs: dict[str, list[str]] = defaultdict(list)
    for kind, slug in keys:
        slugs[kind].append(slug)
    titles: dict[Key, str] = {}
    with in_record():
        for kind, those in slugs.items():
            found = Entry.objects.filter(kind=kind, slug__in=those)
            for slug, title in found.values_list("slug", "title"):
                titles[kind, slug] = shortened(chosen(title).text, 120)
    return titles


@dataclass(frozen=True)
class ShownCorrection:
    """A record that is published anew: what differs, and which of its versions are erased."""

    title: str
    kind: str
    key: Key
    address: str
    rows: list[FieldChange]
    erased: list[Any]
    operation: str


def corrections_in_words(made: Plan) -> list[ShownCorrection]:
    """Return the records of a plan that are published anew, as they are shown."""
    titles = _titles(made.corrections)
    with in_record():
        seqs = [seq for one in made.corrections.values() for seq in one.erases]
        versions = dict(Revision.objects.filter(pk__in=seqs).values_list("pk", "version"))
    return [
        ShownCorrection(
            title=titles.get(key, key[1]),
            kind=str(noun(key[0]).model._meta.verbose_name),
            key=key,
            address=reverse("admin:record", args=key),
            rows=rows_between(key[0], one.before, one.after),
            erased=[versions[seq] for seq in one.erases if seq in versions],
            operation=one.operation,
        )
        for key, one in made.corrections.items()
    ]
