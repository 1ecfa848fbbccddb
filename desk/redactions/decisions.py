"""What an editor decides about words that were found: they go, or they stay, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from publishing.redacting.places import Find

GOES, STAYS, UNDECIDED = "goes", "stays", "undecided"


@dataclass(frozen=True)
class Decisions:
    """By the ids of finds: those whose words go, and those whose words stay, each with a reason.

    Nobody has to decide about a line that is found whole, which goes, nor about a turn of
    phrase, which stays.
    """

    goes: frozenset[str] = frozenset()
    stays: Mapping[str, str] = field(default_factory=dict)

    def on(self, find: Find) -> str:
        """Return what becomes of the words."""
        if find.lasts or find.id in self.stays:
            return STAYS
        if find.id in self.goes or find.run.is_whole:
            return GOES
        return UNDECIDED if find.run.is_striking else STAYS

    def why(self, find: Find) -> str:
        """Return why words stay."""
        if find.lasts:
            return find.lasts
        count = len(find.run.folded)
        phrase = _("a turn of phrase of %(count)d characters, lawful elsewhere") % {"count": count}
        return self.stays.get(find.id) or phrase

    def as_json(self) -> dict[str, Any]:
        return {GOES: sorted(self.goes), STAYS: dict(self.stays)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Decisions":
        return cls(frozenset(value.get(GOES, [])), value.get(STAYS, {}))
