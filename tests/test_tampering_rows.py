"""What is changed by hand in the record's rows is found and named, column by column.

The columns are read from the models, so a new one is tampered with automatically.
"""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from claims.models import Statement
from desk.models import Operation
from evidence.models import Capture, Evidence, Party, Source
from publishing.databases import RECORD
from publishing.formats.serializers import shape_of
from publishing.nouns import Noun, noun, nouns
from publishing.proving.rows import row_breaks
from tests.builders import (
    BOTH,
    make_capture,
    make_evidence,
    make_party,
    make_source,
    publish,
    publish_all,
)
from tests.processes import on_postgresql
from tests.tampering import by_hand, change, fields_of, first_found, named
from values.fields import LanguageMapField, TimeZoneField, WordsField

pytestmark = [BOTH, pytest.mark.usefixtures("published_case")]


def tables() -> list[tuple[str, Any]]:
    """Return each table of the domain with the noun whose records it holds."""
    return [
        (one.kind, model)
        for one in nouns()
        for model in (one.model, *(child.model for _n, child in shape_of(one.document).parts))
    ]


def columns() -> list[Any]:
    return [
        pytest.param(kind, model, field, id=f"{model.__name__}.{field.name} of {kind}")
        for kind, model in tables()
        for field in model._meta.concrete_fields
        if not field.primary_key
    ]


def sample_row(one: Noun, model: Any, field: Any) -> Any:
    """Return a row of the record, one where the field says something if there is one."""
    rows = model._default_manager.using(RECORD)
    if model is not one.model:
        relation: Any = one.model._meta.get_field(
            next(name for name, child in shape_of(one.document).parts if child.model is model)
        )
        rows = rows.filter(**{f"{relation.field.name}__isnull": False})
    empty = {f"{field.name}__isnull": True} if field.null else {}
    telling = rows.exclude(**empty) if empty else rows
    return telling.order_by("pk").first() or rows.order_by("pk").first()


def planted(model: Any) -> Any:
    """Publish a record with a part of which the case has none."""
    if model is Capture:
        source = make_source()
        make_capture(source)
        publish(source)
    return model._default_manager.using(RECORD).first()


def words_for(field: Any, row: Any) -> Any:
    """Return another value that the database's own rules let pass, or None for any."""
    choices = [str(value) for value, _label in field.flatchoices]
    now = getattr(row, field.attname)
    if choices:
        return next((value for value in choices if value not in (now, "")), None)
    if field.is_relation:
        others = field.related_model._default_manager.using(RECORD).exclude(pk=now)
        return others.values_list("pk", flat=True).first()
    if isinstance(field, TimeZoneField):
        return "Africa/Casablanca" if now != "Africa/Casablanca" else "Asia/Amman"
    if isinstance(field, WordsField) and field.words:
        return [word for word in field.words if word not in now][:1]
    return {**now, "xx": "x"} if isinstance(field, LanguageMapField) else None


@pytest.mark.parametrize(("kind", "model", "field"), columns())
def test_a_change_in_any_column_of_the_domain_is_named(kind: str, model: Any, field: Any) -> None:
    one = noun(kind)
    row = sample_row(one, model, field) or planted(model)
    assert row, f"the case has no {model.__name__}"

    with by_hand():
        try:
            with transaction.atomic(using=RECORD):
                change(row, field, words_for(field, row))
        except DatabaseError:
            return  # a rule of the database refuses it already
        assert [str(one) for one in row_breaks(one)]


def links() -> list[Any]:
    return [
        pytest.param(one, name, id=f"{one.kind}.{name}")
        for one in nouns()
        for name, _kind in shape_of(one.document).many
    ]


@pytest.mark.parametrize(("one", "name"), links())
def test_a_link_that_was_taken_away_is_named(one: Noun, name: str) -> None:
    field: Any = one.model._meta.get_field(name)
    row = field.remote_field.through._default_manager.using(RECORD).first()
    assert row, f"the case has no {name} of a {one.kind}"
    owner = getattr(row, field.m2m_field_name())

    with by_hand() as cursor:
        cursor.execute(f"DELETE FROM {row._meta.db_table} WHERE id = %s", [row.pk])

        words = [str(one) for one in row_breaks(one)]
        assert words == [f"rows of {one.kind}/{owner.slug}: do not give the published document"]


def test_a_row_that_was_deleted_is_named() -> None:
    with by_hand() as cursor:
        cursor.execute("DELETE FROM evidence_party WHERE slug = 'nso-group'")

        assert named("rows of party/nso-group: are missing")


def test_a_row_that_was_added_is_named() -> None:
    with by_hand():
        Party(pk=9_999_999, slug="smuggled", name={"en": "X"}, type="ngo").save_base(
            using=RECORD, raw=True, force_insert=True
        )

        assert named("rows of party/smuggled: have no entry of their own")


def test_words_that_came_back_to_a_redacted_row_are_named() -> None:
    party = make_party()
    publish(party)
    publish(party, operation=Operation.REDACT)

    with by_hand():
        row = Party.objects.get(slug=party.slug)
        change(row, fields_of(Party)["name"], {"en": "The old name"})

        assert first_found().startswith(f"rows of party/{party.slug}: have a party whose name")


@pytest.mark.parametrize("text", ["2021-13", "yesterday", "1021-07-19"])
def test_an_invalid_date_is_named(text: str) -> None:
    row = Statement.objects.exclude(issued="")[0]

    with by_hand():
        change(row, fields_of(Statement)["issued"], text)

        words = [str(one) for one in row_breaks(noun("statement"))]

    assert f"rows of statement/{row.slug}: do not give the published document" in words


@pytest.mark.parametrize("alter", ["id = 'x' || substr(id, 2)", "shows = '[]'"])
def test_a_part_that_cannot_be_read_is_named(alter: str) -> None:
    with by_hand() as cursor:
        try:
            with transaction.atomic(using=RECORD):
                cursor.execute(
                    f"UPDATE claims_citation SET {alter}"
                    " WHERE id = (SELECT min(CAST(id AS char(36))) FROM claims_citation)"
                )
        except DatabaseError:
            assert on_postgresql()
            return
        assert named("citation")


def test_a_link_that_came_back_to_a_redacted_record_is_named() -> None:
    source = make_source()
    evidence = make_evidence(sources=[source])
    publish_all(evidence)
    publish(evidence, operation=Operation.REDACT)
    keys = [
        Evidence.objects.get(slug=evidence.slug).pk,
        Source.objects.get(slug=source.slug).pk,
    ]

    with by_hand() as cursor:
        cursor.execute(
            "INSERT INTO evidence_evidence_sources (evidence_id, source_id) VALUES (%s, %s)", keys
        )

        assert named(f"rows of evidence/{evidence.slug}: have links, although the record was")
