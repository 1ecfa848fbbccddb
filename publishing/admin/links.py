"""Links to other records in forms: one query for all parts of a record, not one for each box."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet


class LinkedField(forms.ModelChoiceField[Any]):
    """A link to a record. What ``known`` holds by its key need not be asked for again."""

    known: dict[str, Any]

    def to_python(self, value: Any) -> Any:
        found = getattr(self, "known", {}).get(str(value))
        return super().to_python(value) if found is None else found


class LookUpSelect(AutocompleteSelect):
    """A look-up by typing. What ``known`` holds by its key need not be asked for again."""

    known: dict[str, Any]

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        """Return the chosen option, and the empty one if nothing has to be chosen."""
        known = getattr(self, "known", {})
        [chosen] = value if len(value) == 1 else [""]
        if str(chosen) not in known:
            return super().optgroups(name, value, attrs)
        choices: Any = self.choices
        label = choices.field.label_from_instance(known[str(chosen)])
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options.append(self.create_option(name, chosen, label, True, len(options)))
        return [(None, options, 0)]


class PartFormSet(BaseInlineFormSet[Any, Any, Any]):
    """The forms of a record's parts, which ask for the records they link to all at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._linked: dict[str, dict[str, Any]] = {}
        super().__init__(*args, **kwargs)

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        key = self.model._meta.pk.name  # type: ignore[union-attr]
        own: Any = form.fields.get(key)
        if isinstance(own, forms.ModelChoiceField):
            label, initial = own.label, own.initial
            mine = LinkedField(own.queryset, required=False, label=label, initial=initial)
            mine.widget, mine.known = own.widget, {str(row.pk): row for row in self.get_queryset()}
            form.fields[key] = mine
        for name, field in form.fields.items():
            if isinstance(field, LinkedField) and name != key:
                field.known = self._known(name, field)
                widget: Any = getattr(field.widget, "widget", field.widget)
                widget.known = field.known

    def _known(self, name: str, field: LinkedField) -> dict[str, Any]:
        """Return the rows that any of the forms links to in this field, by their keys."""
        if name not in self._linked:
            column = self.model._meta.get_field(name).attname  # type: ignore[union-attr]
            stored = {getattr(row, column) for row in self.get_queryset()} - {None}
            queryset: Any = field.queryset
            keys = stored | set(_keys(queryset.model, self._sent(name)))
            found = queryset.filter(pk__in=keys) if keys else []
            self._linked[name] = {str(row.pk): row for row in found}
        return self._linked[name]

    def _sent(self, name: str) -> list[str]:
        if not self.is_bound:
            return []
        numbers = range(self.total_form_count())
        return [self.data.get(f"{self.prefix}-{number}-{name}", "") for number in numbers]


def _keys(model: Any, sent: Iterable[str]) -> Iterable[Any]:
    """Yield the keys that were sent; the field will refuse what is not one."""
    for text in sent:
        try:
            if text:
                yield model._meta.pk.to_python(text)
        except ValidationError:
            continue
