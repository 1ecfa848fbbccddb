"""How the words of a record were checked."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verification(models.TextChoices):
    """Where the text was seen; never inferred from a match."""

    PUBLISHER = "publisher", _("seen at the publisher")
    COPY = "copy", _("seen in a copy, archive or translation")
    REPORTED = "reported", _("quoted or reported by another outlet")
    FIRST_ARTICLE_ONLY = (
        "first_article_only",
        _("known only from Le Monde’s article of 22 July 2021, in machine translation"),
    )
    EXISTENCE_ONLY = "existence_only", _("known to exist; text not seen")


def verification_field() -> "models.CharField[str, str]":
    """Return the field that says how a record was checked."""
    return models.CharField(
        _("verification"),
        max_length=20,
        choices=Verification,
        help_text=_("Where the editors saw the words: choose the weakest that applies."),
    )
