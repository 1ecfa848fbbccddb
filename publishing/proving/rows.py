"""Verifying the record's rows: each has to be what its published document says."""

import copy
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef

from publishing.databases import RECORD
from publishing.formats.evolving import same
from publishing.formats.serializers import documents_of, shape_of
from publishing.formats.shapes import Shape
from publishing.models import Entry, State
from publishing.nouns import Noun, nouns
from publishing.proving.breaks import Break, described
from publishing.proving.chunks import attempt, chunks_of, rows_in
from publishing.rows import blank
from values.canonical import sha256
from values.fields import DigestField, InstantField


def row_breaks(*only: Noun) -> Iterator[Break]:
    """Write each record's document from its rows again and compare it with the entry's.

    Looks at all nouns, or only at those given.
    """
    for noun in only or nouns():
        for chunk in chunks_of(noun.model._default_manager.only("pk")):
            yield from _breaks_of_records(noun, [row.pk for row in chunk])
        yield from _lost_rows(noun)


def _breaks_of_records(noun: Noun, keys: list[Any]) -> Iterator[Break]:
    try:
        found = attempt(lambda: list(_documents(noun, keys)))
    except Exception:  # whatever was written by hand: find out in which record
        for key in keys:
            yield from _breaks_of_record(noun, key)
        return
    for record, text in found:
        yield from _breaks_of(noun, record, text)


def _breaks_of_record(noun: Noun, key: Any) -> Iterator[Break]:
    try:
        record, text = attempt(lambda: next(_documents(noun, [key])))
    except Exception as error:  # as above
        yield Break(f"rows of {_name(noun, key)}", f"cannot be read: {described(error)}")
        return
    yield from _breaks_of(noun, record, text)


def _name(noun: Noun, key: Any) -> str:
    rows = noun.model._default_manager.using(RECORD).filter(pk=key)
    try:
        return f"{noun.kind}/{attempt(lambda: rows.values_list('slug', flat=True).get())}"
    except Exception:  # as above
        return f"{noun.kind} {key}"


def _documents(noun: Noun, keys: list[Any]) -> Iterator[tuple[Any, str]]:
    rows: Any = noun.model._default_manager.using(RECORD).filter(pk__in=keys)
    return documents_of(rows.prefetch_related("entry").order_by("pk"), noun.document)


def _breaks_of(noun: Noun, record: Any, text: str) -> Iterator[Break]:
    try:
        words = list(_wrong_with(noun, record, text))
    except Exception as error:  # as above
        words = [f"cannot be checked: {described(error)}"]
    for one in words:
        yield Break(f"rows of {noun.kind}/{record.slug}", one)


def _wrong_with(noun: Noun, record: Any, text: str) -> Iterator[str]:
    if not _has_own_entry(record, noun):
        yield "have no entry of their own"
    else:
        yield from _differences(record, text, noun)


def _has_own_entry(record: Any, noun: Noun) -> bool:
    entry: Entry | None = record.entry
    return (
        entry is not None
        and entry.pk == record.pk
        and (entry.kind, entry.slug) == (noun.kind, record.slug)
    )


def _differences(record: Any, text: str, noun: Noun) -> Iterator[str]:
    """Say what in a record's rows is not what its entry demands."""
    shape = shape_of(noun.document)
    redacted = record.entry.state == State.REDACTED
    if not redacted and not same(text, record.entry.document, noun):
        yield "do not give the published document"
    if record.published_version != record.entry.version:
        yield "have another version than the published one"
    digest = "" if redacted else sha256(record.entry.document)
    if {record.published_sha256, record.document_sha256} != {digest}:
        yield "have another hash than the published document"
    for row, position in _rows(record, shape):
        if not redacted and position is not None and row.position != position:
            yield f"have a {row._meta.verbose_name} in the wrong place"
        for name in _wrong_columns(row, redacted=redacted):
            yield f"have a {row._meta.verbose_name} whose {name} is not what its document gives"
    gone = [n for n, _kind in shape.many if n not in type(record).links_kept_by_redaction]
    if redacted and attempt(lambda: any(getattr(record, name).exists() for name in gone)):
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
    row = noun.model._default_manager.using(RECORD).filter(entry=OuterRef("pk"))
    entries = Entry.objects.filter(~Exists(row), kind=noun.kind)
    for lost in rows_in(entries.only("slug")):
        name = f"{noun.kind}/{lost.slug}" if isinstance(lost, Entry) else f"entry {lost.pk}"
        yield Break(f"rows of {name}", "are missing")
