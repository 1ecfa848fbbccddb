"""Published answers to claims."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from claims.models.claim import Claim
from evidence.models import Party, Source
from evidence.models.quote import WithQuote
from evidence.models.verification import Verification, verification_field
from publishing.models import (
    ONLY_LOSES_WORDS,
    Action,
    Part,
    Publishable,
    PublishableQuerySet,
    Revision,
)
from values.fields import (
    FuzzyDateField,
    LanguageMapField,
    LineField,
    TimeZoneField,
)

# What counts as an editor's look at an answer; withdrawing and restoring does not.
REVIEWS = (Action.PUBLISHED, Action.CORRECTED)


class RebuttalQuerySet(PublishableQuerySet["Rebuttal"]):
    """Queries for rebuttals."""

    def needing_another_look(self) -> "RebuttalQuerySet":
        """Rebuttals whose cited evidence changed after they were last published or corrected.

        The same words published again, in whatever format, are no change. The change set of
        that review does not count, and neither do withdrawal and restoring, nor a correction by
        which a record only loses words. Meaningful in the record only.
        """
        reviews = (
            Revision.objects.filter(kind=self.model.kind, slug=OuterRef("slug"), action__in=REVIEWS)
            .exclude(ONLY_LOSES_WORDS)
            .order_by("-seq")
        )
        citations = self.model._meta.get_field("citations").related_model._default_manager
        changed_since = citations.filter(
            rebuttal=OuterRef("pk"), evidence__entry__changed_seq__gt=OuterRef("reviewed")
        ).exclude(evidence__entry__changed_in=OuterRef("reviewed_in"))
        reviewed = self.alias(
            reviewed=Subquery(reviews.values("seq")[:1]),
            reviewed_in=Subquery(reviews.values("changeset")[:1]),
        )
        return reviewed.filter(Exists(changed_since))


class Rebuttal(Publishable, WithQuote):
    """One point in answer to claims: who answered, when, where, in which words."""

    kind = "rebuttal"
    parts = ["answers", "citations"]
    redacted_values: ClassVar[dict[str, Any]] = {"editorial_observation": True}

    speaker = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        related_name="rebuttals",
        verbose_name=_("speaker"),
        help_text=_("Who answered."),
    )
    issued = FuzzyDateField(
        _("issued"),
        help_text=_("When it was published, as precisely as the source allows."),
        bounds=True,
    )
    issued_unknown = LanguageMapField(
        _("why the date is not known"),
        blank=True,
        help_text=_("Why no date is known, when none is given."),
    )
    time_zone = TimeZoneField(
        _("time zone"), help_text=_("The zone of the place of publication, in which a day counts.")
    )
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rebuttals",
        verbose_name=_("source"),
        help_text=_("The document that contains it. Needed unless it is our own observation."),
    )
    editorial_observation = models.BooleanField(
        _("editorial observation"),
        default=False,
        help_text=_("Tick this if the editors of this record observed it themselves."),
    )
    locator = LineField(
        _("locator"), max_length=300, blank=True, help_text=_("The page or paragraph.")
    )
    one_line = LanguageMapField(
        _("one line"), longest=200, help_text=_("The answer in one line of at most 200 characters.")
    )
    short = LanguageMapField(
        _("short"), blank=True, help_text=_("The answer in two or three sentences.")
    )
    full = LanguageMapField(
        _("full"), blank=True, help_text=_("The answer at full length, with its limits.")
    )
    verification = verification_field()
    note = LanguageMapField(
        _("note"), blank=True, help_text=_("What a reader has to know about this record.")
    )

    objects = RebuttalQuerySet.as_manager()

    class Meta:
        verbose_name = _("rebuttal")
        verbose_name_plural = _("rebuttals")
        constraints = [
            *WithQuote.Meta.constraints,
            models.CheckConstraint(
                condition=Q(verification__in=Verification.values),
                name="claims_rebuttal_verification_known",
            ),
            models.CheckConstraint(condition=~Q(one_line={}), name="claims_rebuttal_has_one_line"),
            models.CheckConstraint(
                condition=Q(source__isnull=False) | Q(editorial_observation=True),
                name="claims_rebuttal_has_a_source",
                violation_error_message=_("Give the source, or mark it as our own observation."),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if not self.source_id and not self.editorial_observation:
            raise ValidationError(
                {"source": _("Give the source, or mark it as our own observation.")}
            )


class Relation(models.TextChoices):
    """How an answer bears on a claim, in the order in which a standing names them."""

    CONTRADICTS = "contradicts", _("contradicts")
    UNDERCUTS = "undercuts", _("undercuts")
    QUALIFIES = "qualifies", _("qualifies")
    OFF_POINT = "off_point", _("does not meet the point")
    CONCEDES = "concedes", _("concedes")
    SUPPORTS = "supports", _("supports the claim")

    @property
    def meaning(self) -> str:
        """The rule by which editors choose the word, as the method page prints it."""
        return str(_MEANINGS[self])


_MEANINGS = {
    Relation.CONTRADICTS: _("It asserts something that cannot hold together with the claim."),
    Relation.UNDERCUTS: _(
        "It takes away a ground on which the claim rests, without asserting the opposite."
    ),
    Relation.QUALIFIES: _("It holds the claim to be right in part, or only under conditions."),
    Relation.OFF_POINT: _("It was given as an answer but speaks about something else."),
    Relation.CONCEDES: _("It grants the claim or a part of it."),
    Relation.SUPPORTS: _("It adds ground for the claim."),
}


class PairedBy(models.TextChoices):
    SPEAKER = "speaker", _("the speaker answered this very statement")
    EDITOR = "editor", _("paired by an editor of this record")


class Answer(Part):
    """The rebuttal answers this claim, in this way."""

    rebuttal = models.ForeignKey(
        Rebuttal,
        on_delete=models.CASCADE,
        related_name="answers",
        help_text=_("The rebuttal."),
    )
    claim = models.ForeignKey(
        Claim,
        on_delete=models.PROTECT,
        related_name="answers",
        verbose_name=_("claim"),
        help_text=_("The claim that it answers."),
    )
    relation = models.CharField(
        _("relation"),
        max_length=12,
        choices=Relation,
        help_text=_("How it bears on the claim; never whether the claim is true."),
    )
    paired_by = models.CharField(
        _("paired by"),
        max_length=8,
        choices=PairedBy,
        help_text=_("Whether the speaker answered this very statement or an editor paired them."),
    )
    note = LanguageMapField(_("note"), blank=True, help_text=_("In what way it answers the claim."))

    objects: models.Manager["Answer"] = models.Manager()

    class Meta(Part.Meta):
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.CheckConstraint(
                condition=Q(relation__in=Relation.values), name="claims_answer_relation_known"
            ),
            models.CheckConstraint(
                condition=Q(paired_by__in=PairedBy.values), name="claims_answer_pairing_known"
            ),
            models.UniqueConstraint(
                fields=["rebuttal", "claim"],
                name="claims_answer_once",
                violation_error_message=_("This rebuttal already answers that claim."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_relation_display()
