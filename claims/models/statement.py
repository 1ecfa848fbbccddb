"""Things that a party said, and the texts they are known in."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from claims.models.case import Case
from evidence.models import Party, Source
from evidence.models.verification import Verification, verification_field
from publishing.models import Part, Publishable, PublishableQuerySet
from values.fields import (
    DigestField,
    FuzzyDateField,
    LanguageField,
    LanguageMapField,
    LineField,
    PassageField,
    TimeZoneField,
)


class StatementType(models.TextChoices):
    INTERVIEW = "interview", _("interview")
    COMPANY_REPORT = "company_report", _("company report")
    LEGAL_LETTER = "legal_letter", _("legal letter")
    REPLY_TO_QUESTIONS = "reply_to_questions", _("reply to questions")
    PRESS_STATEMENT = "press_statement", _("press statement")
    PRESS_RELEASE = "press_release", _("press release")
    PARLIAMENTARY_STATEMENT = "parliamentary_statement", _("parliamentary statement")
    LEGAL_COMMUNIQUE = "legal_communique", _("legal communiqué")
    PRESS_CONFERENCE = "press_conference", _("press conference")
    REMARKS = "remarks", _("remarks")
    COURT_FILING = "court_filing", _("court filing")
    REPLY = "reply", _("reply")


class StatementQuerySet(PublishableQuerySet["Statement"]):
    """Queries for statements."""


class Statement(Publishable):
    """Something that a party said: a denial, a reply, a court filing."""

    kind = "statement"
    parts = ["renditions"]
    own_words = ("renditions.text",)

    cases = models.ManyToManyField(
        Case,
        related_name="statements",
        verbose_name=_("cases"),
        help_text=_("The cases in whose timelines it appears."),
    )
    title = LanguageMapField(
        _("title"), help_text=_("What to call it: who, to whom, where; no judgement.")
    )
    speaker = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        related_name="statements",
        verbose_name=_("speaker"),
        help_text=_("Who said it."),
    )
    type = models.CharField(
        _("type"), max_length=30, choices=StatementType, help_text=_("What form it had.")
    )
    channel = LineField(
        _("channel"),
        max_length=200,
        blank=True,
        help_text=_("Through whom it became known, for example the news agency MAP."),
    )
    issued = FuzzyDateField(
        _("issued"),
        help_text=_("When it was said, as precisely as the sources allow."),
        bounds=True,
        indexed=True,
    )
    issued_unknown = LanguageMapField(
        _("why the date is not known"),
        blank=True,
        help_text=_("Needed when no date is given: why none is known."),
    )
    time_zone = TimeZoneField(
        _("time zone"), help_text=_("The zone of the place of issue, in which a day counts.")
    )
    original_language = LanguageField(
        _("original language"), help_text=_("The language in which it was said.")
    )
    about = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="statements_about",
        verbose_name=_("about"),
        help_text=_("The party that it mainly speaks about, if not the speaker."),
    )
    summary = LanguageMapField(
        _("summary"), help_text=_("What it says, in neutral words, as the speaker would accept.")
    )
    sources = models.ManyToManyField(
        Source,
        related_name="statements",
        verbose_name=_("sources"),
        help_text=_("The documents in which it can be read."),
    )
    verification = verification_field()
    note = LanguageMapField(
        _("note"), blank=True, help_text=_("What a reader has to know about this record.")
    )

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [
            models.CheckConstraint(
                condition=Q(verification__in=Verification.values),
                name="claims_statement_verification_known",
            ),
            models.CheckConstraint(
                condition=Q(type__in=StatementType.values), name="claims_statement_type_known"
            ),
            models.CheckConstraint(condition=~Q(title={}), name="claims_statement_has_a_title"),
            models.CheckConstraint(
                condition=~Q(issued="") | ~Q(issued_unknown={}),
                name="claims_statement_dated_or_says_why_not",
                violation_error_message=_("Give the date, or say why it is not known."),
            ),
        ]

    def clean(self) -> None:
        if not self.issued and not self.issued_unknown:
            raise ValidationError({"issued": _("Give the date, or say why it is not known.")})


class RenditionType(models.TextChoices):
    ORIGINAL = "original", _("original")
    TRANSLATION = "translation", _("translation")
    WIRE_COPY = "wire_copy", _("wire copy")
    EXCERPTS = "excerpts", _("excerpts")


class Translation(models.TextChoices):
    NONE = "none", _("not a translation")
    HUMAN = "human", _("translated by a person")
    MACHINE = "machine", _("translated by a machine")
    UNKNOWN = "unknown", _("not known whether translated")


class Direction(models.TextChoices):
    LTR = "ltr", _("left to right")
    RTL = "rtl", _("right to left")


class Rendition(Part):
    """One text of a statement: the original, a translation, a wire copy or excerpts."""

    statement = models.ForeignKey(
        Statement,
        on_delete=models.CASCADE,
        related_name="renditions",
        help_text=_("The statement that this is a text of."),
    )
    type = models.CharField(
        _("type"),
        max_length=12,
        choices=RenditionType,
        help_text=_("Choose “excerpts” where only quoted pieces are known."),
    )
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        related_name="renditions",
        verbose_name=_("source"),
        help_text=_("The document that this text was taken from."),
    )
    language = LanguageField(_("language"), help_text=_("The language of this text."))
    direction = models.CharField(
        _("direction"),
        max_length=3,
        choices=Direction,
        default=Direction.LTR,
        help_text=_("The direction in which this text is read."),
    )
    complete = models.BooleanField(
        _("complete"),
        default=False,
        help_text=_("Tick this only if the whole text of the statement is here."),
    )
    translation = models.CharField(
        _("translation"),
        max_length=8,
        choices=Translation,
        default=Translation.NONE,
        help_text=_("Whether this text is a translation, and by whom."),
    )
    translated_by = LineField(
        _("translated by"), max_length=200, blank=True, help_text=_("Who translated it, if known.")
    )
    text = PassageField(
        _("text"), help_text=_("The words exactly as the source prints them; nothing corrected.")
    )
    text_sha256 = DigestField(
        _("SHA-256 of the text"),
        of="text",
        help_text=_("The SHA-256 of the text in UTF-8, form NFC; computed when saved."),
    )

    objects: models.Manager["Rendition"] = models.Manager()

    class Meta(Part.Meta):
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.CheckConstraint(
                condition=Q(type__in=RenditionType.values), name="claims_rendition_type_known"
            ),
            models.CheckConstraint(
                condition=Q(translation__in=Translation.values),
                name="claims_rendition_translation_known",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="claims_rendition_has_a_text"),
            models.CheckConstraint(
                condition=Q(direction__in=Direction.values), name="claims_rendition_direction_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()}, {self.language}, {self.text[:40]}"
