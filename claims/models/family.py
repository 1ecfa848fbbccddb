"""The same assertion in many statements, actors and years."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from publishing.models import Part, Publishable, PublishableQuerySet
from values.fields import LanguageMapField


class FamilyQuerySet(PublishableQuerySet["Family"]):
    """Queries for families."""


class Family(Publishable):
    """One assertion that recurs in many statements, whoever makes it and whenever."""

    kind = "family"
    parts = ["tensions"]
    own_words = ("title", "assertion")

    title = LanguageMapField(_("title"), help_text=_("The assertion in a few words."))
    assertion = LanguageMapField(
        _("assertion"), help_text=_("The assertion in one neutral sentence that fits every use.")
    )
    note = LanguageMapField(
        _("note"), blank=True, help_text=_("How the wording drifts between its uses.")
    )

    objects = FamilyQuerySet.as_manager()

    class Meta:
        verbose_name = _("family")
        verbose_name_plural = _("families")
        constraints = [
            models.CheckConstraint(condition=~Q(title={}), name="claims_family_has_a_title"),
        ]


class Tension(Part):
    """Two claims of one speaker that pull against one another."""

    family = models.ForeignKey(
        Family,
        on_delete=models.CASCADE,
        related_name="tensions",
        help_text=_("The family under which the tension is shown."),
    )
    first = models.ForeignKey(
        "claims.Claim",
        on_delete=models.PROTECT,
        related_name="tensions_as_first",
        verbose_name=_("first claim"),
        help_text=_("One claim."),
    )
    second = models.ForeignKey(
        "claims.Claim",
        on_delete=models.PROTECT,
        related_name="tensions_as_second",
        verbose_name=_("second claim"),
        help_text=_("Another claim of the same speaker."),
    )
    note = LanguageMapField(
        _("note"), help_text=_("In what way the two pull against one another; no verdict.")
    )

    objects: models.Manager["Tension"] = models.Manager()

    class Meta(Part.Meta):
        verbose_name = _("tension")
        verbose_name_plural = _("tensions")
        constraints = [
            models.CheckConstraint(condition=~Q(note={}), name="claims_tension_has_a_note"),
            models.CheckConstraint(
                condition=~Q(first=F("second")),
                name="claims_tension_between_two_claims",
                violation_error_message=_("A tension needs two different claims."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ↔ {self.second_id}"
