"""What a claim is about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    PROCEDURE = "procedure", _("procedure")
    MOROCCO_CLIENT = "morocco-client-of-nso", _("Morocco as a client of NSO")
    MOROCCO_USE = "morocco-use-of-pegasus", _("Morocco’s use of Pegasus")
    NO_EVIDENCE = "no-evidence", _("no evidence")
    LEGALITY = "legality", _("legality")
    MOTIVE = "motive", _("motive of the reports")
    THE_LIST = "the-list", _("the list of 50,000 numbers")
    KHASHOGGI = "khashoggi", _("Jamal Khashoggi")
    MISUSE = "misuse", _("misuse")
    SPECIFIC_TARGETS = "specific-targets", _("particular targets")
    NSO_VISIBILITY = "nso-visibility", _("what NSO can see")
    RWANDA_USE = "rwanda-use", _("Rwanda’s use of Pegasus")
    SAUDI_USE = "saudi-use", _("Saudi Arabia’s use of Pegasus")
    UAE_USE = "uae-use", _("the Emirates’ use of Pegasus")
    HUNGARY_USE = "hungary-use", _("Hungary’s use of Pegasus")
    INDIA_USE = "india-use", _("India’s use of Pegasus")
