"""Importing a case: what was checked is written to the desk in one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from desk.casefiles.clashes import clashes_with_desk
from desk.casefiles.published import Public, public
from desk.casefiles.reading import (
    CaseFiles,
    DeskProspect,
    FileProblem,
    ImportRefused,
    problem_at,
    read_case,
    refuse,
)
from desk.casefiles.writing import NotWritten, refused_by_database, write_at_desk
from publishing.databases import DESK, at_desk
from publishing.formats.evolving import digest
from publishing.formats.gates import missing_targets
from publishing.formats.serializers import documents_of
from publishing.keys import allocate
from publishing.nouns import Key, noun, nouns
from publishing.rows import Change
from publishing.unusable import unusable_database
from values.canonical import canonical

__all__ = ["CaseFiles", "FileProblem", "ImportRefused", "Imported", "import_case", "read_case"]


@dataclass(frozen=True)
class Imported:
    """How many records an import added, changed and left alone, and which are redacted."""

    added: int
    changed: int
    unchanged: int
    redacted: tuple[Key, ...] = ()


@dataclass(frozen=True)
class AtDesk:
    """A record's row at the desk and the document that it reads as."""

    row: Any
    text: str


def import_case(case: CaseFiles, *, overwrite: bool = False) -> Imported:
    """Put the records of a case on the desk, all of them or none.

    Redacted records are left out: their words must not come back. Raises
    ImportRefused if a record at the desk holds edits that were never published, or
    was corrected here since it was installed, and *overwrite* is false.
    """
    try:
        with at_desk(), transaction.atomic(using=DESK):
            return _Import(case, overwrite=overwrite).run()
    except DatabaseError as error:
        if unusable_database(error):
            raise
        raise ImportRefused([FileProblem("", "", "", refused_by_database(error))]) from error


def rows_at_desk(keys: list[Key]) -> dict[Key, AtDesk]:
    """Return the rows that the desk has of these records; call it at the desk."""
    found = {}
    for one in nouns():
        slugs = [slug for kind, slug in keys if kind == one.kind]
        queryset = one.model._default_manager.filter(slug__in=slugs)
        for row, text in documents_of(queryset, one.document):
            found[one.kind, row.slug] = AtDesk(row, text)
    return found


class _Import:
    """One import: the steps share the documents and what is in both places."""

    def __init__(self, case: CaseFiles, *, overwrite: bool) -> None:
        self.overwrite = overwrite
        self.public = public(case.documents)
        self.redacted = tuple(
            key for key in case.documents if key in self.public and self.public[key].redacted
        )
        self.documents = {
            key: document for key, document in case.documents.items() if key not in self.redacted
        }
        self.at_desk = rows_at_desk(list(self.documents))

    def run(self) -> Imported:
        keys = [key for key in self.documents if not self._is_there(key)]
        problems = [problem for key in keys for problem in self._against(key)]
        if problems:
            raise ImportRefused(problems)
        refuse(missing_targets(DeskProspect(self.documents)))
        refuse(clashes_with_desk(self.documents))
        changes = self._changes(keys)
        try:
            write_at_desk(changes)
        except NotWritten as error:
            raise ImportRefused(_problems(error)) from error
        _store_digests(changes)
        added = sum(change.is_new for change in changes)
        unchanged = len(self.documents) - len(changes)
        return Imported(added, len(changes) - added, unchanged, self.redacted)

    def _is_there(self, key: Key) -> bool:
        there = self.at_desk.get(key)
        return there is not None and there.text == canonical(self.documents[key])

    def _against(self, key: Key) -> Iterator[FileProblem]:
        """Yield why a record must not be imported over, unless that is asked for."""
        if self.overwrite:
            return
        there, line = self.at_desk.get(key), self.public.get(key)
        if there and digest(there.text, noun(key[0])) != there.row.published_sha256:
            words = _("has edits at the desk that were not published; import with --overwrite")
            yield problem_at(*key, "", words)
        elif line and not line.installed and self._digest(key) != line.digest:
            words = _(
                "was changed here since it was installed (version %(version)d, %(approval)s);"
                " import with --overwrite to propose the files' words at the desk"
            )
            given = {"version": line.version, "approval": line.approval}
            yield problem_at(*key, "", words % given)

    def _digest(self, key: Key) -> str:
        return digest(canonical(self.documents[key]), noun(key[0]))

    def _changes(self, keys: list[Key]) -> list[Change]:
        """Return the changes, each noun's together, with keys for the rows that are new."""
        changes = []
        for one in nouns():
            here = [key for key in keys if key[0] == one.kind]
            new = [key for key in here if key not in self.at_desk]
            pks = dict(zip(new, allocate(one.model, len(new), DESK), strict=True)) if new else {}
            changes += [self._change(key, pks.get(key)) for key in here]
        return changes

    def _change(self, key: Key, new_pk: int | None) -> Change:
        row: Any = None if new_pk else self.at_desk[key].row
        version, published = _published(row, self.public.get(key))
        return Change(
            noun=noun(key[0]),
            slug=key[1],
            pk=new_pk or row.pk,
            is_new=row is None,
            document=self.documents[key],
            version=version,
            published_sha256=published,
            document_sha256="",
        )


def _published(row: Any, line: Public | None) -> tuple[int, str]:
    """Return what is published of a record; if the record lost it, what the desk knows of it."""
    if line:
        return line.version, line.digest
    return (row.published_version, row.published_sha256) if row else (0, "")


def _problems(error: NotWritten) -> list[FileProblem]:
    return [
        problem_at(f.kind, f.slug, f.field, f.message)
        if f.kind
        else FileProblem("", "", "", f.message)
        for f in error.failures
    ]


def _store_digests(changes: list[Change]) -> None:
    by_noun: dict[str, list[int]] = {}
    for change in changes:
        by_noun.setdefault(change.noun.kind, []).append(change.pk)
    for kind, pks in by_noun.items():
        model = noun(kind).model
        queryset = model._default_manager.filter(pk__in=pks)
        records = []
        for record, text in documents_of(queryset, noun(kind).document):
            record.document_sha256 = digest(text, noun(kind))
            records.append(record)
        model._default_manager.bulk_update(records, ["document_sha256"], batch_size=100)
