"""What an editor proposes to publish, frozen, and how it was approved."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from publishing.models import Approval
from values.fields import SeqsField
from values.validation import validate_plain


class Status(models.TextChoices):
    PROPOSED = "proposed", _("waiting for review")
    APPROVED = "approved", _("approved, being published")
    PUBLISHED = "published", _("published")
    REJECTED = "rejected", _("rejected")
    REFUSED = "refused", _("refused: propose it again")


class ChangeSetQuerySet(models.QuerySet["ChangeSet"]):
    """What the desk asks of change sets."""

    def waiting(self) -> "ChangeSetQuerySet":
        """Change sets that wait for a second editor, oldest first."""
        return self.filter(status=Status.PROPOSED).order_by("proposed_at")

    def to_publish(self) -> "ChangeSetQuerySet":
        """Approved change sets, published or not, in the order of their approval."""
        return self.filter(status__in=[Status.APPROVED, Status.PUBLISHED]).order_by("approved_at")


class ChangeSet(models.Model):
    """Records that are published together, for one public reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reason = models.TextField(
        _("reason"),
        validators=[validate_plain],
        help_text=_("Why these records are published or changed. Readers see this."),
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status,
        default=Status.PROPOSED,
        help_text=_("Where the change set stands."),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="changesets",
        verbose_name=_("author"),
        help_text=_("The editor who proposed it; empty if it came with the installation."),
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="approved_changesets",
        verbose_name=_("approver"),
        help_text=_("The editor who approved or rejected it; empty if its author took it back."),
    )
    approval = models.CharField(
        _("approval"),
        max_length=15,
        choices=Approval,
        blank=True,
        help_text=_("How it was approved; readers see this."),
    )
    rejection = models.TextField(
        _("reason of the rejection"),
        blank=True,
        help_text=_("Why it was rejected or refused; only editors see this."),
    )
    proposed_at = models.DateTimeField(
        _("proposed at"), auto_now_add=True, help_text=_("When it was proposed (UTC).")
    )
    approved_at = models.DateTimeField(
        _("approved at"), null=True, blank=True, help_text=_("When it was approved (UTC).")
    )
    digest = models.CharField(
        _("digest"),
        max_length=64,
        blank=True,
        editable=False,
        help_text=_("The SHA-256 over the frozen items that was approved."),
    )
    formats = models.CharField(
        _("formats"),
        max_length=64,
        editable=False,
        help_text=_(
            "Of sets frozen before each item named its format: a fingerprint of all formats, which"
            " their seal is over."
        ),
    )
    envelope = models.PositiveSmallIntegerField(
        _("envelope"),
        null=True,
        editable=False,
        help_text=_("The form of its lines in the log; empty for the first form."),
    )
    recorded_at = models.DateTimeField(
        _("recorded at"),
        null=True,
        editable=False,
        help_text=_("The moment that its lines in the log say (UTC), kept to repeat them."),
    )
    link = models.CharField(
        _("link"),
        max_length=64,
        blank=True,
        editable=False,
        help_text=_("The link of its last line in the log, kept to repeat its lines."),
    )

    objects = ChangeSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("change set")
        verbose_name_plural = _("change sets")
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(approval=Approval.SECOND_EDITOR)
                | (Q(author__isnull=False) & Q(approver__isnull=False) & ~Q(approver=F("author"))),
                name="desk_changeset_second_editor_is_another",
                violation_error_message=_("Another editor has to approve it, not its author."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.APPROVED, Status.PUBLISHED])
                | (~Q(approval="") & ~Q(digest="") & Q(approved_at__isnull=False)),
                name="desk_changeset_approved_says_how",
            ),
            models.CheckConstraint(
                condition=~Q(approval=Approval.INSTALLATION)
                | Q(author__isnull=True, approver__isnull=True),
                name="desk_changeset_installation_has_no_editors",
                violation_error_message=_("What an editor proposed, another editor approves."),
            ),
            models.CheckConstraint(
                condition=~Q(approval=Approval.SINGLE_EDITOR)
                | Q(author__isnull=False, approver__isnull=False, approver=F("author")),
                name="desk_changeset_single_editor_is_its_author",
            ),
            models.CheckConstraint(
                condition=Q(approval__in=["", *Approval.values]),
                name="desk_changeset_approval_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="desk_changeset_status_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="desk_changeset_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.reason[:80]


class Operation(models.TextChoices):
    PUBLISH = "publish", _("publish")
    WITHDRAW = "withdraw", _("withdraw")
    RESTORE = "restore", _("restore")
    REDACT = "redact", _("redact")


class ChangeSetItem(models.Model):
    """One record of a change set: the frozen document and the version it was made from."""

    changeset = models.ForeignKey(
        ChangeSet,
        on_delete=models.CASCADE,
        related_name="items",
        help_text=_("The change set that the item belongs to."),
    )
    position = models.PositiveIntegerField(help_text=_("The place of the item in the log."))
    kind = models.CharField(_("kind"), max_length=20, help_text=_("The noun of the record."))
    slug = models.CharField(
        _("slug"), max_length=100, help_text=_("The permanent name of the record.")
    )
    operation = models.CharField(
        _("operation"),
        max_length=10,
        choices=Operation,
        default=Operation.PUBLISH,
        help_text=_("What happens to the record."),
    )
    base_version = models.PositiveIntegerField(
        _("base version"), help_text=_("The published version that it was made from; 0 if new.")
    )
    document = models.TextField(
        _("document"), blank=True, help_text=_("The frozen canonical document.")
    )
    sha256 = models.CharField(
        _("SHA-256"),
        max_length=64,
        blank=True,
        help_text=_("The SHA-256 of the salt and the document, as the log will show it."),
    )
    salt = models.CharField(
        _("salt"),
        max_length=32,
        blank=True,
        editable=False,
        help_text=_("16 random bytes that are hashed before the document; erased with it."),
    )
    format = models.PositiveIntegerField(
        _("format"),
        default=1,
        editable=False,
        help_text=_("The number of the format that the document is written in."),
    )
    erases = SeqsField(
        _("erases"),
        default=list,
        blank=True,
        editable=False,
        help_text=_("The lines of this record whose documents go when this is published."),
    )
    seq = models.BigIntegerField(
        _("seq"), null=True, editable=False, help_text=_("The line of the log that it became.")
    )

    objects: models.Manager["ChangeSetItem"] = models.Manager()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["position"]
        # For the look, before each approval, whether the record lost lines that were published.
        indexes = [models.Index(fields=["seq"], name="desk_item_seq")]
        constraints = [
            models.UniqueConstraint(
                fields=["changeset", "kind", "slug"], name="desk_item_once_in_a_changeset"
            ),
            models.CheckConstraint(
                condition=Q(operation__in=Operation.values), name="desk_item_operation_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.kind}/{self.slug}"

    @property
    def is_erased(self) -> bool:
        """Whether a later redaction erased the frozen words, which the log lost as well."""
        return bool(self.sha256) and not self.document

    def sealed(self, envelope: int | None) -> dict[str, Any]:
        """Return what the approval's digest is over, for lines of that envelope."""
        sealed = {
            "kind": self.kind,
            "slug": self.slug,
            "operation": self.operation,
            "base_version": self.base_version,
            "sha256": self.sha256,
        }
        return (
            sealed if envelope is None else {**sealed, "format": self.format, "erases": self.erases}
        )
