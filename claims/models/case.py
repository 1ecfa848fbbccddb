"""A matter with its own timeline."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models import Publishable, PublishableQuerySet
from values.fields import LanguageMapField


class CaseQuerySet(PublishableQuerySet["Case"]):
    """Queries for cases."""


class Case(Publishable):
    """A matter with its own timeline, for example the Pegasus Project of July 2021."""

    kind = "case"

    title = LanguageMapField(_("title"), help_text=_("What to call the matter."))
    summary = LanguageMapField(
        _("summary"), help_text=_("What it is about, in a few plain sentences.")
    )
    note = LanguageMapField(
        _("note"), blank=True, help_text=_("What a reader has to know about this case.")
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.CheckConstraint(condition=~models.Q(title={}), name="claims_case_has_a_title"),
        ]
