"""Reading a case's files: everything is checked, and all errors are reported at once."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from tqdm import tqdm

from desk.casefiles.clashes import clashes_between
from desk.casefiles.documents import as_stored, problems_of_types
from desk.casefiles.exact_json import Unreadable, parsed
from publishing.databases import at_desk
from publishing.formats.checking import problems_of
from publishing.formats.gates import Failure, Prospect, missing_targets
from publishing.formats.serializers import documents_of, shape_of
from publishing.formats.shapes import complete
from publishing.nouns import Document, Key, Noun, noun, nouns


@dataclass(frozen=True)
class FileProblem:
    """One thing that is wrong with a file: where, and what to do."""

    file: str
    record: str
    field: str
    message: str

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.file, self.record, self.field) if part)
        return f"{place}: {self.message}" if place else self.message


class ImportRefused(Exception):
    """The files cannot be imported; nothing was written. ``problems`` lists all of it."""

    def __init__(self, problems: Iterable[FileProblem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def problem_at(kind: str, slug: str, field: str, words: str) -> FileProblem:
    """Return the problem of a record, in the file for records of its kind."""
    return FileProblem(f"{noun(kind).plural}.json", slug, field, words)


def refuse(failures: Iterable[Failure]) -> None:
    """Raise ImportRefused if there are any failures."""
    problems = [problem_at(f.kind, f.slug, f.field, f.message) for f in failures]
    if problems:
        raise ImportRefused(problems)


class DeskProspect(Prospect):
    """The documents of the files against the background of the desk."""

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
    """The records of a case folder, found to be in order, as they will be stored."""

    documents: dict[Key, Document]


def read_case(folder: Path, *, progress: bool = False) -> CaseFiles:
    """Read and check every file of a case; raises ImportRefused with all that is wrong.

    With *progress* a bar on standard error shows how far the checking is.
    """
    problems: list[FileProblem] = []
    documents: dict[Key, Document] = {}
    if not any((folder / f"{one.plural}.json").exists() for one in nouns()):
        words = _("contains none of the files of a case, such as statements.json")
        raise ImportRefused([FileProblem(str(folder), "", "", words)])
    for one in tqdm(nouns(), desc=_("Checking"), unit=_("files"), disable=not progress):
        for document in _records(folder / f"{one.plural}.json", one, problems):
            key = (one.kind, document["slug"])
            if key in documents:
                words = _("this slug is in the file twice; change one of them")
                problems.append(problem_at(*key, "slug", words))
            documents[key] = document
    if problems:
        raise ImportRefused(problems)
    refuse(clashes_between(documents))
    refuse(_failures_between(documents))
    return CaseFiles(documents)


def _records(path: Path, one: Noun, problems: list[FileProblem]) -> Iterator[Document]:
    """Yield the sound documents of a file; add what is wrong to *problems*."""
    if not path.exists():
        return
    try:
        records = parsed(path.read_text(encoding="utf-8"))
    except OSError as error:
        problems.append(FileProblem(path.name, "", "", _("cannot be read: %s") % error))
        return
    except UnicodeDecodeError as error:
        problems.append(FileProblem(path.name, "", "", _("is not JSON: %s") % error))
        return
    except Unreadable as error:
        name = _("record %d") % error.record if error.record else ""
        problems.append(FileProblem(path.name, name, error.field, error.words))
        return
    if not isinstance(records, list):
        problems.append(FileProblem(path.name, "", "", _("has to be a list of records")))
        return
    for position, record in enumerate(records):
        found = list(problems_of_types(record, one.document))
        found = found or problems_of(record, one.document)
        name = _name(record, position)
        problems += [FileProblem(path.name, name, field, words) for field, words in found]
        if not found:
            yield as_stored(complete(record, shape_of(one.document)), one.document)


def _name(record: Any, position: int) -> str:
    slug = record.get("slug") if isinstance(record, dict) else None
    return slug if slug and isinstance(slug, str) else _("record %d") % (position + 1)


def _failures_between(documents: dict[Key, Document]) -> list[Failure]:
    """Return what is wrong between records: links, parts, quotes, circles."""
    with at_desk():
        prospect = DeskProspect(documents)
        return [
            *missing_targets(prospect),
            *(
                failure
                for (kind, _slug), document in documents.items()
                for gate in noun(kind).gates
                for failure in gate(document, prospect)
            ),
        ]
