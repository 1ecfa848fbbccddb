"""Writing the rows of documents: erase all records of a set, then insert them all.

That one rule gives removed parts, swapped unique values, moved parts, cycles
and any order, because Django's foreign keys are checked at COMMIT.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from publishing.formats.evolving import late_fields
from publishing.formats.gates import Failure, owners_of
from publishing.formats.serializers import shape_of
from publishing.formats.shapes import Rows, Shape, links_in, rows_of
from publishing.models import Part, Publishable
from publishing.nouns import Document, Noun, noun
from values.fields import LanguageMapField

BATCH = 200


@dataclass(frozen=True)
class Change:
    """A document whose rows take the place of what was there before."""

    noun: Noun
    slug: str
    pk: int
    is_new: bool
    document: Document
    version: int
    published_sha256: str
    document_sha256: str


class Keys:
    """The primary keys of records by kind and slug, looked up once a kind."""

    def __init__(self, changes: Iterable[Change], using: str) -> None:
        self.using = using
        self._known = {(change.noun.kind, change.slug): change.pk for change in changes}

    def load(self, targets: Iterable[tuple[str, str]]) -> None:
        """Look up the keys of many records, one query a kind."""
        wanted: dict[str, set[str]] = defaultdict(set)
        for kind, slug in targets:
            if (kind, slug) not in self._known:
                wanted[kind].add(slug)
        for kind, slugs in wanted.items():
            manager = noun(kind).model._default_manager.using(self.using)
            for slug, pk in manager.filter(slug__in=slugs).values_list("slug", "pk"):
                self._known[kind, slug] = pk

    def __call__(self, kind: str, slug: str) -> int:
        return self._known[kind, slug]


def replace_rows(changes: list[Change], using: str = "default") -> list[Failure]:
    """Write the rows of all changes; return what still points at a part that is gone."""
    rows = _built(changes, using)
    old_parts = _parts_of(changes, using)
    for change in changes:
        if not change.is_new:
            erase(change.noun, change.pk, using)
    _insert(rows, using)
    kept = {(type(part), part.pk) for row in rows for part in row.parts}
    return list(_left_hanging(old_parts - kept, using))


def _built(changes: list[Change], using: str) -> list[Rows]:
    keys = Keys(changes, using)
    keys.load(
        (target.kind, target.slug)
        for change in changes
        for target in links_in(change.document, shape_of(change.noun.document))
        if not target.part
    )
    return [_rows(change, keys, in_record=using == "default") for change in changes]


def _rows(change: Change, keys: Keys, *, in_record: bool) -> Rows:
    rows = rows_of(change.document, shape_of(change.noun.document), keys, change.pk)
    rows.root.published_version = change.version
    rows.root.published_sha256 = change.published_sha256
    rows.root.document_sha256 = change.document_sha256
    rows.root.entry_id = change.pk if in_record else None
    return rows


def erase(noun: Noun, pk: int, using: str) -> None:
    """Delete a record's links, parts and row, without asking what points at them."""
    shape = shape_of(noun.document)
    for name, _kind in shape.many:
        field: Any = noun.model._meta.get_field(name)
        _raw_delete(field.remote_field.through, f"{field.m2m_field_name()}_id", pk, using)
    for name, child in shape.parts:
        relation: Any = noun.model._meta.get_field(name)
        _raw_delete(child.model, relation.field.attname, pk, using)
    _raw_delete(noun.model, "pk", pk, using)


def erase_all(noun: Noun, kept: list[int], using: str) -> None:
    """Delete every record of a noun but those kept, with links and parts, even stray ones."""
    shape = shape_of(noun.document)
    owned = []
    for name, _kind in shape.many:
        field: Any = noun.model._meta.get_field(name)
        owned.append((field.remote_field.through, f"{field.m2m_field_name()}_id"))
    for name, child in shape.parts:
        relation: Any = noun.model._meta.get_field(name)
        owned.append((child.model, relation.field.attname))
    for model, column in [*owned, (noun.model, "pk")]:
        rows = model._default_manager.using(using).filter(**{f"{column}__isnull": False})
        rows.exclude(**{f"{column}__in": kept})._raw_delete(using)


def _raw_delete(model: type[models.Model], column: str, pk: int, using: str) -> None:
    queryset = model._default_manager.using(using).filter(**{column: pk})
    queryset._raw_delete(using)


