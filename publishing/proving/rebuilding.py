"""Rebuilding the record's tables from the log alone."""

import json
from dataclasses import replace
from typing import Any

from django.db import connections, transaction

from publishing.databases import RECORD, open_door
from publishing.formats.recorded import says_nothing_new, text_of
from publishing.formats.serializers import shape_of
from publishing.models import Action, Entry, Head, Revision
from publishing.nouns import Key, noun, nouns
from publishing.proving.verifying import log_breaks
from publishing.publish import change_for, entry_for
from publishing.rows import Change, erase_all, replace_rows


class RebuildDiffers(Exception):
    """The rebuilt tables are not those that were there before; nothing was changed."""


class LogIsBroken(Exception):
    """The log itself is broken, so nothing can be rebuilt from it; nothing was changed."""


def rebuild(*, compare: bool = False) -> int:
    """Erase every table but the log, write all rows again from it, return the record count.

    Redacted records keep their emptied rows, since the log no longer holds their words. With
    *compare* the tables must come out identical, or RebuildDiffers is raised; if the log itself is
    broken, nothing is rebuilt and LogIsBroken is raised.
    """
    with open_door(), transaction.atomic(using=RECORD):
        Head.objects.select_for_update().filter(pk=1).first()
        _refuse_a_broken_log()
        before = snapshot() if compare else None
        newest, first, changed = _newest_lines()
        _refuse_without_emptied_rows(newest)
        _erase_all({key for key, line in newest.items() if line.action == Action.REDACTED})
        changes, entries = [], []
        for key, revision in newest.items():
            body = revision.body if revision.action != Action.REDACTED else None
            text, salt = (body.body, body.salt) if body else ("", None)
            document = json.loads(text) if text else None
            entry = entry_for(revision, first[key], document, text, salt)
            entry.changed_seq, entry.changed_in = changed[key].seq, changed[key].changeset
            entries.append(entry)
            if document and noun(revision.kind).rows:
                changes.append(_fresh(change_for(revision, first[key], document)))
        Entry.objects.bulk_create(entries, batch_size=500)
        replace_rows(changes)
        connections[RECORD].check_constraints()
        if compare:
            _refuse_if_different(before or {}, snapshot())
        return len(entries)


def snapshot() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of the record's tables except the log's, in a fixed order.

    Link tables are compared by what they link; their keys mean nothing.
    """
    tables: dict[str, list[tuple[Any, ...]]] = {}
    for one in nouns():
        shape = shape_of(one.document)
        models: list[Any] = [one.model, *(child.model for _name, child in shape.parts)]
        for model in models:
            columns = [f.attname for f in model._meta.concrete_fields]
            tables[model._meta.db_table] = _rows(model, columns)
        for name, _kind in shape.many:
            field: Any = one.model._meta.get_field(name)
            columns = [f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"]
            through = field.remote_field.through
            tables[through._meta.db_table] = _rows(through, columns)
    tables["entries"] = _rows(Entry, [f.attname for f in Entry._meta.concrete_fields])
    return tables


def _rows(model: Any, columns: list[str]) -> list[tuple[Any, ...]]:
    return sorted(model._default_manager.using(RECORD).values_list(*columns), key=repr)


def _refuse_a_broken_log() -> None:
    first = next(log_breaks(), None)
    if first:
        raise LogIsBroken(str(first))


def _refuse_without_emptied_rows(newest: dict[Key, Revision]) -> None:
    """The log has no words of a redacted record, so the row that links need must be there."""
    for (kind, slug), line in newest.items():
        if line.action != Action.REDACTED or not noun(kind).rows:
            continue
        rows = noun(kind).model._default_manager.using(RECORD)
        if not rows.filter(slug=slug).exists():
            raise LogIsBroken(
                f"{kind}/{slug} was redacted, and its emptied row is missing; take that row"
                " from a copy of the record"
            )


def _newest_lines() -> tuple[dict[Key, Revision], dict[Key, int], dict[Key, Revision]]:
    """Return each record's newest line, the seq of its first, and the last that changed it."""
    newest: dict[Key, Revision] = {}
    first: dict[Key, int] = {}
    changed: dict[Key, Revision] = {}
    for revision in Revision.objects.order_by("seq").select_related("body").iterator(500):
        key = (revision.kind, revision.slug)
        before = text_of(newest[key]) if key in newest else ""
        if not says_nothing_new(revision, text_of(revision), before):
            changed[key] = revision
        newest[key] = revision
        first.setdefault(key, revision.seq)
    return newest, first, changed


def _erase_all(redacted: set[Key]) -> None:
    """Delete all rows but those of redacted records, even rows that no entry names."""
    for one in nouns():
        slugs = [slug for kind, slug in redacted if kind == one.kind]
        rows = one.model._default_manager.using(RECORD).filter(slug__in=slugs)
        erase_all(one, list(rows.values_list("pk", flat=True)), RECORD)
    Entry.objects.all()._raw_delete(RECORD)


def _fresh(change: Change) -> Change:
    return replace(change, is_new=True)


def _refuse_if_different(
    before: dict[str, list[tuple[Any, ...]]], after: dict[str, list[tuple[Any, ...]]]
) -> None:
    different = [table for table in before if before[table] != after.get(table)]
    if different:
        raise RebuildDiffers(f"Rebuilt differently: {', '.join(different)}")
