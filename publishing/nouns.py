"""The nouns of the domain: what each app tells the publishing path about its records."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from publishing.models import Publishable

if TYPE_CHECKING:
    from publishing.formats.gates import Failure, Prospect
    from publishing.formats.serializers import RecordDocument

Document = dict[str, Any]
# A record by its kind and slug.
Key = tuple[str, str]
Gate = Callable[[Document, "Prospect"], Iterable["Failure"]]


@dataclass(frozen=True)
class Noun:
    """One kind of record: its model, its document format, its gates.

    ``title`` returns what to call a record in lists, as a language map; ``format`` is the
    number of its document format, which grows when a key is added.
    """

    plural: str
    document: type["RecordDocument"]
    title: Callable[[Document], dict[str, str]]
    gates: tuple[Gate, ...] = field(default=())
    format: int = 1

    @property
    def model(self) -> type[Publishable]:
        model: type[Publishable] = self.document.Meta.model
        return model

    @property
    def kind(self) -> str:
        return self.model.kind


_nouns: dict[str, Noun] = {}


def register(*nouns: Noun) -> None:
    """Add nouns, in an order in which links mostly point backwards."""
    for noun in nouns:
        _nouns[noun.kind] = noun


def nouns() -> list[Noun]:
    """Return every noun, in the order of registration."""
    return list(_nouns.values())


def noun(kind: str) -> Noun:
    """Return the noun called *kind*; raises KeyError if there is none."""
    return _nouns[kind]


def noun_of(model: type[Any]) -> Noun:
    """Return the noun of a record's model."""
    return _nouns[model.kind]


def by_plural(plural: str) -> Noun:
    """Return the noun with this plural; raises KeyError if there is none."""
    return {noun.plural: noun for noun in _nouns.values()}[plural]
