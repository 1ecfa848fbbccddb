"""The places of the record: its documents in all versions, and what its log keeps for ever."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import orjson
from django.utils.translation import gettext_lazy as _

from publishing.databases import RECORD, in_record
from publishing.formats.serializers import shape_of
from publishing.models import Entry, Head, Revision, RevisionBody
from publishing.nouns import Document, Key, nouns
from publishing.redacting.places import Find, Place, Spot, Table, register
from publishing.redacting.texts import texts_of
from values.sought import Run, Sought

DOCUMENTS = _("published documents")
LOG = _("reasons and names")
BOOKKEEPING = _("bookkeeping of the record")
REASON = _("a reason in the log cannot be erased: every later link is a hash over it")
NAME = _("the name of a record in its address is for ever, and part of the log")
CHUNK = 200


class Gathering:
    """The finds in one place, put together by what holds the words and by the words."""

    def __init__(self, place: str) -> None:
        self.place = place
        self._runs: dict[tuple[Key, str], tuple[Run, str]] = {}
        self._spots: dict[tuple[Key, str], dict[Spot, None]] = defaultdict(dict)

    def add(self, key: Key, document: Document, version: int, sought: Sought) -> None:
        """Search one document of a record."""
        for text in texts_of(document, key[0]):
            for run in sought.runs(text.words):
                found = key, run.folded
                self._runs[found] = run, text.words[run.start : run.end]
                self._spots[found][Spot(text.place, version)] = None

    def finds(self) -> Iterator[Find]:
        """Yield each of the words once for each record."""
        for (key, folded), (run, shown) in self._runs.items():
            spots = tuple(self._spots[key, folded])
            yield Find(self.place, "/".join(key), run, shown, key, spots)


def in_documents(sought: Sought) -> Iterator[Find]:
    """Search every document that the log still holds, of every version."""
    gathered = Gathering(str(DOCUMENTS))
    with in_record():
        bodies = RevisionBody.objects.select_related("revision").order_by("pk")
        for body in bodies.iterator(CHUNK):
            line = body.revision
            gathered.add((line.kind, line.slug), orjson.loads(body.body), line.version, sought)
    yield from gathered.finds()


def in_log(sought: Sought) -> Iterator[Find]:
    """Search what no line of the log can lose: its reason and the name of its record."""
    with in_record():
        lines = Revision.objects.order_by("seq")
        for changeset, reason in lines.values_list("changeset", "reason").distinct().order_by():
            for run in sought.runs(reason):
                shown = reason[run.start : run.end]
                yield Find(str(LOG), f"reason/{changeset}", run, shown, lasts=str(REASON))
        for kind, slug in lines.values_list("kind", "slug").distinct().order_by("kind", "slug"):
            for run in sought.runs(slug):
                shown = slug[run.start : run.end]
                subject = f"name/{kind}/{slug}"
                yield Find(str(LOG), subject, run, shown, (kind, slug), lasts=str(NAME))


def tables_of_records(alias: str) -> Iterable[Table]:
    """Return the tables of all records, with their parts and links."""
    for one in nouns():
        shape = shape_of(one.document)
        models = [one.model, *(child.model for _name, child in shape.parts)]
        for name, _kind in shape.many:
            models.append(one.model._meta.get_field(name).remote_field.through)  # type: ignore[union-attr]
        yield from ((alias, model._meta.db_table) for model in models)


def _tables_of_documents() -> Iterable[Table]:
    own = [(RECORD, model._meta.db_table) for model in (Entry, RevisionBody)]
    return [*own, *tables_of_records(RECORD)]


register(
    Place(
        name=DOCUMENTS,
        goes=_("by a line of the log that erases the versions which hold them"),
        tables=_tables_of_documents,
        search=in_documents,
    ),
    Place(
        name=LOG,
        goes=_("never: the log is a chain of hashes over them"),
        tables=lambda: [(RECORD, Revision._meta.db_table)],
        search=in_log,
    ),
    Place(
        name=BOOKKEEPING,
        goes=_("not needed: numbers, hashes and names of migrations"),
        tables=lambda: [(RECORD, Head._meta.db_table), (RECORD, "django_migrations")],
    ),
)
