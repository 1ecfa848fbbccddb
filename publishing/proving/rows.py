"""Verifying the record's rows: each has to be what its published document says."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from publishing.databases import RECORD
from publishing.formats.serializers import documents_of, shape_of
from publishing.formats.shapes import Shape
from publishing.models import Entry, State
from publishing.nouns import Noun, nouns
from publishing.proving.engines import malformed
from publishing.rows import blank
from values.fields import DigestField, InstantField

CHUNK = 500


@dataclass(frozen=True)
class Break:
    """Something in the log or the record that is not as the log says it must be."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


def row_breaks(*only: Noun) -> Iterator[Break]:
    """Write each record's document from its rows again and compare it with the entry's.

    Looks at all nouns, or only at those given.
    """
    for noun in only or nouns():
        yield from _malformed_rows(noun)
        for record, text in _documents(noun):
            place = f"rows of {noun.kind}/{record.slug}"
            if text is None:
                yield Break(place, "cannot be read")
            elif not _has_own_entry(record, noun):
                yield Break(place, "have no entry of their own")
            else:
                for words in _differences(record, text, shape_of(noun.document)):
                    yield Break(place, words)
        yield from _lost_rows(noun)


def _malformed_rows(noun: Noun) -> Iterator[Break]:
    shape = shape_of(noun.document)
    models: list[Any] = [noun.model, *(child.model for _name, child in shape.parts)]
    for model in models:
        for row, field in malformed(model):
            place = f"{model._meta.verbose_name} {row}"
            yield Break(place, f"its {field} is not a value that was written here")


def _documents(noun: Noun) -> Iterator[tuple[Any, str | None]]:
    """Yield each record with its document, or with None if its rows cannot be read."""
    rows: Any = noun.model._default_manager.using(RECORD)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        try:
            yield from list(_some_documents(noun, chunk))
        except Exception:  # whatever was written by hand: find out in which record
            yield from (_one_document(noun, pk) for pk in chunk)


def _some_documents(noun: Noun, keys: list[int]) -> Iterator[tuple[Any, str]]:
    queryset: Any = noun.model._default_manager.using(RECORD).filter(pk__in=keys)
    return documents_of(queryset.select_related("entry").order_by("pk"), noun.document)


def _one_document(noun: Noun, pk: int) -> tuple[Any, str | None]:
    try:
        return next(_some_documents(noun, [pk]))
    except Exception:  # as above
        rows: Any = noun.model._default_manager.using(RECORD)
        return rows.only("slug").get(pk=pk), None


def _has_own_entry(record: Any, noun: Noun) -> bool:
    entry: Entry | None = record.entry
    return (
        entry is not None
        and entry.pk == record.pk
        and (entry.kind, entry.slug) == (noun.kind, record.slug)
    )


def _differences(record: Any, text: str, shape: Shape) -> Iterator[str]:
    """Say what in a record's rows is not what its entry asks for."""
    redacted = record.entry.state == State.REDACTED
    if not redacted and text != record.entry.document:
        yield "do not give the published document"
    if record.published_version != record.entry.version:
        yield "have another version than the published one"
    if {record.published_sha256, record.document_sha256} != {record.entry.sha256}:
        yield "have another hash than the published document"
    for row, position in _rows(record, shape):
        if not redacted and position is not None and row.position != position:
            yield f"have a {row._meta.verbose_name} in the wrong place"
        for name in _wrong_columns(row, redacted=redacted):
            yield f"have a {row._meta.verbose_name} whose {name} is not what its document gives"
    gone = [n for n, _kind in shape.many if n not in type(record).links_kept_by_redaction]
    if redacted and any(getattr(record, name).exists() for name in gone):
        yield "have links, although the record was redacted"


def _rows(record: Any, shape: Shape) -> Iterator[tuple[Any, int | None]]:
    """Yield the record's row and its parts, these with the place that is theirs."""
    yield record, None
    for name, _child in shape.parts:
        for position, part in enumerate(getattr(record, name).all()):
            yield part, position


def _wrong_columns(row: Any, *, redacted: bool) -> Iterator[str]:
    """Name the columns that are not what saving would derive, or not what redacting leaves."""
    right = copy.copy(row)
    if redacted:
        blank(right)
    for field in row._meta.concrete_fields:
        if not _derived(field, right) or getattr(right, field.attname) != getattr(
            row, field.attname
        ):
            yield field.name


def _derived(field: Any, row: Any) -> bool:
    """Derive a column's value again, if it is a derived one; tell whether that could be done."""
    if isinstance(field, InstantField | DigestField):
        try:
            field.pre_save(row, add=False)
        except ValueError:
            return False
    return True


def _lost_rows(noun: Noun) -> Iterator[Break]:
    entries = Entry.objects.using(RECORD).filter(kind=noun.kind)
    for lost in entries.filter(**{f"{noun.model._meta.model_name}__isnull": True}):
        yield Break(f"rows of {noun.kind}/{lost.slug}", "are missing")
