"""The places of the desk where words are kept: working copies, frozen items, notes, admin log."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import connections
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desk.models import ChangeSet, ChangeSetItem, Note, Redaction, Status
from desk.redactions.workingcopies import COPIES, erase_in_copies, in_copies
from publishing.databases import DESK, RECORD
from publishing.redacting.places import Erasure, Find, Place, Table, register
from publishing.redacting.record import Gathering, tables_of_records
from values.gaps import GappedText
from values.sought import Run, Sought

FROZEN = _("frozen, not published")
NEVER_PUBLISHED = (Status.PROPOSED, Status.REJECTED, Status.REFUSED)
WAITING = (Status.PROPOSED, Status.APPROVED)
ERASED = _("Its frozen words were erased by a redaction. Propose it again.")
ACCOUNT = _("an account says so: change it under Users")


@dataclass(frozen=True)
class Column:
    """A text of the desk's own rows, which a mark can replace; ``lasts`` says why not."""

    name: Any
    rows: Callable[[], QuerySet[Any]]
    column: str
    lasts: Any = ""

    def search(self, sought: Sought) -> Iterator[Find]:
        for row in self.rows().iterator():
            for run in sought.runs(getattr(row, self.column)):
                yield self._find(row, run)

    def erase(self, erasure: Erasure) -> None:
        for row in self.rows().iterator():
            text = getattr(row, self.column)
            gaps = [run for run in erasure.sought.runs(text) if erasure.goes(self._find(row, run))]
            if gaps:
                without = GappedText(text, tuple((run.start, run.end) for run in gaps)).after
                longest = row._meta.get_field(self.column).max_length
                self.rows().filter(pk=row.pk).update(**{self.column: without[:longest]})

    def _find(self, row: Any, run: Run) -> Find:
        shown = getattr(row, self.column)[run.start : run.end]
        subject = f"{row._meta.model_name}.{self.column}/{row.pk}"
        where = f"{row._meta.verbose_name}: {row}"[:120]
        return Find(str(self.name), subject, run, shown, where=where, lasts=str(self.lasts))


NOTES = Column(_("notes between editors"), Note.objects.all, "text")
REASONS = Column(
    _("reasons of sets that were not published"),
    lambda: ChangeSet.objects.filter(status__in=NEVER_PUBLISHED),
    "reason",
)
REJECTIONS = Column(_("reasons of rejections"), ChangeSet.objects.all, "rejection")
ACCOUNTS = [
    Column(_("accounts"), get_user_model()._default_manager.all, column, ACCOUNT)
    for column in ("username", "first_name", "last_name", "email")
]


def in_frozen_items(sought: Sought) -> Iterator[Find]:
    """Search what was frozen and is not in the log; the log's own copies go with its documents."""
    gathering = Gathering(str(FROZEN))
    for item in _frozen().iterator():
        gathering.add((item.kind, item.slug), orjson.loads(item.document), 0, sought)
    yield from gathering.finds()


def erase_frozen_items(erasure: Erasure) -> None:
    """Empty frozen items that hold words which go; a set that waits with one cannot be approved."""
    for item in _frozen():
        gathering = Gathering(str(FROZEN))
        gathering.add((item.kind, item.slug), orjson.loads(item.document), 0, erasure.sought)
        if any(erasure.goes(find) for find in gathering.finds()):
            ChangeSetItem.objects.filter(pk=item.pk).update(document="", salt="")
            waiting = ChangeSet.objects.filter(pk=item.changeset_id, status__in=WAITING)
            waiting.update(status=Status.REFUSED, rejection=gettext(str(ERASED)))


def _frozen() -> QuerySet[ChangeSetItem]:
    unpublished = ChangeSetItem.objects.exclude(changeset__status=Status.PUBLISHED)
    # The redaction itself is on its way into the record, and frozen without the words.
    return unpublished.exclude(document="").filter(changeset__redaction__isnull=True)


