"""What the record holds of given records now, as the desk needs to know it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from publishing.databases import in_record
from publishing.formats.evolving import digest
from publishing.models import Approval, Entry, Revision, State
from publishing.nouns import Key, noun


@dataclass(frozen=True)
class Public:
    """The newest version of a record; *installed* if that came with the installation.

    ``digest`` tells whether another document says the same (publishing/formats/evolving.py).
    """

    version: int
    digest: str
    redacted: bool
    installed: bool
    approval: str


def public(keys: Iterable[Key]) -> dict[Key, Public]:
    """Return the newest versions of those of the records that were ever published."""
    slugs: dict[str, list[str]] = defaultdict(list)
    for kind, slug in keys:
        slugs[kind].append(slug)
    with in_record():
        entries = [
            entry
            for kind, wanted in slugs.items()
            for entry in Entry.objects.filter(kind=kind, slug__in=wanted).defer("search_text")
        ]
        lines = Revision.objects.filter(pk__in=[entry.seq for entry in entries])
        approvals = {line.seq: Approval(line.approval) for line in lines}
    return {
        (entry.kind, entry.slug): Public(
            version=entry.version,
            digest=digest(entry.document, noun(entry.kind)),
            redacted=entry.state == State.REDACTED,
            installed=approvals[entry.seq] == Approval.INSTALLATION,
            approval=str(approvals[entry.seq].label),
        )
        for entry in entries
    }
