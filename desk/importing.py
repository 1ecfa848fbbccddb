"""Importing a case's files: everything is checked first, then written in one transaction."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from tqdm import tqdm

from publishing.canonical import nfc, sha256
from publishing.databases import DESK, at_desk
from publishing.documents import documents_of, shape_of
from publishing.gates import Desk, missing_targets
from publishing.keys import allocate
from publishing.problems import problems_of
from publishing.registry import Document, Noun, noun, nouns
from publishing.rows import Change, replace_rows
from publishing.shapes import complete

Key = tuple[str, str]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a file: where, and what to do."""

    file: str
    record: str
    field: str
    message: str

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.file, self.record, self.field) if part)
        return f"{place}: {self.message}"


class ImportRefused(Exception):
    """The files cannot be imported; nothing was written. ``problems`` lists all of it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class _Background(Desk):
    """The documents of the files before the background of the desk."""

    def look_up(self, keys: Iterable[Key]) -> None:
        wanted: dict[str, list[str]] = {}
        for kind, slug in keys:
            if (kind, slug) not in self._published:
                wanted.setdefault(kind, []).append(slug)
                self._published[kind, slug] = None
        for kind, slugs in wanted.items():
            queryset = noun(kind).model._default_manager.filter(slug__in=slugs)
            for record, text in documents_of(queryset, noun(kind).document):
                self._published[kind, record.slug] = json.loads(text)


@dataclass(frozen=True)
class CaseFiles:
    """The records of a case folder, read and found to be in order."""

    documents: dict[Key, Document]
    files: dict[Key, str]


def read_case(folder: Path, *, progress: bool = False) -> CaseFiles:
    """Read and check every file of a case; raises ImportRefused with all that is wrong.

    With *progress* a bar on standard error shows how far the checking is.
    """
    problems: list[Problem] = []
    documents: dict[Key, Document] = {}
    files: dict[Key, str] = {}
    if not any((folder / f"{one.plural}.json").exists() for one in nouns()):
        words = _("holds none of the files of a case, such as statements.json")
        raise ImportRefused([Problem(str(folder), "", "", words)])
    for one in tqdm(nouns(), desc=_("Checking"), unit=_("files"), disable=not progress):
        for document in _records(folder / f"{one.plural}.json", one, problems):
            key = (one.kind, document["slug"])
            if key in documents:
                words = _("this slug stands twice in the file; give one of them another")
                problems.append(Problem(f"{one.plural}.json", key[1], "slug", words))
            documents[key], files[key] = document, f"{one.plural}.json"
    if problems:
        raise ImportRefused(problems)
    problems = list(_problems_between(documents, files))
    if problems:
        raise ImportRefused(problems)
    return CaseFiles(documents, files)


def _records(path: Path, one: Noun, problems: list[Problem]) -> Iterator[Document]:
    """Yield the sound documents of a file; add what is wrong to *problems*."""
    if not path.exists():
        return
    try:
        # Composed first: offsets count the characters of the text as it is stored.
        records = json.loads(nfc(path.read_text(encoding="utf-8")))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        problems.append(Problem(path.name, "", "", _("is not JSON: %s") % error))
        return
    if not isinstance(records, list):
        problems.append(Problem(path.name, "", "", _("has to be a list of records")))
        return
    for position, record in enumerate(records):
        found = problems_of(record, one.document)
        name = _name(record, position)
        problems += [Problem(path.name, name, field, words) for field, words in found]
        if not found:
            yield complete(record, shape_of(one.document))


def _name(record: Any, position: int) -> str:
    slug = record.get("slug") if isinstance(record, dict) else None
    return str(slug) if slug else _("record %d") % (position + 1)


def _problems_between(documents: dict[Key, Document], files: dict[Key, str]) -> Iterator[Problem]:
    """Yield what is wrong between records: links, parts, quotes, circles."""
    with at_desk():
        background = _Background(documents)
        found = [
            *missing_targets(background),
            *(
                failure
                for (kind, _slug), document in documents.items()
                for gate in noun(kind).gates
                for failure in gate(document, background)
            ),
        ]
        for failure in found:
            file = files[failure.kind, failure.slug]
            yield Problem(file, failure.slug, failure.field, failure.message)


@dataclass(frozen=True)
class Imported:
    """How many records an import added, changed and left alone."""

    added: int
    changed: int
    unchanged: int


def import_case(case: CaseFiles, *, overwrite: bool = False) -> Imported:
    """Put the records of a case on the desk, all of them or none.

    Raises ImportRefused if a record at the desk holds edits that were never
    published and *overwrite* is false.
    """
    with at_desk(), transaction.atomic(using=DESK):
        at_hand = {one.kind: _at_hand(one, case) for one in nouns()}
        changes = [
            change
            for one in nouns()
            for change in _changes(one, case, at_hand[one.kind], overwrite=overwrite)
        ]
        failures = replace_rows(changes, using=DESK)
        if failures:
            raise ImportRefused(Problem("", f.slug, f.field, f.message) for f in failures)
        _store_digests(changes)
        added = sum(change.is_new for change in changes)
        changed = len(changes) - added
        return Imported(added, changed, len(case.documents) - len(changes))


def _at_hand(one: Noun, case: CaseFiles) -> dict[str, tuple[Any, str]]:
    slugs = [slug for kind, slug in case.documents if kind == one.kind]
    queryset = one.model._default_manager.filter(slug__in=slugs)
    return {record.slug: (record, text) for record, text in documents_of(queryset, one.document)}


def _changes(
    one: Noun, case: CaseFiles, at_hand: dict[str, tuple[Any, str]], *, overwrite: bool
) -> list[Change]:
    documents = {slug: doc for (kind, slug), doc in case.documents.items() if kind == one.kind}
    new = [slug for slug in documents if slug not in at_hand]
    keys = dict(zip(new, allocate(one.model, len(new), DESK), strict=True)) if new else {}
    changes = [_change(one, documents[slug], pk, None) for slug, pk in keys.items()]
    for slug, (record, text) in at_hand.items():
        if _same(documents[slug], json.loads(text)):
            continue
        if not overwrite and record.document_sha256 != record.published_sha256:
            words = _("has edits at the desk that were not published; import with --overwrite")
            raise ImportRefused([Problem(f"{one.plural}.json", slug, "", words)])
        changes.append(_change(one, documents[slug], record.pk, record))
    return changes


def _same(given: Document, present: Document) -> bool:
    """Tell whether a given document, which may leave out empty keys, says what is there."""
    return all(present.get(key) == value for key, value in given.items())


def _change(one: Noun, document: Document, pk: int, record: Any) -> Change:
    return Change(
        noun=one,
        slug=document["slug"],
        pk=pk,
        is_new=record is None,
        document=document,
        version=record.published_version if record else 0,
        published_sha256=record.published_sha256 if record else "",
        document_sha256="",
    )


def _store_digests(changes: list[Change]) -> None:
    by_noun: dict[str, list[int]] = {}
    for change in changes:
        by_noun.setdefault(change.noun.kind, []).append(change.pk)
    for kind, pks in by_noun.items():
        model = noun(kind).model
        queryset = model._default_manager.filter(pk__in=pks)
        records = []
        for record, text in documents_of(queryset, noun(kind).document):
            record.document_sha256 = sha256(text)
            records.append(record)
        model._default_manager.bulk_update(records, ["document_sha256"], batch_size=100)
