"""What every public record has in common."""

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from publishing.databases import DESK
from values.validation import validate_slug

NEW = Q(published_version=0)
CHANGED = Q(published_version__gt=0) & ~Q(document_sha256=F("published_sha256"))

M = TypeVar("M", bound="Publishable", covariant=True)


class PublishedStays(Exception):
    """Something tried to delete at the desk what was published; it can only be withdrawn."""

    def __init__(self, slugs: Iterable[str]) -> None:
        words = _("Published records cannot be deleted, only withdrawn: %(slugs)s")
        super().__init__(words % {"slugs": ", ".join(slugs)})


class PublishableQuerySet(models.QuerySet[M]):
    """Queries for every kind of record."""

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete drafts; raises PublishedStays if any of the records was ever published."""
        if self.db == DESK:
            published = self.filter(published_version__gt=0).values_list("slug", flat=True)
            if slugs := list(published[:10]):
                raise PublishedStays(slugs)
        return super().delete()

    def live(self) -> "PublishableQuerySet[M]":
        """Records that are published and not withdrawn or redacted."""
        return self.filter(entry__state="live")

    def changed(self) -> "PublishableQuerySet[M]":
        """At the desk: published records whose working copy differs from the record."""
        return self.filter(CHANGED)

    def counted_at_desk(self) -> dict[str, int]:
        """At the desk: how many records are new and how many changed, in one query."""
        return self.aggregate(new=Count("pk", filter=NEW), changed=Count("pk", filter=CHANGED))


class Publishable(models.Model):
    """A record: one noun of the domain, with a permanent slug.

    ``kind`` is its name in documents and the log; ``parts`` names the reverse relations that travel
    in its document; ``redacted_values`` what a redaction sets so that the emptied row still keeps
    the database's rules, ``own_words`` the texts that are then looked for elsewhere. At the desk
    ``entry`` is empty; in the record the primary key equals the entry's, the ``seq`` of its first
    publication.
    """

    kind: ClassVar[str]
    parts: ClassVar[list[str]] = []
    redacted_values: ClassVar[dict[str, Any]] = {}
    links_kept_by_redaction: ClassVar[tuple[str, ...]] = ()
    own_words: ClassVar[tuple[str, ...]] = ("title",)

    slug = models.CharField(
        _("slug"),
        max_length=100,
        unique=True,
        validators=[validate_slug],
        help_text=_(
            "The permanent name of this record in addresses and links. Once published it can"
            " never be changed or used again."
        ),
    )
    entry = models.OneToOneField(
        "publishing.Entry",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="%(class)s",
        help_text=_("The published document of this record; empty at the desk."),
    )
    published_version = models.PositiveIntegerField(
        _("published version"),
        default=0,
        editable=False,
        help_text=_("The newest version in the record; 0 means that it was never published."),
    )
    published_sha256 = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text=_("The SHA-256 of the document as it was last published."),
    )
    document_sha256 = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text=_("The SHA-256 of the document as it stands in this row now."),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.slug

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete a draft; raises PublishedStays if it was ever published."""
        if self.published_version and self._state.db == DESK:
            raise PublishedStays([self.slug])
        return super().delete(*args, **kwargs)

    @property
    def state_at_desk(self) -> str:
        """Return new, unchanged or changed, against what is published."""
        if not self.published_version:
            return "new"
        return "unchanged" if self.document_sha256 == self.published_sha256 else "changed"


class Part(models.Model):
    """A piece of a record that travels in its document and keeps its UUID for ever."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField(
        _("position"),
        default=0,
        help_text=_("The place of this part among its siblings, from 0."),
    )

    class Meta:
        abstract = True
        ordering = ["position", "id"]
