"""Quotes as W3C text quote selectors with offsets; values.quotes finds them in a text.

Source of the selector: W3C Web Annotation Data Model, section 4.2.4
(TextQuoteSelector) and 4.2.5 (TextPositionSelector). Offsets count Unicode
code points; the end is exclusive.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from values.fields import PassageField


class Quotation(models.Model):
    """A span of a rendition, selected by its words and by its offsets."""

    exact = PassageField(
        _("exact words"),
        help_text=_("The words verbatim. Mark what is left out with […]; each piece is checked."),
    )
    prefix = PassageField(
        _("words before"),
        blank=True,
        help_text=_("The characters just before the quote, to tell it from a lookalike."),
    )
    suffix = PassageField(
        _("words after"),
        blank=True,
        help_text=_("The characters just after the quote, to tell it from a lookalike."),
    )
    start = models.PositiveIntegerField(
        _("start"), default=0, help_text=_("Offset of the first character, in Unicode code points.")
    )
    end = models.PositiveIntegerField(
        _("end"), default=0, help_text=_("Offset after the last character, in Unicode code points.")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(exact="") & Q(end__gt=F("start")),
                name="%(app_label)s_%(class)s_quote_spans_text",
                violation_error_message=_("The quote is empty or ends before it starts."),
            ),
        ]
