"""Verifying the tables: that they have what today's models say, and lead to no missing row."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.models import CheckConstraint, Exists, OuterRef, UniqueConstraint

from publishing.databases import DOMAIN_APPS, RECORD
from publishing.formats.serializers import shape_of
from publishing.nouns import nouns
from publishing.proving.breaks import Break, Notice
from publishing.proving.chunks import attempt, rows_in

Rule = tuple[str, str]
NO_SEQUENCES = (
    "may not be read by this user, so whether they give free ids was not checked. It matters to"
    " the role that publishes; to allow it: GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO …;"
)
NAMED_CHECK = re.compile(r'CONSTRAINT "([^"]+)" CHECK')


def record_models() -> list[Any]:
    """Return every model with a table in the record, link tables included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in DOMAIN_APPS and not model._meta.proxy
    ]


def table_breaks() -> Iterator[Break]:
    """Expect each table with the columns, keys, constraints and indexes of its model."""
    tables = attempt(lambda: set(connections[RECORD].introspection.table_names()))
    for model in record_models():
        place = f"table {model._meta.db_table}"
        if model._meta.db_table not in tables:
            yield Break(place, "is missing")
            continue
        columns = attempt(partial(_columns, model._meta.db_table))
        for column, form in _expected_columns(model).items():
            if columns.get(column) != form:
                yield Break(place, f"its column {column} is {columns.get(column, 'missing')}")
        rules = attempt(partial(_rules, model._meta.db_table))
        for kind, what in sorted(_expected_rules(model) - rules):
            yield Break(place, f"its {kind} {what} is missing")


def _expected_columns(model: Any) -> dict[str, str]:
    """Return each column with its type, as in “bigint not null”."""
    connection = connections[RECORD]
    return {
        field.column: _form(field.db_type(connection), null=field.null)
        for field in model._meta.concrete_fields
    }


def _form(db_type: str, *, null: bool) -> str:
    # PostgreSQL says it in full, and SQLite writes some in capitals.
    plain = db_type.lower().replace("character varying", "varchar")
    return plain if null else f"{plain} not null"


def _columns(table: str) -> dict[str, str]:
    connection = connections[RECORD]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                'SELECT name, type, NOT "notnull" AND pk = 0 FROM pragma_table_info(%s)', [table]
            )
        else:
            cursor.execute(
                "SELECT attname, format_type(atttypid, atttypmod), NOT attnotnull"
                " FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
                " AND NOT attisdropped",
                [f'"{table}"'],
            )
        return {name: _form(db_type, null=null) for name, db_type, null in cursor.fetchall()}


def _expected_rules(model: Any) -> set[Rule]:
    """Return what the database has to hold of a model: keys, constraints, indexes."""
    rules = {rule for field in model._meta.concrete_fields for rule in _rules_of_field(field)}
    for names in model._meta.unique_together:
        rules.add(("unique constraint on", _columns_of(model, names)))
    for index in model._meta.indexes:
        rules.add(("index on", _columns_of(model, index.fields)))
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.condition is None:
            rules.add(("unique constraint on", _columns_of(model, constraint.fields)))
        elif isinstance(constraint, CheckConstraint):
            # By its name: each database and release spells the condition in its own way.
            rules.add(("check", constraint.name))
    return rules


def _rules_of_field(field: Any) -> Iterator[Rule]:
    if field.primary_key:
        yield "primary key", field.column
    elif field.unique:
        yield "unique constraint on", field.column
    elif field.db_index:
        yield "index on", field.column
    if field.is_relation:
        target = field.target_field
        yield "foreign key", f"{field.column} to {target.model._meta.db_table}.{target.column}"


def _columns_of(model: Any, names: Any) -> str:
    return ", ".join(model._meta.get_field(name.lstrip("-")).column for name in names)


def _rules(table: str) -> set[Rule]:
    """Return what the database holds of a table, in the words of _expected_rules."""
    connection = connections[RECORD]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return _rules_of_sqlite(cursor, table)
        found = connection.introspection.get_constraints(cursor, table)
    return {rule for name, one in found.items() if (rule := _rule(name, one))}