def _insert(rows: list[Rows], using: str) -> None:
    """Insert everything, records first, in a few statements per table."""
    tables: dict[type[models.Model], list[Any]] = defaultdict(list)
    for row in rows:
        tables[type(row.root)].append(row.root)
    for row in rows:
        for instance in (*row.parts, *row.links):
            tables[type(instance)].append(instance)
    for model, instances in tables.items():
        model._default_manager.using(using).bulk_create(instances, batch_size=BATCH)


def _parts_of(changes: list[Change], using: str) -> set[tuple[type[models.Model], Any]]:
    """Return the parts that the changed records have now."""
    owners: dict[tuple[type[Any], str], list[int]] = defaultdict(list)
    for change in changes:
        if not change.is_new:
            for name, child in shape_of(change.noun.document).parts:
                relation: Any = change.noun.model._meta.get_field(name)
                owners[child.model, relation.field.attname].append(change.pk)
    return {
        (model, pk)
        for (model, column), pks in owners.items()
        for pk in model._default_manager.using(using)
        .filter(**{f"{column}__in": pks})
        .values_list("pk", flat=True)
    }


def _left_hanging(gone: set[tuple[type[models.Model], Any]], using: str) -> Iterator[Failure]:
    """Yield a failure for each row that still points at a part which is gone."""
    by_model: dict[type[models.Model], set[Any]] = defaultdict(set)
    for model, pk in gone:
        by_model[model].add(pk)
    for model, pks in by_model.items():
        for relation in model._meta.related_objects:
            referrer: Any = relation.related_model
            found = referrer._default_manager.using(using).filter(
                **{f"{relation.field.name}__in": pks}
            )
            for row in found:
                kind, slug = _identity(row)
                words = _("still uses a %(part)s that this change removes")
                yield Failure(
                    kind, slug, relation.field.name, words % {"part": model._meta.verbose_name}
                )


def _identity(row: Any) -> tuple[str, str]:
    if isinstance(row, Publishable):
        return row.kind, row.slug
    part: type[Part] = type(row)
    owners = ((kind, getattr(row, name)) for kind, name in owners_of(part))
    return next((kind, owner.slug) for kind, owner in owners if owner is not None)


def redact_rows(noun: Noun, slug: str, version: int, using: str = "default") -> None:
    """Empty a record's row and parts, keeping what the links of others need.

    Does nothing if the row is not there.
    """
    record = noun.model._default_manager.using(using).filter(slug=slug).first()
    if record is None:
        return
    shape = shape_of(noun.document)
    for name, _kind in shape.many:
        if name in noun.model.links_kept_by_redaction:
            continue
        field: Any = noun.model._meta.get_field(name)
        _raw_delete(field.remote_field.through, f"{field.m2m_field_name()}_id", record.pk, using)
    for name, child in shape.parts:
        for part in getattr(record, name).all():
            _redact_part(part, child, using)
    blank(record)
    record.published_version = version
    record.published_sha256 = record.document_sha256 = ""
    record.save(using=using)


def _redact_part(part: Part, shape: Shape, using: str) -> None:
    """Delete a part, or empty it if another record points at it."""
    if any(
        getattr(part, str(relation.get_accessor_name())).exists()
        for relation in part._meta.related_objects
    ):
        blank(part)
        part.save(using=using)
    else:
        _raw_delete(type(part), "pk", part.pk, using)  # type: ignore[arg-type]


def blank(row: Any) -> None:
    """Empty every field that can be emptied; the rest says “redacted”.

    A key of a later format gets its default, since a row that was redacted before has it too.
    """
    late = late_fields(type(row))
    for field in row._meta.concrete_fields:
        if field.primary_key or not field.editable or field.name in ("slug", "position"):
            continue
        if field.is_relation:
            if field.null:
                setattr(row, field.attname, None)
        elif field.name in late:
            setattr(row, field.attname, field.to_python(late[field.name]))
        else:
            _blank_text(row, field)
    for name, value in getattr(row, "redacted_values", {}).items():
        setattr(row, name, value)


def _blank_text(row: Any, field: Any) -> None:
    if isinstance(field, LanguageMapField):
        setattr(row, field.attname, {"en": "redacted"})
    elif isinstance(field, models.CharField | models.TextField) and not field.choices:
        value = [] if isinstance(field.get_default(), list) else ""
        setattr(row, field.attname, value if field.blank else f"redacted {row.pk}"[:16])
