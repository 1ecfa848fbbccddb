"""The log: one line for each time a record was published, corrected, withdrawn …"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.envelopes import link_of
from values.fields import SeqsField


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


# Lines by which a record only loses words: they erase earlier documents, and leave a mark.
LOSING = (Action.CORRECTED, Action.WITHDRAWN)
ONLY_LOSES_WORDS = (
    ~models.Q(erases=[]) & models.Q(erases__isnull=False) & models.Q(action__in=LOSING)
)


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
        help_text=_(
            "The SHA-256 of the salt and the canonical document, in lines of the first form of the"
            " document alone; empty for a redaction."
        ),
    )
    previous = models.CharField(max_length=64, help_text=_("The link of the line before."))
    link = models.CharField(
        max_length=64,
        unique=True,
        help_text=_("The SHA-256 of the canonical envelope of all other fields of this line."),
    )

    # Empty in lines of the first form. Nullable and without defaults, because SQLite would #
    # rebuild the whole table for anything else.
    envelope = models.PositiveSmallIntegerField(
        null=True, help_text=_("The form of this line; empty for the first form.")
    )
    format = models.PositiveIntegerField(
        null=True, help_text=_("The number of the document's format, which grows with its keys.")
    )
    author = models.PositiveIntegerField(
        null=True, help_text=_("The public number of the editor who proposed it, if it has one.")
    )
    approver = models.PositiveIntegerField(
        null=True, help_text=_("The public number of the editor who approved it, if it has one.")
    )
    signature = models.CharField(  # noqa: DJ001 - null is hashed as null
        max_length=64,
        null=True,
        help_text=_("The SHA-256 of the evidence of the approval, if it was signed."),
    )
    erases = SeqsField(
        null=True,
        help_text=_("The lines of this record whose documents this line erases, by their seq."),
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
        # So that publish() can see whether a change set is already in the log.
        indexes = [models.Index(fields=["changeset"], name="publishing_revision_changeset")]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}/{self.slug} v{self.version} {self.action}"

    @property
    def only_loses_words(self) -> bool:
        """Whether the record only lost words by this line; in SQL ``ONLY_LOSES_WORDS``."""
        return self.action in LOSING and bool(self.erases)

    def computed_link(self) -> str:
        """Return what ``link`` has to be; raises UnknownEnvelope for a form nobody knows."""
        return link_of(self)


class RevisionBody(models.Model):
    """The document of one line. Deletable only once a line of its record erases it."""

    revision = models.OneToOneField(
        Revision,
        on_delete=models.PROTECT,
        primary_key=True,
        db_column="seq",
        related_name="body",
        help_text=_("The line of the log that this document belongs to."),
    )
    body = models.TextField(help_text=_("The canonical JSON that the line's sha256 is of."))
    salt = models.CharField(  # noqa: DJ001 - as the line's own columns
        max_length=32,
        null=True,
        help_text=_(
            "16 random bytes in hexadecimal digits that are hashed before the document, so that"
            " the hash of an erased one confirms no guess; empty for lines of the first form."
        ),
    )

    objects: models.Manager["RevisionBody"] = models.Manager()

    def __str__(self) -> str:
        return f"body of {self.revision_id}"
