"""Devices that were examined, and the traces published of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evidence.models.evidence import Evidence
from evidence.models.indicator import Indicator
from evidence.models.party import Party
from evidence.models.quote import WithQuote
from evidence.models.source import Source
from evidence.models.verification import Verification, verification_field
from publishing.models import Part, Publishable, PublishableQuerySet
from values.fields import (
    FuzzyDateField,
    LanguageMapField,
    LineField,
)


class DeviceQuerySet(PublishableQuerySet["Device"]):
    """Queries for devices."""


class Device(Publishable):
    """A device of a party or of a person under a code name."""

    kind = "device"
    parts = ["traces"]
    own_words = ("label",)

    label = LanguageMapField(
        _("label"), help_text=_("What to call the device, for example “iPhone of Omar Radi”.")
    )
    owner = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        related_name="devices",
        verbose_name=_("owner"),
        help_text=_("Whose device it is. Never match a code name with a name from elsewhere."),
    )
    model = LineField(
        _("model"), max_length=200, blank=True, help_text=_("The model, as far as it is stated.")
    )
    note = LanguageMapField(
        _("note"), blank=True, help_text=_("What a reader has to know about this device.")
    )

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        constraints = [
            models.CheckConstraint(condition=~Q(label={}), name="evidence_device_has_a_label"),
        ]


class TraceFinding(models.TextChoices):
    INFECTION = "infection", _("infection")
    ATTEMPT = "attempt", _("attempt")
    LOOKUP = "lookup", _("look-up; alone it shows no attack")
    TRACE = "trace", _("trace")
    LISTED = "listed", _("number on the list; alone it shows no attack")


class Trace(Part, WithQuote):
    """One published trace: what was seen on the device, when, and where that is printed."""

    device = models.ForeignKey(
        Device,
        on_delete=models.CASCADE,
        related_name="traces",
        help_text=_("The device that the trace was found on."),
    )
    type = LineField(
        _("type"), max_length=40, help_text=_("What kind of trace it is, for example process.")
    )
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="traces",
        verbose_name=_("indicator"),
        help_text=_("The indicator that it matches."),
    )
    as_published = LineField(
        _("as published"),
        max_length=500,
        blank=True,
        help_text=_("The process, account or address exactly as the source prints it."),
    )
    first_seen = FuzzyDateField(
        _("first seen"), help_text=_("First time, as published."), bounds=True
    )
    last_seen = FuzzyDateField(_("last seen"), help_text=_("Last time, as published."), bounds=True)
    finding = models.CharField(
        _("finding"),
        max_length=10,
        choices=TraceFinding,
        help_text=_("What the source makes of it."),
    )
    evidence = models.ForeignKey(
        Evidence,
        on_delete=models.PROTECT,
        related_name="traces",
        verbose_name=_("evidence"),
        help_text=_("The evidence that publishes the trace."),
    )
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        related_name="traces",
        verbose_name=_("source"),
        help_text=_("The document in which it is printed."),
    )
    locator = LineField(
        _("locator"), max_length=300, blank=True, help_text=_("The page or paragraph.")
    )
    attribution = LineField(
        _("attribution"),
        max_length=300,
        blank=True,
        help_text=_("Whom the source attributes it to, in its words; empty if to nobody."),
    )
    verification = verification_field()
    note = LanguageMapField(
        _("note"), blank=True, help_text=_("What a reader has to know about this trace.")
    )

    objects: models.Manager["Trace"] = models.Manager()

    class Meta(Part.Meta):
        verbose_name = _("trace")
        verbose_name_plural = _("traces")
        constraints = [
            *WithQuote.Meta.constraints,
            models.CheckConstraint(
                condition=Q(verification__in=Verification.values),
                name="evidence_trace_verification_known",
            ),
            models.CheckConstraint(
                condition=Q(finding__in=TraceFinding.values), name="evidence_trace_finding_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.as_published or self.type)
