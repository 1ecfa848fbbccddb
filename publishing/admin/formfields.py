"""How an editor enters each kind of field of a record."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AdminTextInputWidget,
    AdminURLFieldWidget,
)
from django.db import models
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from publishing.admin.widgets import LanguageMapWidget, one_newline
from values.fields import (
    FuzzyDateField,
    LanguageField,
    LanguageMapField,
    PassageField,
    TimeZoneField,
    WordsField,
)
from values.validation import WebAddressValidator

DATE_FORMS = _(
    "As precise as it is known: 2021, 2021-07, 2021-07-19, 2021-07-19T17:04+02:00,"
    " 2021-07~ (about), 2019-07-05/2019-09-05 (from/to). Empty if not known."
)

ROWS = {"text": 14, "prefix": 2, "suffix": 2}


class LanguageMapFormField(forms.Field):
    """Texts by language; an empty box means that there is no text in that language."""

    def to_python(self, value: Any) -> dict[str, str]:
        return dict(value or {})


class PassageFormField(forms.CharField):
    """Text of any number of lines, kept as it was pasted."""

    def to_python(self, value: Any) -> str:
        return one_newline(super().to_python(value) or "")


class ChosenWordsField(forms.MultipleChoiceField):
    """Some words of a fixed list, as boxes to tick."""

    def prepare_value(self, value: Any) -> Any:
        return value.split("\n") if isinstance(value, str) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(self.prepare_value(initial) or []) - {""} != set(data or [])

    def clean(self, value: Any) -> list[str]:
        """Return the words in the order of the list, so that ticking one moves no other."""
        chosen: list[str] = super().clean(value)
        words: Any = self.choices
        return [str(word) for word, _label in words if word in chosen]


def form_field(field: models.Field[Any, Any], labels: dict[str, Any]) -> forms.Field | None:
    """Return the form field of a record's field, or None where Django's own will do.

    ``labels`` says what the words of a fixed list are called, for the fields that have one.
    """
    common = {
        "label": capfirst(field.verbose_name),
        "help_text": field.help_text,
        "required": not field.blank,
    }
    if isinstance(field, LanguageMapField):
        widget = LanguageMapWidget(label=str(common["label"]), longest=field.longest)
        return LanguageMapFormField(widget=widget, **common)  # type: ignore[arg-type]
    if isinstance(field, PassageField):
        rows = ROWS.get(field.name, 4)
        box = AdminTextareaWidget(attrs={"dir": "auto", "rows": rows})
        return PassageFormField(strip=False, widget=box, **common)  # type: ignore[arg-type]
    if isinstance(field, WordsField) and field.words:
        choices = [(word, labels.get(word, word)) for word in field.words]
        ticks = forms.CheckboxSelectMultiple()
        return ChosenWordsField(choices=choices, widget=ticks, **common)  # type: ignore[arg-type]
    return _short_text(field, common)


def _short_text(field: models.Field[Any, Any], common: dict[str, Any]) -> forms.Field | None:
    """Return a box as wide as what goes into it."""
    if isinstance(field, models.URLField):
        widget = AdminURLFieldWidget(validator_class=WebAddressValidator)
        limit = field.max_length
        return forms.URLField(max_length=limit, assume_scheme="https", widget=widget, **common)
    if isinstance(field, FuzzyDateField):
        common["help_text"] = format_lazy("{} {}", field.help_text, DATE_FORMS)
        return _line(field, common, "date", "2021-07-19")
    if isinstance(field, LanguageField):
        return _line(field, common, "tag", "fr")
    if isinstance(field, TimeZoneField):
        return _line(field, common, "zone", "Europe/Paris")
    return None


def _line(field: Any, common: dict[str, Any], size: str, example: str) -> forms.CharField:
    attrs = {"class": f"short {size}", "placeholder": example, "dir": "ltr", "spellcheck": "false"}
    return forms.CharField(
        max_length=field.max_length, widget=AdminTextInputWidget(attrs=attrs), **common
    )
