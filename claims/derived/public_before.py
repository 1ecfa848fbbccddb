"""Whether evidence was public before a claim was made, and the words in which pages say it."""

from dataclasses import dataclass

from django.utils.translation import gettext

from claims.derived.distance import Distance, distance
from publishing.nouns import Document


@dataclass(frozen=True)
class WhenPublic:
    """When evidence became public, seen from the day on which a claim was made."""

    distance: Distance

    @property
    def is_before(self) -> bool:
        """Whether anyone could read it before, whatever the dates leave open."""
        return self.distance.order == "before"

    @property
    def words(self) -> str:
        """Return what pages say, such as “Evidence public at least 11 months before”."""
        return gettext("Evidence public %(when)s") % {"when": self.distance.words}


def when_public(evidence: Document, said: tuple[str, str]) -> WhenPublic | None:
    """Return when evidence became public, seen from a date in its zone; None if not known."""
    found = distance(evidence["became_public"], evidence["time_zone"], *said)
    return WhenPublic(found) if found else None
