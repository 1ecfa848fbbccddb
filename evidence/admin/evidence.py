"""Evidence, its editions and its examinations at the desk."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from evidence.models import Edition, Evidence, Examination
from publishing.admin.lists import dated, linked
from publishing.admin.parts import PartChoice, PartInline
from publishing.admin.records import RecordAdmin


class EditionInline(PartInline):
    model = Edition


class ExaminationInline(PartInline):
    model = Examination


@admin.register(Evidence)
class EvidenceAdmin(RecordAdmin):
    own_columns = [
        linked("producer", _("producer")),
        dated("became_public", _("became public")),
        "type",
    ]
    own_filters = ["verification", "type"]
    list_select_related = ["producer"]
    search_fields = ["slug", "title", "summary", "limits", "quote", "producer__name"]
    inlines = [EditionInline, ExaminationInline]


@admin.register(Edition)
class EditionChoice(PartChoice):
    owner = "evidence"
    search_fields = ["label", "evidence__slug", "evidence__title"]
    ordering = ["evidence__slug", "position"]

    def label_of(self, edition: Any) -> str:
        return f"{edition.label} · {edition.evidence.slug}"
