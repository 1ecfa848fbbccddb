"""A redaction under way: the words that are sought, what was decided about them, and what is done.

The words are kept here packed, so that a search of the databases' files does not find this list
itself, and only until nothing of them is left anywhere.
"""

import base64
import json
import zlib
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from desk.models.changeset import ChangeSet, Status


class RedactionQuerySet(models.QuerySet["Redaction"]):
    """What the desk asks of redactions."""

    def finished(self) -> "RedactionQuerySet":
        """Redactions of whose words nothing was left."""
        return self.filter(finished_at__isnull=False)

    def unfinished(self) -> "RedactionQuerySet":
        """Redactions that are published and whose words may still be left somewhere."""
        return self.filter(changeset__status=Status.PUBLISHED, finished_at=None)


class Redaction(models.Model):
    """What belongs to a change set that redacts, besides its documents."""

    changeset = models.OneToOneField(
        ChangeSet,
        on_delete=models.CASCADE,
        related_name="redaction",
        help_text=_("The change set that redacts."),
    )
    packed = models.TextField(
        blank=True, help_text=_("The words that are sought, packed; erased when nothing is left.")
    )
    decisions = models.JSONField(
        default=dict, help_text=_("Which words that were found go, and why others stay.")
    )
    report = models.JSONField(
        default=list, help_text=_("What was done to finish it, step by step, and what is left.")
    )
    finished_at = models.DateTimeField(
        null=True, help_text=_("When nothing of the words was left any more (UTC).")
    )

    objects = RedactionQuerySet.as_manager()

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(packed=""),
                name="desk_redaction_finished_without_words",
            ),
        ]

    def __str__(self) -> str:
        return str(self.changeset)

    @property
    def words(self) -> dict[str, Any]:
        """The lines that are sought, and the spellings in which they stood where they went."""
        if not self.packed:
            return {"lines": [], "spellings": []}
        found: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(self.packed)))
        return found

    @words.setter
    def words(self, value: dict[str, Any]) -> None:
        self.packed = base64.b64encode(zlib.compress(json.dumps(value).encode())).decode()
