"""What no database could hold together: ids used twice, values that have to be unique."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from django.db.models import UniqueConstraint
from django.utils.translation import gettext as _

from publishing.formats.gates import Failure, owners_of
from publishing.formats.serializers import shape_of
from publishing.formats.shapes import Shape
from publishing.nouns import Document, Key, noun

Fields = tuple[str, ...]


class DocumentRow(NamedTuple):
    """One row that a document stands for: the record itself (path is empty) or a part."""

    key: Key
    path: str
    model: Any
    values: Document

    def at(self, field: str, words: str) -> Failure:
        place = f"{self.path}.{field}" if self.path else field
        return Failure(*self.key, place, words)


def clashes_between(documents: dict[Key, Document]) -> Iterator[Failure]:
    """Yield what two rows of these documents cannot both have."""
    rows = list(_rows(documents))
    yield from _ids_used_twice(rows)
    yield from _values_used_twice(rows)


def clashes_with_desk(documents: dict[Key, Document]) -> Iterator[Failure]:
    """Yield what these documents cannot have because another record at the desk has it."""
    rows = list(_rows(documents))
    yield from _ids_of_others([row for row in rows if row.path], documents)
    yield from _values_of_others([row for row in rows if not row.path], documents)


@cache
def unique_together(model: Any) -> tuple[Fields, ...]:
    """Return the fields that have to be unique together, the owner of a part first."""
    owners = {owner for _kind, owner in owners_of(model)}
    return tuple(
        tuple(sorted(constraint.fields, key=lambda name: name not in owners))
        for constraint in model._meta.constraints
        if isinstance(constraint, UniqueConstraint)
        and constraint.fields
        and constraint.condition is None
    )


def _rows(documents: dict[Key, Document]) -> Iterator[DocumentRow]:
    for key, document in documents.items():
        shape = shape_of(noun(key[0]).document)
        yield DocumentRow(key, "", shape.model, document)
        for name, child in shape.parts:
            yield from _part_rows(key, name, child, document)


def _part_rows(key: Key, name: str, child: Shape, document: Document) -> Iterator[DocumentRow]:
    owner = dict(owners_of(child.model))[key[0]]
    for place, part in enumerate(document.get(name, [])):
        values = {**part, owner: key[1], "position": place}
        yield DocumentRow(key, f"{name}[{place}]", child.model, values)


def _ids_used_twice(rows: list[DocumentRow]) -> Iterator[Failure]:
    first: dict[str, DocumentRow] = {}
    for row in rows:
        if not row.path:
            continue
        other = first.setdefault(row.values["id"], row)
        if other is not row:
            words = _("this id is also at %(path)s of the %(kind)s “%(slug)s”; give a new one")
            yield row.at("id", words % _place(other))


def _values_used_twice(rows: list[DocumentRow]) -> Iterator[Failure]:
    first: dict[Any, DocumentRow] = {}
    for row in rows:
        for fields in unique_together(row.model):
            values = _values(row, fields)
            if values is None:
                continue
            other = first.setdefault((row.model, fields, values), row)
            if other is not row:
                yield _same_values(row, fields, other)


def _same_values(row: DocumentRow, fields: Fields, other: DocumentRow) -> Failure:
    if row.path:
        words = _("%(value)s is also at %(path)s; keep one of the two")
        given = {"value": f"“{row.values[fields[-1]]}”", **_place(other)}
        return row.at(fields[-1], words % given)
    return row.at(fields[-1], _taken(fields, *other.key))


def _taken(fields: Fields, kind: str, slug: str) -> str:
    words = _("the %(kind)s “%(slug)s” has the same %(fields)s; keep one of the two")
    return words % {"kind": kind, "slug": slug, "fields": ", ".join(fields)}


def _place(row: DocumentRow) -> dict[str, str]:
    return {"kind": row.key[0], "slug": row.key[1], "path": row.path}


def _values(row: DocumentRow, fields: Fields) -> tuple[Any, ...] | None:
    """Return the values that have to be unique; None if one is not given, so nothing clashes."""
    values = tuple(row.values.get(name) for name in fields)
    return None if None in values else values


def _ids_of_others(parts: list[DocumentRow], documents: dict[Key, Document]) -> Iterator[Failure]:
    """Yield parts whose id another record holds, unless that record is written as well."""
    by_model: dict[Any, dict[str, DocumentRow]] = defaultdict(dict)
    for row in parts:
        by_model[row.model][row.values["id"]] = row
    for model, rows in by_model.items():
        held = [
            (kind, pk, slug)
            for kind, owner in owners_of(model)
            for pk, slug in model._default_manager.filter(
                pk__in=rows, **{f"{owner}__isnull": False}
            ).values_list("pk", f"{owner}__slug")
        ]
        for kind, pk, slug in held:
            if (kind, slug) not in documents:
                words = _("this id belongs to the %(kind)s “%(slug)s” at the desk; give a new one")
                yield rows[str(pk)].at("id", words % {"kind": kind, "slug": slug})


def _values_of_others(
    roots: list[DocumentRow], documents: dict[Key, Document]
) -> Iterator[Failure]:
    """Yield records with values that another record at the desk has."""
    by_fields: dict[tuple[Any, Fields], dict[Any, DocumentRow]] = defaultdict(dict)
    for row in roots:
        for fields in unique_together(row.model):
            if (values := _values(row, fields)) is not None:
                by_fields[row.model, fields][values] = row
    for (model, fields), rows in by_fields.items():
        wanted = [_column(model, name) for name in fields]
        last = {values[-1] for values in rows}
        for slug, *values in model._default_manager.filter(
            **{f"{wanted[-1]}__in": last}
        ).values_list("slug", *wanted):
            taken = rows.get(tuple(values))
            if taken and (model.kind, slug) not in documents:
                yield taken.at(fields[-1], _taken(fields, model.kind, slug))


def _column(model: Any, name: str) -> str:
    return f"{name}__slug" if model._meta.get_field(name).is_relation else name
