"""What a field of the record keeps, how it stores it, and how a migration writes it down."""

import unicodedata
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.test.utils import isolate_apps

from values.canonical import sha256
from values.fields import (
    DigestField,
    FuzzyDateField,
    InstantField,
    LanguageField,
    LanguageMapField,
    LineField,
    PassageField,
    ReadableJSON,
    SeqsField,
    TimeZoneField,
    WebAddressField,
    WordsField,
)

pytestmark = pytest.mark.once

COMPOSED = "Général"
DECOMPOSED = unicodedata.normalize("NFD", COMPOSED)

Kind = type[models.Field[Any, Any]]
# How each is declared, and all that a migration has to know of it.
FIELDS: list[tuple[Kind, dict[str, Any], dict[str, Any]]] = [
    (LineField, {"max_length": 9}, {}),
    (PassageField, {}, {}),
    (LanguageField, {}, {"max_length": 16}),
    (LanguageField, {"max_length": 9}, {}),
    (LanguageMapField, {}, {"default": dict}),
    (LanguageMapField, {"longest": 200, "blank": True}, {"default": dict}),
    (FuzzyDateField, {}, {"max_length": 80, "blank": True}),
    (InstantField, {"of": "issued", "end": "latest"}, {}),
    (DigestField, {"of": "text"}, {}),
    (TimeZoneField, {}, {"max_length": 40, "blank": True}),
    (WordsField, {}, {"default": list, "blank": True}),
    (WordsField, {"words": ["a"]}, {"default": list, "blank": True}),
    (SeqsField, {"null": True}, {}),
]


def saved(field: Any, **values: Any) -> Any:
    """Return what a field gives to a row that is being saved, and leaves on it."""
    field.set_attributes_from_name(field.name or "it")
    row = SimpleNamespace(**{"it": None, **values})
    value = field.pre_save(row, add=True)
    assert row.it == value
    return value


@pytest.mark.parametrize(("kind", "given", "fixed"), FIELDS)
def test_a_migration_can_write_the_field_down_and_make_it_again(
    kind: Any, given: dict[str, Any], fixed: dict[str, Any]
) -> None:
    field = kind("a label", **given)

    _name, path, args, kwargs = field.deconstruct()

    again = kind(*args, **kwargs)
    assert (path, args) == (f"values.fields.{kind.__name__}", [])
    assert kwargs.pop("encoder", ReadableJSON) is ReadableJSON
    assert kwargs == {"verbose_name": "a label", **given, **fixed}
    for option in ("verbose_name", "null", "blank", "editable", "max_length"):
        assert getattr(again, option) == getattr(field, option)


def test_a_web_address_is_written_down_as_the_column_that_it_is() -> None:
    name, path, args, kwargs = WebAddressField(max_length=500, blank=True).deconstruct()

    assert (name, path) == (None, "django.db.models.URLField")
    assert (args, kwargs) == ([], {"max_length": 500, "blank": True})


def test_what_is_derived_is_never_edited() -> None:
    instant, digest = InstantField(of="issued", end="latest"), DigestField(of="text")

    assert (instant.null, instant.blank, instant.editable) == (True, True, False)
    assert (digest.max_length, digest.blank, digest.editable) == (64, True, False)


@pytest.mark.parametrize("field", [LineField(), PassageField()])
def test_a_text_is_stored_and_looked_for_composed(field: Any) -> None:
    assert saved(field, it=DECOMPOSED) == COMPOSED
    assert field.get_prep_value(DECOMPOSED) == COMPOSED
    assert saved(field, it=None) is field.get_prep_value(None) is None


def test_texts_by_language_are_stored_and_looked_for_composed() -> None:
    field: Any = LanguageMapField()

    assert saved(field, it={"fr": DECOMPOSED}) == {"fr": COMPOSED}
    assert field.get_prep_value({"fr": DECOMPOSED}) == {"fr": COMPOSED}
    assert field.get_prep_value(None) is None