def _rule(name: str, one: Any) -> Rule | None:
    columns = ", ".join(str(column) for column in one["columns"] or [])
    if one["primary_key"]:
        return "primary key", columns
    if one["unique"]:
        return "unique constraint on", columns
    if one["foreign_key"]:
        return "foreign key", f"{columns} to {'.'.join(one['foreign_key'])}"
    if one["check"]:
        return "check", name
    return ("index on", columns) if one["index"] else None


def _rules_of_sqlite(cursor: Any, table: str) -> set[Rule]:
    """Do the same for SQLite, whose introspection by Django parses every statement anew."""
    cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
    rules = {("check", name) for name in NAMED_CHECK.findall(cursor.fetchone()[0])}
    cursor.execute('SELECT "from", "table", "to" FROM pragma_foreign_key_list(%s)', [table])
    rules |= {("foreign key", f"{column} to {to}.{key}") for column, to, key in cursor.fetchall()}
    cursor.execute("SELECT name FROM pragma_table_info(%s) WHERE pk", [table])
    rules |= {("primary key", name) for (name,) in cursor.fetchall()}
    cursor.execute('SELECT name, "unique" FROM pragma_index_list(%s) WHERE NOT partial', [table])
    for name, is_unique in cursor.fetchall():
        cursor.execute("SELECT name FROM pragma_index_info(%s)", [name])
        columns = ", ".join(str(column) for (column,) in cursor.fetchall())
        rules.add(("unique constraint on" if is_unique else "index on", columns))
    return rules


def link_breaks() -> Iterator[Break]:
    """Expect that every foreign key leads to a row."""
    for model in record_models():
        for field in model._meta.concrete_fields:
            if field.is_relation:
                yield from _dangling(model, field)


def _dangling(model: Any, field: Any) -> Iterator[Break]:
    target = field.related_model._base_manager.using(RECORD).filter(
        **{field.target_field.attname: OuterRef(field.attname)}
    )
    rows = model._base_manager.filter(~Exists(target), **{f"{field.attname}__isnull": False})
    for row in rows_in(rows.only("pk")):
        place = f"{model._meta.verbose_name} {row.pk}"
        yield Break(
            place,
            f"its {field.name} leads to a {field.related_model._meta.verbose_name}"
            " that is not there",
        )


def stray_part_breaks() -> Iterator[Break]:
    """Expect that every part belongs to a record."""
    owners: dict[Any, list[str]] = {}
    for one in nouns():
        for name, child in shape_of(one.document).parts:
            relation: Any = one.model._meta.get_field(name)
            owners.setdefault(child.model, []).append(relation.field.attname)
    for model, columns in owners.items():
        stray = model._base_manager.filter(**{f"{column}__isnull": True for column in columns})
        for row in rows_in(stray.only("pk")):
            yield Break(f"{model._meta.verbose_name} {row.pk}", "belongs to no record")


def sequence_breaks() -> Iterator[Break]:
    """Expect that no sequence on PostgreSQL gives a link table an id that is already used.

    The keys of everything else come from the log.
    """
    if connections[RECORD].vendor != "postgresql":
        return
    linking = [model._meta.db_table for model in record_models() if model._meta.auto_created]
    if not attempt(partial(_may_read_sequences, linking)):
        yield Notice("sequences", NO_SEQUENCES)
        return
    for table in linking:
        taken, following = attempt(partial(_newest_key, table))
        if following <= taken:
            yield Break(f"sequence of {table}", f"gives {following}, but {taken} is taken")


def _may_read_sequences(tables: list[str]) -> bool:
    with connections[RECORD].cursor() as cursor:
        cursor.execute(
            "SELECT bool_and(has_sequence_privilege("
            " pg_get_serial_sequence(quote_ident(name), 'id'), 'SELECT')) FROM unnest(%s) name",
            [tables],
        )
        return bool(cursor.fetchone()[0])


def _newest_key(table: str) -> tuple[int, int]:
    with connections[RECORD].cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [f'"{table}"'])
        sequence = cursor.fetchone()[0]
        # Only names of our own tables and sequences are put in.
        cursor.execute(
            f"SELECT coalesce((SELECT max(id) FROM {table}), 0),"  # noqa: S608
            f" (SELECT last_value + is_called::int FROM {sequence})"
        )
        taken, following = cursor.fetchone()
    return taken, following
