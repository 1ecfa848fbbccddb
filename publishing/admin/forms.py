"""Forms of records and parts: nobody's edit is lost, and parts keep their order."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Where a part without an order number goes: after all others, in the order of the form.
LAST = 30_000

LOST_UPDATE = _(
    "Someone else saved “%(slug)s” after you opened it, so nothing of yours was saved. Keep your"
    " words elsewhere, open the record again and make your change on top of theirs."
)


class RecordForm(forms.ModelForm[Any]):
    """A record's form. It carries the hash of the document that the editor started from."""

    base = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["base"].initial = self.instance.document_sha256

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        # The row is locked by now, so it says what the other editor left.
        if self.instance.pk and cleaned.get("base", "") != self.instance.document_sha256:
            params = {"slug": self.instance.slug}
            raise ValidationError(LOST_UPDATE, code="lost_update", params=params)
        return cleaned


class PartForm(forms.ModelForm[Any]):
    """A part's form: its order number may stay empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields.get("position")
        if place:
            place.required = False
            place.label, place.help_text = _("Order"), _("0 comes first; empty comes last.")
            if self.instance._state.adding:
                place.initial = self.initial["position"] = None

    def _post_clean(self) -> None:
        # What nobody touched was judged when it was saved: asking again costs queries for each
        # part.
        if self.instance._state.adding or self.has_changed():
            super()._post_clean()  # type: ignore[misc]

    def clean_position(self) -> int:
        position = self.cleaned_data.get("position")
        number = str(self.prefix).rpartition("-")[2]
        behind = LAST + (int(number) if number.isdigit() else 0)
        return behind if position is None else int(position)


def number_parts(parts: list[Any]) -> None:
    """Give the parts of one record the order numbers 0, 1, 2 … by the numbers they have."""
    for number, part in enumerate(sorted(parts, key=lambda part: part.position)):
        if part.position != number:
            part.position = number
            part.save(update_fields=["position"])
