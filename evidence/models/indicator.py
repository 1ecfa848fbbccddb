"""Technical indicators, and which editions of which list name them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evidence.models.evidence import Edition
from publishing.models import Part, Publishable, PublishableQuerySet
from values.fields import LanguageMapField, LineField


class IndicatorType(models.TextChoices):
    PROCESS = "process", _("process name")
    ACCOUNT = "account", _("account")
    DOMAIN = "domain", _("domain")
    FILE = "file", _("file name")
    CERTIFICATE = "certificate", _("certificate")
    OTHER = "other", _("other")


class IndicatorQuerySet(PublishableQuerySet["Indicator"]):
    """Queries for indicators."""


class Indicator(Publishable):
    """A process, account or domain that a published list names. Shown defanged."""

    kind = "indicator"
    parts = ["listings"]
    own_words = ("value",)

    type = models.CharField(
        _("type"), max_length=12, choices=IndicatorType, help_text=_("What the value is.")
    )
    value = LineField(
        _("value"), max_length=500, help_text=_("The value as published, not defanged.")
    )
    stix_id = LineField(
        _("STIX id"),
        max_length=100,
        blank=True,
        help_text=_("The STIX 2.1 id under which the list publishes it."),
    )
    note = LanguageMapField(
        _("note"), blank=True, help_text=_("What a reader has to know about this indicator.")
    )

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            models.CheckConstraint(
                condition=Q(type__in=IndicatorType.values), name="evidence_indicator_type_known"
            ),
            models.UniqueConstraint(fields=["type", "value"], name="evidence_indicator_once"),
        ]


class ListingStatus(models.TextChoices):
    NAMED = "named", _("named")
    REMOVED = "removed", _("removed")
    RESTORED = "restored", _("put back")


class Listing(Part):
    """One edition of a list names, removes or puts back the indicator."""

    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.CASCADE,
        related_name="listings",
        help_text=_("The indicator that is listed."),
    )
    edition = models.ForeignKey(
        Edition,
        on_delete=models.PROTECT,
        related_name="listings",
        verbose_name=_("edition"),
        help_text=_("The edition of the list."),
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=ListingStatus,
        help_text=_("What this edition does with the indicator."),
    )

    objects: models.Manager["Listing"] = models.Manager()

    class Meta(Part.Meta):
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ListingStatus.values), name="evidence_listing_status_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_status_display()
