"""Words quoted from a source, with their language."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from values.fields import LanguageField, PassageField

NEEDS_LANGUAGE = _("A quote needs its language.")


class WithQuote(models.Model):
    """What may quote its source: the words verbatim, and the language they are in."""

    quote = PassageField(_("quote"), blank=True, help_text=_("The words of the source, verbatim."))
    quote_language = LanguageField(
        _("language of the quote"), blank=True, help_text=_("The language of the quoted words.")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(quote="") | ~Q(quote_language=""),
                name="%(app_label)s_%(class)s_quote_has_language",
                violation_error_message=NEEDS_LANGUAGE,
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if self.quote and not self.quote_language:
            raise ValidationError({"quote": NEEDS_LANGUAGE})
