"""What editors tell one another about a record; never published."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Note(models.Model):
    """A private note on a record, by kind and slug."""

    kind = models.CharField(_("kind"), max_length=20, help_text=_("The noun of the record."))
    slug = models.CharField(
        _("slug"), max_length=100, help_text=_("The permanent name of the record.")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="notes",
        verbose_name=_("author"),
        help_text=_("Who wrote it."),
    )
    text = models.TextField(_("text"), help_text=_("Only editors see this."))
    written_at = models.DateTimeField(
        _("written at"), auto_now_add=True, help_text=_("When it was written (UTC).")
    )

    objects: models.Manager["Note"] = models.Manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-written_at"]
        # For the notes shown beside a record.
        indexes = [models.Index(fields=["kind", "slug"], name="desk_note_record")]

    def __str__(self) -> str:
        return self.text[:60]
