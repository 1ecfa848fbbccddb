"""Documents that anyone can go and read, and the copies kept of them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evidence.models.party import Party
from publishing.models import Part, Publishable, PublishableQuerySet
from values.fields import (
    FuzzyDateField,
    LanguageField,
    LanguageMapField,
    LineField,
    PassageField,
    TimeZoneField,
    WebAddressField,
    WordsField,
)
from values.validation import validate_sha256


class SourceType(models.TextChoices):
    NEWS_ARTICLE = "news_article", _("news article")
    PRESS_RELEASE = "press_release", _("press release")
    PRESS_RELEASE_COPY = "press_release_copy", _("copy of a press release")
    LETTER = "letter", _("letter")
    STATEMENT_COMPILATION = "statement_compilation", _("compilation of statements")
    BLOG = "blog", _("blog")
    COMPANY_REPORT = "company_report", _("company report")
    OP_ED = "op_ed", _("opinion article")
    INTERVIEW = "interview", _("interview")
    REPORT = "report", _("report")
    REPOSITORY = "repository", _("repository")
    METHODOLOGY = "methodology", _("methodology")
    FACT_CHECK = "fact_check", _("fact check")
    BOOK = "book", _("book")
    OFFICIAL_TEXT = "official_text", _("official text")
    NEWS_INDEX = "news_index", _("news index")


class Seen(models.TextChoices):
    """How an address is known."""

    SEEN = "seen", _("the page was seen at this address")
    CITED_ELSEWHERE = "cited_elsewhere", _("address printed in another document")
    UNCONFIRMED = "unconfirmed", _("address not confirmed")
    NONE = "none", _("no address")


class SourceQuerySet(PublishableQuerySet["Source"]):
    """Queries for sources."""

    def unarchived(self) -> "SourceQuerySet":
        """Sources of which no copy is kept."""
        return self.filter(captures__isnull=True)


class Source(Publishable):
    """A document that anyone can go and read."""

    kind = "source"
    parts = ["captures"]
    own_words = ("title", "captures.text")
    redacted_values: ClassVar[dict[str, Any]] = {
        "url_seen": Seen.NONE,
        "original_url_seen": Seen.NONE,
    }

    title = LineField(
        _("title"),
        max_length=500,
        help_text=_("The title as the document prints it, in its own language."),
    )
    title_verified = models.BooleanField(
        _("title verified"),
        default=False,
        help_text=_("Tick this if the title was seen on the document itself."),
    )
    publisher_name = LineField(
        _("publisher's name"),
        max_length=300,
        help_text=_("Who published it, as the document says; a republisher is named as such."),
    )
    publisher = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="published_sources",
        verbose_name=_("publisher"),
        help_text=_("The publisher as a party of this record, where it is one."),
    )
    authors = WordsField(_("authors"), help_text=_("One author per line, as printed."))
    type = models.CharField(
        _("type"), max_length=24, choices=SourceType, help_text=_("What the document is.")
    )
    language = LanguageField(_("language"), help_text=_("The language it is written in."))
    url = WebAddressField(
        _("URL"), max_length=1000, blank=True, help_text=_("Where anyone can read it.")
    )
    url_seen = models.CharField(
        _("URL seen"), max_length=16, choices=Seen, help_text=_("How this address is known.")
    )
    published = FuzzyDateField(
        _("published"),
        help_text=_("When it was published, as precisely as it states."),
        bounds=True,
    )
    time_zone = TimeZoneField(
        _("time zone"), help_text=_("The zone of the place of publication, in which a day counts.")
    )
    published_as_shown = LineField(
        _("date as shown"),
        max_length=200,
        blank=True,
        help_text=_("The date or time as the page shows it, where its zone is not stated."),
    )
    copy_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="copies",
        verbose_name=_("copy of"),
        help_text=_("The source that this one republishes or translates."),
    )
    original_url = WebAddressField(
        _("original URL"),
        max_length=1000,
        blank=True,
        help_text=_("Where the original is said to be, if this is a copy or excerpt."),
    )
    original_url_seen = models.CharField(
        _("original URL seen"),
        max_length=16,
        choices=Seen,
        default=Seen.NONE,
        help_text=_("How the original's address is known."),
    )
    text_seen = models.BooleanField(
        _("text seen"), default=False, help_text=_("Tick this if the editors read the text itself.")
    )
    note = LanguageMapField(
        _("note"), blank=True, help_text=_("What a reader has to know about this source.")
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.CheckConstraint(
                condition=Q(type__in=SourceType.values), name="evidence_source_type_known"
            ),
            models.CheckConstraint(
                condition=Q(url_seen__in=Seen.values) & Q(original_url_seen__in=Seen.values),
                name="evidence_source_seen_known",
            ),
            models.CheckConstraint(
                condition=(Q(url="") & Q(url_seen=Seen.NONE)) | (~Q(url="") & ~Q(url_seen="none")),
                name="evidence_source_url_says_how_it_is_known",
                violation_error_message=_("Say how the address is known; “none” if there is none."),
            ),
        ]


class Capture(Part):
    """An archived copy of a source."""

    source = models.ForeignKey(
        Source,
        on_delete=models.CASCADE,
        related_name="captures",
        help_text=_("The source that this is a copy of."),
    )
    file = LineField(
        _("file"), max_length=300, blank=True, help_text=_("The file's name in the capture store.")
    )
    media_type = LineField(
        _("media type"), max_length=100, help_text=_("The media type, for example application/pdf.")
    )
    bytes = models.PositiveBigIntegerField(_("size"), help_text=_("The size of the file in bytes."))
    sha256 = models.CharField(
        _("SHA-256"),
        max_length=64,
        validators=[validate_sha256],
        help_text=_("The SHA-256 of the file's bytes."),
    )
    captured_at = models.DateTimeField(
        _("captured at"), help_text=_("When the copy was made (UTC).")
    )
    captured_by = LineField(
        _("captured by"), max_length=200, help_text=_("The tool or person that made the copy.")
    )
    text = PassageField(
        _("text"), blank=True, help_text=_("The text extracted from the copy, for matching quotes.")
    )

    objects: models.Manager["Capture"] = models.Manager()

    class Meta(Part.Meta):
        verbose_name = _("capture")
        verbose_name_plural = _("captures")

    def __str__(self) -> str:
        return f"{self.media_type}, {self.captured_at:%Y-%m-%d}"
