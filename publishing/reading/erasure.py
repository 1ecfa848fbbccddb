"""What can still be said of words that were erased: by which line, why, and what came after."""

from dataclasses import dataclass

from publishing.erasing import erasures
from publishing.models import Action, Revision


@dataclass(frozen=True)
class Erasure:
    """An erased version, or a whole record that was redacted.

    ``asked`` is the line of the version, None for the record; ``by`` the line that erased it.
    ``next_version`` is the next version that can be read, if there is one.
    """

    lines: list[Revision]
    asked: Revision | None
    by: Revision
    next_version: int | None

    @property
    def last_with_words(self) -> Revision | None:
        """The line of the erased words themselves: of that version, or the record's last."""
        if self.asked and self.asked.sha256:
            return self.asked
        return next((line for line in reversed(self.lines) if line.sha256), None)

    @property
    def is_of_record(self) -> bool:
        """Whether nothing of the record can be read any more."""
        return any(line.action == Action.REDACTED for line in self.lines)


def erasure_of(kind: str, slug: str, version: int | None = None) -> Erasure | None:
    """Return what erased a version of a record, or the record; None if nothing did."""
    lines = list(Revision.objects.filter(kind=kind, slug=slug).order_by("seq"))
    erased = erasures(lines)
    asked = next((line for line in lines if line.version == version), None)
    redaction = next((line for line in lines if line.action == Action.REDACTED), None)
    by = erased.get(asked.seq) if asked else None
    if by is None and redaction is None:
        return None
    readable = (line.version for line in lines if line.sha256 and line.seq not in erased)
    following = (number for number in readable if number > (version or 0))
    return Erasure(lines, asked, by or redaction, next(following, None))  # type: ignore[arg-type]