def test_letters_of_texts_by_language_are_stored_as_themselves() -> None:
    field: Any = LanguageMapField()

    assert field.encoder().encode({"ar": "لا"}) == '{"ar": "لا"}'


def test_each_language_has_the_same_length_to_fill() -> None:
    field: Any = LanguageMapField(longest=3)

    field.validate({"en": "abc", "fr": ""}, None)
    with pytest.raises(ValidationError) as refusal:
        field.validate({"en": "abc", "fr": "abcd"}, None)

    assert refusal.value.messages == ["“fr” has 4 characters; at most 3 fit."]
    assert refusal.value.code == "too_long"


def test_texts_by_language_may_be_as_long_as_they_are_where_nothing_is_said() -> None:
    LanguageMapField().validate({"en": "a" * 5000}, None)


def test_a_passage_keeps_the_space_around_it() -> None:
    field: Any = PassageField().formfield()

    assert field.clean(" a line \n") == " a line \n"


@pytest.mark.parametrize("written", ["2021-07-19", " 2021-07-19\n"])
def test_a_date_is_kept_as_it_is_written(written: str) -> None:
    assert FuzzyDateField().to_python(written) == "2021-07-19"


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_no_date_is_an_empty_text(nothing: str | None) -> None:
    assert FuzzyDateField().to_python(nothing) == ""


def test_a_text_that_is_no_date_is_refused_with_the_reason() -> None:
    with pytest.raises(ValidationError, match="“soon”: this is not a date") as refusal:
        FuzzyDateField().to_python("soon")

    assert refusal.value.code == "date"


@isolate_apps("values")
def test_a_date_with_bounds_has_them_right_behind_it() -> None:
    class Dated(models.Model):  # noqa: DJ008
        issued = FuzzyDateField(bounds=True)
        seen = FuzzyDateField()
        title = models.TextField()

        class Meta:
            app_label = "values"

    assert [field.name for field in Dated._meta.fields] == [
        *("id", "issued", "issued_earliest", "issued_latest", "seen", "title"),
    ]
    found: Any = Dated(issued="2021-07-19")
    for bound in Dated._meta.fields[2:4]:
        bound.pre_save(found, add=True)
    assert found.issued_earliest.isoformat() == "2021-07-19T00:00:00+00:00"
    assert found.issued_latest.isoformat() == "2021-07-19T23:59:59.999999+00:00"


@pytest.mark.parametrize(
    ("options", "bounds"),
    [
        ({}, []),
        ({"indexed": True}, []),
        ({"bounds": True}, [("earliest", False), ("latest", False)]),
        ({"bounds": True, "indexed": True}, [("earliest", True), ("latest", False)]),
    ],
)
def test_only_the_earlier_bound_is_indexed(options: dict[str, bool], bounds: list[Any]) -> None:
    made: list[Any] = FuzzyDateField(**options).bounds

    assert [(one.end, one.db_index) for one in made] == bounds


@pytest.mark.parametrize(
    ("end", "zone", "expected"),
    [
        ("earliest", "", "2021-07-19T00:00:00+00:00"),
        ("latest", "", "2021-07-19T23:59:59.999999+00:00"),
        ("earliest", "Europe/Paris", "2021-07-18T22:00:00+00:00"),
    ],
)
def test_a_bound_is_an_instant_in_the_zone_of_the_record(
    end: str, zone: str, expected: str
) -> None:
    field = InstantField(of="issued", end=end)

    assert saved(field, issued="2021-07-19", time_zone=zone).isoformat() == expected


def test_a_bound_of_no_date_is_none_and_without_a_zone_a_day_counts_in_utc() -> None:
    field = InstantField(of="issued", end="earliest")

    assert saved(field, issued="") is None
    assert saved(field, issued="2021").isoformat() == "2021-01-01T00:00:00+00:00"


def test_a_digest_is_that_of_the_composed_text() -> None:
    assert saved(DigestField(of="text"), text=DECOMPOSED) == sha256(COMPOSED)
