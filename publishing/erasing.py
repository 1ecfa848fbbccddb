"""Which documents of the log a line erases: those that it names, all of them earlier and its own.

A ``redacted`` line of the first envelope names none and erases every earlier one of its record.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from django.utils.translation import gettext as _

from publishing.formats.gates import Failure
from publishing.models import Action, Revision, RevisionBody
from publishing.nouns import Key

# A withdrawal may erase too, so that a withdrawn record can lose words without being live again.
ERASING = ("publish", "withdraw", "redact")


class Erasing(Protocol):
    """What is asked of an item, frozen at the desk or on its way into the record."""

    @property
    def kind(self) -> str: ...

    @property
    def slug(self) -> str: ...

    @property
    def operation(self) -> str: ...

    @property
    def erases(self) -> Sequence[int]: ...


def erasures(lines: Iterable[Revision]) -> dict[int, Revision]:
    """Return by which line each erased document was erased, by the seq of the document.

    The lines come in the order of the log, and all lines of a record or none.
    """
    erased: dict[int, Revision] = {}
    standing: dict[Key, list[int]] = defaultdict(list)
    for line in lines:
        here = standing[line.kind, line.slug]
        for seq in [seq for seq in here if erases(line, seq)]:
            here.remove(seq)
            erased[seq] = line
        if line.sha256:
            here.append(line.seq)
    return erased


def erases(line: Revision, seq: int) -> bool:
    """Tell whether a line erases the earlier document *seq* of its own record."""
    if line.envelope is None:
        return line.action == Action.REDACTED
    return seq in (line.erases or ())


def standing_documents(keys: Iterable[Key]) -> dict[Key, list[int]]:
    """Return the seqs of the documents that the log still holds of these records."""
    slugs: dict[str, list[str]] = defaultdict(list)
    for kind, slug in keys:
        slugs[kind].append(slug)
    standing: dict[Key, list[int]] = defaultdict(list)
    for kind, wanted in slugs.items():
        bodies = RevisionBody.objects.filter(revision__kind=kind, revision__slug__in=wanted)
        for slug, seq in bodies.order_by("pk").values_list("revision__slug", "pk"):
            standing[kind, slug].append(seq)
    return standing


def wrong_erasures(items: Iterable[Erasing]) -> Iterator[Failure]:
    """Yield a failure for each item that would erase what is not its own, earlier and there."""
    erasing = [item for item in items if item.erases]
    standing = standing_documents((item.kind, item.slug) for item in erasing)
    for item in erasing:
        gone = sorted(set(item.erases) - set(standing[item.kind, item.slug]))
        if item.operation not in ERASING:
            words = _("erases earlier versions, which only a correction or a redaction can do")
            yield Failure(item.kind, item.slug, "erases", words)
        elif gone:
            words = _("cannot erase what is not a document of this record in the log: %(seqs)s")
            given = {"seqs": ", ".join(str(seq) for seq in gone)}
            yield Failure(item.kind, item.slug, "erases", words % given)
