"""What an answer or a claim rests on."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from claims.models.claim import Claim
from claims.models.rebuttal import Rebuttal
from evidence.models import Evidence, Source
from evidence.models.quote import WithQuote
from publishing.models import Part
from values.fields import LanguageMapField, LineField


class CitationRelation(models.TextChoices):
    SUPPORTS_ANSWER = "supports_answer", _("supports the answer")
    QUALIFIES_ANSWER = "qualifies_answer", _("qualifies the answer")
    HELPS_DENIAL = "helps_denial", _("helps the denial")
    CONTEXT = "context", _("context")


class Strength(models.TextChoices):
    DIRECT = "direct", _("direct")
    INDIRECT = "indirect", _("indirect")
    BACKGROUND = "background", _("background")


class Citation(Part, WithQuote):
    """A rebuttal or a claim rests on a piece of evidence: where, how, and how far."""

    rebuttal = models.ForeignKey(
        Rebuttal,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="citations",
        help_text=_("The rebuttal that cites, unless a claim does."),
    )
    claim = models.ForeignKey(
        Claim,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="citations",
        help_text=_("The claim that cites, unless a rebuttal does."),
    )
    evidence = models.ForeignKey(
        Evidence,
        on_delete=models.PROTECT,
        related_name="citations",
        verbose_name=_("evidence"),
        help_text=_("The evidence that is cited."),
    )
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        related_name="citations",
        verbose_name=_("source"),
        help_text=_("The document in which to look it up."),
    )
    locator = LineField(
        _("locator"),
        max_length=300,
        help_text=_("Where in the source: the page, paragraph or commit."),
    )
    relation = models.CharField(
        _("relation"),
        max_length=16,
        choices=CitationRelation,
        help_text=_("What the evidence does: supports or qualifies the answer, helps the denial."),
    )
    strength = models.CharField(
        _("strength"),
        max_length=10,
        choices=Strength,
        help_text=_("Direct: it shows the point itself. Indirect: it requires an inference."),
    )
    shows = LanguageMapField(_("shows"), help_text=_("What this evidence shows for this point."))
    does_not_show = LanguageMapField(
        _("does not show"), help_text=_("What this evidence does not show for this point.")
    )

    objects: models.Manager["Citation"] = models.Manager()

    class Meta(Part.Meta):
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [
            *WithQuote.Meta.constraints,
            models.CheckConstraint(
                condition=Q(rebuttal__isnull=False) ^ Q(claim__isnull=False),
                name="claims_citation_of_rebuttal_or_claim",
                violation_error_message=_("A citation belongs to a rebuttal or to a claim."),
            ),
            models.CheckConstraint(
                condition=Q(relation__in=CitationRelation.values),
                name="claims_citation_relation_known",
            ),
            models.CheckConstraint(
                condition=Q(strength__in=Strength.values), name="claims_citation_strength_known"
            ),
            models.CheckConstraint(
                condition=~Q(locator="") & ~Q(shows={}) & ~Q(does_not_show={}),
                name="claims_citation_says_where_and_how_far",
                violation_error_message=_(
                    "Give the locator, what it shows and what it does not show."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.locator)
