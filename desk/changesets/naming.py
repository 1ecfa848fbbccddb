"""Names of people in slugs: a slug is for ever, so a private person's name must not be in one.

Only editors know which people are in public life, so they are asked about each person of this
installation whose name is in the slug of a record that is new: the author, and the reviewer.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from publishing.databases import at_desk
from publishing.formats.gates import Failure
from publishing.nouns import Key, nouns
from values.folding import fold

SHORTEST_NAME = 4


@dataclass(frozen=True)
class Named:
    """A person whose name is in the slug of a record."""

    kind: str
    slug: str
    name: str

    def failure(self) -> Failure:
        """Return what prevents publishing until someone has said that the person is public."""
        words = _(
            "holds the name of “%(name)s” and can never be changed or erased: choose another"
            " slug, or confirm that this is a person in public life"
        )
        return Failure(self.kind, self.slug, "slug", words % {"name": self.name})


def people_in_slugs(keys: Iterable[Key]) -> list[Named]:
    """Return the people of this installation whose whole or last name is in one of the slugs."""
    wanted = list(keys)
    with at_desk():
        people = [names for one in nouns() if wanted for names in one.people()]
    return [
        Named(kind, slug, name)
        for kind, slug in wanted
        for name in dict.fromkeys(name for names in people for name in names.values())
        if _holds(slug, name)
    ]


def _holds(slug: str, name: str) -> bool:
    """Tell whether all words of a name are in a slug, or the last one alone."""
    parts, words = set(slug.split("-")), fold(name).split()
    last = words[-1:] if words and len(words[-1]) >= SHORTEST_NAME else []
    return bool(words) and (parts >= set(words) or bool(last and parts >= set(last)))
