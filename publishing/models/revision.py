"""The log: one line for each time a record was published, corrected, withdrawn …"""

from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from values.canonical import canonical, sha256


class Action(models.TextChoices):
    PUBLISHED = "published", _("published")
    CORRECTED = "corrected", _("corrected")
    WITHDRAWN = "withdrawn", _("withdrawn")
    RESTORED = "restored", _("restored")
    REDACTED = "redacted", _("redacted")


class Approval(models.TextChoices):
    SECOND_EDITOR = "second_editor", _("approved by a second editor")
    SINGLE_EDITOR = "single_editor", _("approved by its only editor")
    INSTALLATION = "installation", _("came with the installation")


class Revision(models.Model):
    """One line of the log. Nothing in it can be updated or deleted (database triggers)."""

    seq = models.BigIntegerField(
        primary_key=True, help_text=_("The place of this line in the log, from 1, without gaps.")
    )
    kind = models.CharField(max_length=20, help_text=_("The noun of the record."))
    slug = models.CharField(max_length=100, help_text=_("The permanent name of the record."))
    version = models.PositiveIntegerField(help_text=_("1, 2, 3 … for each record."))
    action = models.CharField(
        max_length=10, choices=Action, help_text=_("What happened to the record.")
    )
    reason = models.TextField(help_text=_("Why, in the editor's words; public."))
    approval = models.CharField(
        max_length=15, choices=Approval, help_text=_("How the change set was approved.")
    )
    changeset = models.UUIDField(help_text=_("The change set that this line came in."))
    recorded_at = models.DateTimeField(help_text=_("When this was recorded here (UTC)."))
    sha256 = models.CharField(
        max_length=64,
        blank=True,
        help_text=_("The SHA-256 of the canonical document; empty for a redaction."),
    )
    previous = models.CharField(max_length=64, help_text=_("The link of the line before."))
    link = models.CharField(
        max_length=64,
        unique=True,
        help_text=_("The SHA-256 of the canonical envelope of all other fields of this line."),
    )

    objects: models.Manager["Revision"] = models.Manager()

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug", "version"], name="publishing_revision_version_once"
            ),
            models.CheckConstraint(
                condition=models.Q(action__in=Action.values), name="publishing_action_known"
            ),
            models.CheckConstraint(
                condition=models.Q(approval__in=Approval.values), name="publishing_approval_known"
            ),
        ]
        # For publish()'s look whether a change set is in the log already.
        indexes = [models.Index(fields=["changeset"], name="publishing_revision_changeset")]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}/{self.slug} v{self.version} {self.action}"

    def envelope(self) -> dict[str, Any]:
        """Return every field but the link, as it is hashed."""
        return {
            "seq": self.seq,
            "kind": self.kind,
            "slug": self.slug,
            "version": self.version,
            "action": self.action,
            "reason": self.reason,
            "approval": self.approval,
            "changeset": str(self.changeset),
            "recorded_at": instant(self.recorded_at),
            "sha256": self.sha256,
            "previous": self.previous,
        }

    def computed_link(self) -> str:
        """Return what ``link`` has to be."""
        return sha256(canonical(self.envelope()))


class RevisionBody(models.Model):
    """The document of one line. Deletable only once the log holds a redaction of its record."""

    revision = models.OneToOneField(
        Revision,
        on_delete=models.PROTECT,
        primary_key=True,
        db_column="seq",
        related_name="body",
        help_text=_("The line of the log that this document belongs to."),
    )
    body = models.TextField(help_text=_("The canonical JSON that the line's sha256 is of."))

    objects: models.Manager["RevisionBody"] = models.Manager()

    def __str__(self) -> str:
        return f"body of {self.revision_id}"


def instant(moment: datetime) -> str:
    """Return *moment* in UTC with microseconds, as hashed: 2026-11-24T10:00:00.000000Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
