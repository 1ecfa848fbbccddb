"""Findings and document sets, their editions, and who examined them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evidence.models.party import Party
from evidence.models.source import Source
from evidence.models.verification import Verification, verification_field
from publishing.models import Part, Publishable, PublishableQuerySet
from values.fields import (
    FuzzyDateField,
    LanguageField,
    LanguageMapField,
    LineField,
    PassageField,
    TimeZoneField,
)


class EvidenceQuerySet(PublishableQuerySet["Evidence"]):
    """Queries for evidence."""


class Evidence(Publishable):
    """One finding or document set. It has no side and may help a denial."""

    kind = "evidence"
    parts = ["editions", "examinations"]
    own_words = ("title", "quote")
    # Without its derivation, lines that share an origin would split in two.
    links_kept_by_redaction = ("derived_from",)

    title = LanguageMapField(_("title"), help_text=_("What to call it, in plain words."))
    type = LineField(
        _("type"),
        max_length=40,
        help_text=_("What it is, in one or two words, for example forensic_report."),
    )
    producer = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        related_name="produced_evidence",
        verbose_name=_("producer"),
        help_text=_("Who made the finding or the documents."),
    )
    sources = models.ManyToManyField(
        Source,
        related_name="evidence",
        verbose_name=_("sources"),
        help_text=_("The documents in which anyone can read it."),
    )
    summary = LanguageMapField(_("summary"), help_text=_("What was found, in plain words."))
    method = LanguageMapField(
        _("method"),
        help_text=_("How it was found; if not stated: “The material read states no method.”"),
    )
    limits = LanguageMapField(
        _("limits"),
        help_text=_("What it cannot show; if not stated: “The material read states no limits.”"),
    )
    would_change = LanguageMapField(
        _("what would change it"),
        blank=True,
        help_text=_("Which finding would change what this shows."),
    )
    derived_from = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="derivatives",
        verbose_name=_("derived from"),
        help_text=_(
            "Other evidence that this rests on. Evidence that rests on one origin counts as one"
            " independent line."
        ),
    )
    happened = FuzzyDateField(
        _("happened"),
        help_text=_("When the thing itself happened; empty if not known."),
        bounds=True,
    )
    became_public = FuzzyDateField(
        _("became public"),
        help_text=_("When anyone could first read it; empty if not known."),
        bounds=True,
    )
    time_zone = TimeZoneField(
        _("time zone"), help_text=_("The zone of the place of publication, in which a day counts.")
    )
    quote = PassageField(
        _("quote"), blank=True, help_text=_("The words that state the finding, verbatim.")
    )
    quote_language = LanguageField(
        _("language of the quote"), blank=True, help_text=_("The language of the quoted words.")
    )
    quote_source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="quoted_evidence",
        verbose_name=_("source of the quote"),
        help_text=_("The source that contains the quoted words."),
    )
    verification = verification_field()
    note = LanguageMapField(
        _("note"), blank=True, help_text=_("What a reader has to know about this record.")
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                condition=Q(verification__in=Verification.values),
                name="evidence_evidence_verification_known",
            ),
            models.CheckConstraint(condition=~Q(title={}), name="evidence_evidence_has_a_title"),
            models.CheckConstraint(condition=~Q(limits={}), name="evidence_evidence_states_limits"),
            models.CheckConstraint(
                condition=Q(quote="") | (~Q(quote_language="") & Q(quote_source__isnull=False)),
                name="evidence_quote_has_language_and_source",
                violation_error_message=_("A quote needs its language and its source."),
            ),
        ]
        # For "which evidence was public by this date".
        indexes = [models.Index(fields=["became_public_latest"], name="evidence_became_public")]

    def clean(self) -> None:
        if self.quote and not (self.quote_language and self.quote_source_id):
            raise ValidationError({"quote": _("A quote needs its language and its source.")})


class Edition(Part):
    """A dated version of the thing itself, as its producer published it."""

    evidence = models.ForeignKey(
        Evidence,
        on_delete=models.CASCADE,
        related_name="editions",
        help_text=_("The evidence that this is an edition of."),
    )
    label = LineField(
        _("label"), max_length=200, help_text=_("What to call this edition, for example a date.")
    )
    issued = FuzzyDateField(
        _("issued"), help_text=_("When the producer published it."), bounds=True
    )
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="editions",
        verbose_name=_("source"),
        help_text=_("Where this edition can be read."),
    )
    locator = LineField(
        _("locator"), max_length=300, blank=True, help_text=_("Where in it: a page or a commit.")
    )
    changed = LanguageMapField(
        _("what changed"), help_text=_("What this edition changed from the one before.")
    )
    reason = LanguageMapField(
        _("reason given"), help_text=_("The reason that the producer gave, or that none is stated.")
    )

    objects: models.Manager["Edition"] = models.Manager()

    class Meta(Part.Meta):
        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    def __str__(self) -> str:
        return str(self.label)


class Finding(models.TextChoices):
    CONFIRMED = "confirmed", _("confirmed")
    QUALIFIED = "qualified", _("qualified")
    DISPUTED = "disputed", _("disputed")


class Examination(Part):
    """Another party confirmed, qualified or disputed the evidence."""

    evidence = models.ForeignKey(
        Evidence,
        on_delete=models.CASCADE,
        related_name="examinations",
        help_text=_("The evidence that was examined."),
    )
    examiner = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        related_name="examinations",
        verbose_name=_("examiner"),
        help_text=_("Who examined it."),
    )
    finding = models.CharField(
        _("finding"),
        max_length=10,
        choices=Finding,
        help_text=_("Whether the examiner confirmed, qualified or disputed it."),
    )
    issued = FuzzyDateField(_("issued"), help_text=_("When the examiner said so."), bounds=True)
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        related_name="examinations",
        verbose_name=_("source"),
        help_text=_("Where the examination can be read."),
    )
    locator = LineField(
        _("locator"), max_length=300, blank=True, help_text=_("Where in the source.")
    )
    summary = LanguageMapField(
        _("summary"), help_text=_("What the examiner found, in plain words.")
    )

    objects: models.Manager["Examination"] = models.Manager()

    class Meta(Part.Meta):
        verbose_name = _("examination")
        verbose_name_plural = _("examinations")
        constraints = [
            models.CheckConstraint(
                condition=Q(finding__in=Finding.values), name="evidence_examination_finding_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_finding_display()
