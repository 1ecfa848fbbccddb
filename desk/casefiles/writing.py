"""Writing documents over the desk's rows; what the database refuses is named with its place."""

from collections.abc import Iterable

from django.db import DatabaseError, connections, transaction
from django.utils.translation import gettext as _

from publishing.databases import DESK
from publishing.formats.gates import Failure
from publishing.formats.serializers import shape_of
from publishing.formats.shapes import Rows, links_in, rows_of
from publishing.rows import Change, Keys, erase, replace_rows
from publishing.unusable import unusable_database


class NotWritten(Exception):
    """The rows cannot be written, and none was; ``failures`` says why."""

    def __init__(self, failures: Iterable[Failure]) -> None:
        self.failures = list(failures)
        super().__init__("\n".join(str(failure) for failure in self.failures))


def write_at_desk(changes: list[Change]) -> None:
    """Put the documents in the place of what stood at the desk; raises NotWritten."""
    try:
        with transaction.atomic(using=DESK):
            failures = replace_rows(changes, using=DESK)
            if not failures:
                # At the end of the transaction nobody could tell any more what it was.
                connections[DESK].check_constraints()
    except DatabaseError as error:
        if unusable_database(error):
            raise
        raise NotWritten([_found(changes) or _unplaced(error)]) from error
    if failures:
        raise NotWritten(failures)


def refused_by_database(error: Exception) -> str:
    """Return the words for an error that only the database found."""
    return _("the database refuses it: %s") % str(error).strip().partition("\n")[0]


def _unplaced(error: Exception) -> Failure:
    return Failure("", "", "", refused_by_database(error))


def _found(changes: list[Change]) -> Failure | None:
    """Write row by row, as a trial, to learn which one the database refuses."""
    with transaction.atomic(using=DESK):
        keys = Keys(changes, DESK)
        keys.load(
            (target.kind, target.slug)
            for change in changes
            for target in links_in(change.document, shape_of(change.noun.document))
            if not target.part
        )
        for change in changes:
            if not change.is_new:
                erase(change.noun, change.pk, DESK)
        tried = (_refusal(change, keys) for change in changes)
        first = next((failure for failure in tried if failure), None)
        transaction.set_rollback(True, using=DESK)
    return first


def _refusal(change: Change, keys: Keys) -> Failure | None:
    rows = rows_of(change.document, shape_of(change.noun.document), keys, change.pk)
    for row in (*rows.all_instances(), *rows.links):
        try:
            with transaction.atomic(using=DESK):
                row.save(using=DESK, force_insert=True)
        except DatabaseError as error:
            if unusable_database(error):
                raise
            place = _place(row, rows)
            return Failure(change.noun.kind, change.slug, place, refused_by_database(error))
    return None


def _place(row: object, rows: Rows) -> str:
    if row is rows.root or row in rows.links:
        return ""
    return f"{row._meta.model_name}[{row.position}]"  # type: ignore[attr-defined]
