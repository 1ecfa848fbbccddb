"""The nouns of the domain: what each app tells the rest about its kinds of records."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from publishing.models import Publishable
from values.gaps import GappedText

if TYPE_CHECKING:
    from publishing.formats.gates import Failure, Prospect
    from publishing.formats.serializers import RecordDocument

Document = dict[str, Any]
# A record by its kind and slug.
Key = tuple[str, str]
Gate = Callable[[Document, "Prospect"], Iterable["Failure"]]

EVERYTHING = ("add", "change", "delete", "view")
LAST = 100


@dataclass(frozen=True, eq=False)
class Noun:
    """One kind of record, and everything that the rest of the code has to know about it.

    ``plural`` names it in addresses, case files and the API; ``name`` is what its list is called.
    ``title`` returns what to call a record, as a language map. ``date`` is the field of the date
    that places it, through links if need be; without one its list is in order of slugs.
    ``dates_itself`` says that this date tells since when the record itself has been public.
    ``rank`` is its place among the kinds that a search finds. ``ink`` is the label that it bears:
    said, answered or shown, if any. ``lead`` is the sentence above its list, if any.
    ``permissions`` are what an editor may do with it and its parts. ``grown`` says how its document
    format grew: the keys that each format after the first one added, with what a document without
    them means (docs/formats.md).

    ``people`` returns the names, as language maps, of the people that records of this kind are.
    ``moved`` returns a document with its quotes where they are once the texts that they are taken
    from, by part and field, have gaps.

    Without ``rows`` a noun is only in the log and its entries; without ``listed`` it has no list
    among the pages and in the API, without ``has_form`` no form at the desk.
    """

    plural: str
    name: str | Promise
    document: type["RecordDocument"]
    title: Callable[[Document], dict[str, str]]
    gates: tuple[Gate, ...] = ()
    date: str = ""
    dates_itself: bool = False
    rank: int = LAST
    ink: str = ""
    lead: str | Promise = ""
    permissions: tuple[str, ...] = EVERYTHING
    grown: tuple[Mapping[str, Any], ...] = ()
    people: Callable[[], Iterable[dict[str, str]]] = list
    moved: Callable[[Document, Mapping[str, GappedText]], Document] | None = None
    rows: bool = True
    listed: bool = True
    has_form: bool = True

    @property
    def model(self) -> type[Publishable]:
        model: type[Publishable] = self.document.Meta.model
        return model

    @property
    def kind(self) -> str:
        return self.model.kind if self.rows else str(self.document.Meta.kind)

    @property
    def format(self) -> int:
        """The number of the document format that is written today."""
        return 1 + len(self.grown)


_nouns: dict[str, Noun] = {}


def register(*nouns: Noun) -> None:
    """Add nouns, in an order in which links mostly point backwards."""
    for noun in nouns:
        _nouns[noun.kind] = noun


def nouns() -> list[Noun]:
    """Return every noun that has rows, in the order of registration."""
    return [noun for noun in _nouns.values() if noun.rows]


def every_noun() -> list[Noun]:
    """Return every noun, including those that are only in the log."""
    return list(_nouns.values())


def listed_nouns() -> list[Noun]:
    """Return every noun that has a list among the pages and in the API."""
    return [noun for noun in _nouns.values() if noun.listed]


def noun(kind: str) -> Noun:
    """Return the noun called *kind*; raises KeyError if there is none."""
    return _nouns[kind]


def noun_of(model: type[Any]) -> Noun:
    """Return the noun of a record's model."""
    return _nouns[model.kind]


def by_plural(plural: str) -> Noun:
    """Return the noun with this plural; raises KeyError if there is none."""
    return {noun.plural: noun for noun in _nouns.values()}[plural]
