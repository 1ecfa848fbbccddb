"""Dated facts for the timeline."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from claims.models.case import Case
from claims.models.statement import Statement
from evidence.models import Evidence, Source
from evidence.models.verification import Verification, verification_field
from publishing.models import Publishable, PublishableQuerySet
from values.fields import (
    FuzzyDateField,
    LanguageMapField,
    LineField,
    TimeZoneField,
)


class EventType(models.TextChoices):
    PUBLICATION = "publication", _("publication")
    STATEMENT = "statement", _("statement")
    COURT = "court", _("court")
    INQUIRY = "inquiry", _("inquiry")
    SANCTION = "sanction", _("sanction")
    CORRECTION = "correction", _("correction")
    ATTACK = "attack", _("attack")
    OTHER = "other", _("other")


class EventQuerySet(PublishableQuerySet["Event"]):
    """Queries for events."""


class Event(Publishable):
    """A dated fact for the timeline: a report was published, a court ruled."""

    kind = "event"

    cases = models.ManyToManyField(
        Case,
        related_name="events",
        verbose_name=_("cases"),
        help_text=_("The cases in whose timelines it appears."),
    )
    type = models.CharField(
        _("type"), max_length=12, choices=EventType, help_text=_("What kind of event it is.")
    )
    title = LanguageMapField(_("title"), help_text=_("What happened, in one plain line."))
    happened = FuzzyDateField(
        _("happened"),
        help_text=_("When it happened, as precisely as the sources allow."),
        bounds=True,
        indexed=True,
    )
    time_zone = TimeZoneField(
        _("time zone"), help_text=_("The zone of the place, in which a day counts.")
    )
    time_as_shown = LineField(
        _("time as shown"),
        max_length=200,
        blank=True,
        help_text=_("The time as the source shows it, where its zone is not stated."),
    )
    summary = LanguageMapField(
        _("summary"), blank=True, help_text=_("More about it, in plain words.")
    )
    sources = models.ManyToManyField(
        Source,
        related_name="events",
        verbose_name=_("sources"),
        help_text=_("The documents that report it."),
    )
    evidence = models.ManyToManyField(
        Evidence,
        blank=True,
        related_name="events",
        verbose_name=_("evidence"),
        help_text=_("The evidence that it brought."),
    )
    statements = models.ManyToManyField(
        Statement,
        blank=True,
        related_name="events",
        verbose_name=_("statements"),
        help_text=_("The statements that it was."),
    )
    verification = verification_field()
    note = LanguageMapField(
        _("note"), blank=True, help_text=_("What a reader has to know about this event.")
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                condition=Q(type__in=EventType.values), name="claims_event_type_known"
            ),
            models.CheckConstraint(
                condition=Q(verification__in=Verification.values),
                name="claims_event_verification_known",
            ),
            models.CheckConstraint(condition=~Q(title={}), name="claims_event_has_a_title"),
        ]
