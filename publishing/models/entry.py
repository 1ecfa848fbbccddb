"""The published document of each record, as readers get it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from values.fields import LanguageMapField


class State(models.TextChoices):
    LIVE = "live", _("live")
    WITHDRAWN = "withdrawn", _("withdrawn")
    REDACTED = "redacted", _("redacted")


class EntryQuerySet(models.QuerySet["Entry"]):
    """What readers ask of entries."""

    def readable(self) -> "EntryQuerySet":
        """Entries whose document may be read: all but the redacted ones."""
        return self.exclude(state=State.REDACTED)


class Entry(models.Model):
    """One row for each record that was ever published; lives in the record only."""

    id = models.BigIntegerField(
        primary_key=True,
        help_text=_("The seq of the record's first publication; so rebuilding gives the same key."),
    )
    kind = models.CharField(max_length=20, help_text=_("The noun of the record."))
    slug = models.CharField(max_length=100, help_text=_("The permanent name of the record."))
    version = models.PositiveIntegerField(help_text=_("The newest version."))
    seq = models.BigIntegerField(unique=True, help_text=_("The log line of the newest version."))
    changeset = models.UUIDField(help_text=_("The change set of the newest version."))
    state = models.CharField(
        max_length=10, choices=State, help_text=_("Live, withdrawn or redacted.")
    )
    title = LanguageMapField(help_text=_("What to call the record in lists."))
    search_text = models.TextField(
        help_text=_("The words of the document, folded so that accents and case do not matter.")
    )
    document = models.TextField(help_text=_("The current canonical document; empty if redacted."))
    sha256 = models.CharField(max_length=64, help_text=_("The hash of the newest version."))
    salt = models.CharField(  # noqa: DJ001 - as in the log
        max_length=32,
        null=True,
        help_text=_("What is hashed before the document; empty for lines of the first form."),
    )
    recorded_at = models.DateTimeField(help_text=_("When the newest version was recorded (UTC)."))
    changed_seq = models.BigIntegerField(
        help_text=_(
            "The newest log line that changed what the document says or whether it stands; the"
            " same words published again, in whatever format, change nothing."
        )
    )
    changed_in = models.UUIDField(help_text=_("The change set of that line."))

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("entries")
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="publishing_entry_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="publishing_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug} v{self.version}"
