"""One assertion in a statement."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from claims.models.family import Family
from claims.models.quotation import Quotation
from claims.models.statement import Rendition, Statement
from claims.models.topic import Topic
from evidence.models import Evidence, Source
from evidence.models.verification import Verification, verification_field
from publishing.models import Part, Publishable, PublishableQuerySet
from values.fields import LanguageMapField, WordsField


class ClaimQuerySet(PublishableQuerySet["Claim"]):
    """Queries for claims."""

    def answered_as(self, relation: str) -> "ClaimQuerySet":
        """Claims with at least one live answer of this relation."""
        return self.filter(Exists(self._live_answers().filter(relation=relation)))

    def unanswered(self) -> "ClaimQuerySet":
        """Claims without any live answer."""
        return self.filter(~Exists(self._live_answers()))

    def off_point_only(self) -> "ClaimQuerySet":
        """Claims with live answers of which none meets the point."""
        return self.answered_as("off_point").filter(
            ~Exists(self._live_answers().exclude(relation="off_point"))
        )

    def _live_answers(self) -> "models.QuerySet[models.Model]":
        answers = self.model._meta.get_field("answers").related_model._default_manager
        return answers.filter(claim=OuterRef("pk")).exclude(
            rebuttal__entry__state__in=["withdrawn", "redacted"]
        )


class Claim(Publishable, Quotation):
    """One assertion in a statement, in the speaker's words and in one neutral line."""

    kind = "claim"
    parts = ["passages", "citations"]
    own_words = ("exact", "passages.exact", "translation")

    statement = models.ForeignKey(
        Statement,
        on_delete=models.PROTECT,
        related_name="claims",
        verbose_name=_("statement"),
        help_text=_("The statement in which it is made."),
    )
    summary = LanguageMapField(
        _("summary"),
        longest=200,
        help_text=_("What is asserted, in one neutral line that the speaker would accept."),
    )
    rendition = models.ForeignKey(
        Rendition,
        on_delete=models.PROTECT,
        related_name="claims",
        verbose_name=_("rendition"),
        help_text=_("The text of the statement that contains the quote."),
    )
    translation = LanguageMapField(
        _("translation of the quote"),
        blank=True,
        help_text=_("The quoted words in other languages, as an aid for readers."),
    )
    reported_speech = models.BooleanField(
        _("reported speech"),
        default=False,
        help_text=_("Tick this if the source reports what was said without quoting it."),
    )
    topics = WordsField(
        _("topics"),
        words=Topic.values,
        help_text=_("What the claim is about; choose all that apply."),
    )
    family = models.ForeignKey(
        Family,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        verbose_name=_("family"),
        help_text=_("The recurring assertion that this is a use of."),
    )
    answers_rebuttal = models.ForeignKey(
        "claims.Rebuttal",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answered_by",
        verbose_name=_("answers the rebuttal"),
        help_text=_("The rebuttal that this claim replies to, if it replies to one."),
    )
    answers_evidence = models.ForeignKey(
        Evidence,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answered_by",
        verbose_name=_("answers the evidence"),
        help_text=_("The evidence that this claim replies to, if it replies to one."),
    )
    also_seen_in = models.ManyToManyField(
        Source,
        blank=True,
        related_name="claims_seen",
        verbose_name=_("also seen in"),
        help_text=_("Other documents that carry the same words."),
    )
    verification = verification_field()
    note = LanguageMapField(
        _("note"), blank=True, help_text=_("What a reader has to know about this claim.")
    )

    objects = ClaimQuerySet.as_manager()

    class Meta(Quotation.Meta):
        abstract = False
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [
            *Quotation.Meta.constraints,
            models.CheckConstraint(
                condition=Q(verification__in=Verification.values),
                name="claims_claim_verification_known",
            ),
            models.CheckConstraint(condition=~Q(summary={}), name="claims_claim_has_a_summary"),
            models.CheckConstraint(
                condition=Q(answers_rebuttal__isnull=True) | Q(answers_evidence__isnull=True),
                name="claims_claim_answers_one_thing",
                violation_error_message=_(
                    "A claim replies to a rebuttal or to evidence, not both."
                ),
            ),
        ]


class Purpose(models.TextChoices):
    ASSERTION = "assertion", _("the same assertion again")
    NOT_A_CLAIM = "not_a_claim", _("not a factual claim")


class Passage(Part, Quotation):
    """A further span of the statement that belongs to the claim, or is not a factual claim."""

    claim = models.ForeignKey(
        Claim,
        on_delete=models.CASCADE,
        related_name="passages",
        help_text=_("The claim that the span belongs to."),
    )
    rendition = models.ForeignKey(
        Rendition,
        on_delete=models.PROTECT,
        related_name="passages",
        verbose_name=_("rendition"),
        help_text=_("The text that contains the span."),
    )
    purpose = models.CharField(
        _("purpose"),
        max_length=12,
        choices=Purpose,
        default=Purpose.ASSERTION,
        help_text=_(
            "Whether the span says the same again, or asserts nothing that can be checked."
        ),
    )

    objects: models.Manager["Passage"] = models.Manager()

    class Meta(Part.Meta, Quotation.Meta):
        abstract = False
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        constraints = [
            *Quotation.Meta.constraints,
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="claims_passage_purpose_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.exact)[:60]
