"""People and organisations."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publishing.models import Publishable, PublishableQuerySet
from values.fields import LanguageMapField
from values.validation import validate_country, validate_wikidata


class PartyType(models.TextChoices):
    STATE = "state", _("state")
    PERSON = "person", _("person")
    COMPANY = "company", _("company")
    LAW_FIRM = "law_firm", _("law firm")
    MEDIA = "media", _("media")
    JOURNALISM_NONPROFIT = "journalism_nonprofit", _("journalism non-profit")
    NGO = "ngo", _("non-governmental organisation")
    RESEARCH_LAB = "research_lab", _("research laboratory")
    PUBLIC_BODY = "public_body", _("public body")
    COURT = "court", _("court")
    ANONYMISED_PERSON = "anonymised_person", _("person under a code name")
    EDITORIAL = "editorial", _("editors of this record")


class PartyQuerySet(PublishableQuerySet["Party"]):
    """Queries for parties."""


class Party(Publishable):
    """A person or organisation: speaker, publisher, producer or target."""

    kind = "party"
    own_words = ("name",)

    name = LanguageMapField(
        _("name"),
        help_text=_(
            "The name in each language or script in which it is known. A person under a code"
            " name keeps that name."
        ),
    )
    type = models.CharField(
        _("type"),
        max_length=24,
        choices=PartyType,
        help_text=_("What the party is. Choose “person under a code name” for anonymised people."),
    )
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        validators=[validate_country],
        help_text=_("The two-letter ISO 3166-1 code (or EU) of the country it belongs to."),
    )
    wikidata = models.CharField(
        _("Wikidata id"),
        max_length=16,
        blank=True,
        validators=[validate_wikidata],
        help_text=_("The Wikidata item of exactly this party, for example Q6256; empty if unsure."),
    )
    description = LanguageMapField(
        _("description"),
        blank=True,
        help_text=_("Who this is in a few words, for example “journalist, Mediapart”."),
    )
    right_of_reply = LanguageMapField(
        _("right of reply"),
        blank=True,
        help_text=_("What this party answered when asked about what is recorded here; verbatim."),
    )
    note = LanguageMapField(
        _("note"), blank=True, help_text=_("What a reader has to know about this record.")
    )

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.CheckConstraint(
                condition=Q(type__in=PartyType.values), name="evidence_party_type_known"
            ),
            models.CheckConstraint(condition=~Q(name={}), name="evidence_party_has_a_name"),
        ]