@dataclass(frozen=True)
class Memories:
    """Rows that remember words in passing, and go as a whole when the words go."""

    name: Any
    rows: Callable[[], QuerySet[Any]]
    texts_of: Callable[[Any], Iterator[str]]

    def search(self, sought: Sought) -> Iterator[Find]:
        for row in self.rows().iterator():
            for text in self.texts_of(row):
                for run in sought.runs(text):
                    yield self._find(row, run, text)

    def erase(self, erasure: Erasure) -> None:
        for row in list(self.rows().iterator()):
            found = (
                (run, text) for text in self.texts_of(row) for run in erasure.sought.runs(text)
            )
            if any(erasure.goes(self._find(row, run, text)) for run, text in found):
                self.rows().filter(pk=row.pk).delete()

    def _find(self, row: Any, run: Run, text: str) -> Find:
        digest = hashlib.sha256(str(row.pk).encode()).hexdigest()
        subject = f"{row._meta.model_name}/{digest[:12]}"
        where = str(row._meta.verbose_name)
        return Find(str(self.name), subject, run, text[run.start : run.end], where=where)


def _in_session(session: Session) -> Iterator[str]:
    yield from _texts_of(session.get_decoded())


def _in_log_entry(entry: LogEntry) -> Iterator[str]:
    yield entry.object_repr
    try:
        yield from _texts_of(json.loads(entry.change_message))
    except ValueError:
        yield entry.change_message


def _texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts_of(one)


def _tables(*models: Any) -> Callable[[], Iterable[Table]]:
    return lambda: [(DESK, model._meta.db_table) for model in models]


def _bookkeeping() -> Iterable[Table]:
    """Return the desk's tables without words: rights, kinds of content, and the empty record's."""
    for label in ("auth", "contenttypes"):
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            if model is not get_user_model():
                yield DESK, model._meta.db_table
    for model in apps.get_app_config("publishing").get_models():
        yield DESK, model._meta.db_table
    yield DESK, "django_migrations"


def _copies_of_databases(sought: Sought) -> Iterable[str]:
    """Say where else pages of the databases are kept."""
    if connections[RECORD].vendor == "postgresql":
        yield gettext(
            "PostgreSQL keeps old pages in its write-ahead log (pg_wal) until it is recycled, and"
            " in archives of it: run CHECKPOINT, then destroy the segments archived before now."
            " Standbys follow by themselves."
        )
    yield gettext(
        "Backups and dumps made before now still hold the words: make new ones and destroy the"
        " old. Copies that others keep are out of reach."
    )


def _marked(column: Column, *models: Any) -> Place:
    """Return a place in which the mark replaces the words."""
    goes = _("the mark takes their place when the redaction is published")
    return Place(column.name, goes, _tables(*models), search=column.search, erase=column.erase)


register(
    Place(
        name=COPIES,
        goes=_("taken out when the redaction is published, also from unpublished drafts"),
        tables=lambda: tables_of_records(DESK),
        search=in_copies,
        erase=erase_in_copies,
    ),
    Place(
        name=FROZEN,
        goes=_(
            "emptied when the redaction is published; a set that waits has to be proposed again"
        ),
        tables=_tables(ChangeSetItem),
        search=in_frozen_items,
        erase=erase_frozen_items,
    ),
    _marked(REASONS, ChangeSet),
    _marked(REJECTIONS, ChangeSet),
    _marked(NOTES, Note),
    *(
        Place(
            name=memories.name,
            goes=_("the entry is deleted when the redaction is published"),
            tables=_tables(model),
            search=memories.search,
            erase=memories.erase,
        )
        for memories, model in (
            (Memories(_("sessions"), Session.objects.all, _in_session), Session),
            (Memories(_("the admin's log"), LogEntry.objects.all, _in_log_entry), LogEntry),
        )
    ),
    *(
        Place(
            name=f"{column.name}, {column.column}",
            goes=ACCOUNT,
            tables=_tables(get_user_model()),
            search=column.search,
        )
        for column in ACCOUNTS
    ),
    Place(
        name=_("redactions under way"),
        goes=_("erased as soon as nothing of the words is left"),
        tables=_tables(Redaction),
    ),
    Place(
        name=_("bookkeeping of the desk"),
        goes=_("not needed: rights, kinds of content, names of migrations"),
        tables=_bookkeeping,
    ),
    Place(
        name=_("files of the databases"),
        goes=_("written anew when the redaction is finished, and then searched"),
        files=("record.sqlite3*", "desk.sqlite3*"),
        beyond=_copies_of_databases,
    ),
    Place(
        name=_("files of the installation"),
        goes=_("not needed: keys, styles, marks that something was done"),
        files=("secret_key", "static/**/*", "static-collected"),
    ),
)
