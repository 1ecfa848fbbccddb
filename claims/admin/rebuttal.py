"""Rebuttals, the claims they answer and what they cite, at the desk."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from claims.admin.claim import CitationInline
from claims.models import Answer, Rebuttal
from publishing.admin.lists import dated, linked
from publishing.admin.parts import PartInline
from publishing.admin.records import RecordAdmin


class AnswerInline(PartInline):
    model = Answer

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Offer a first answer for a new rebuttal: without one it cannot be published."""
        return 0 if obj else 1


@admin.register(Rebuttal)
class RebuttalAdmin(RecordAdmin):
    own_columns = [linked("speaker", _("speaker")), dated("issued", _("issued"))]
    own_filters = ["verification", "editorial_observation"]
    list_select_related = ["speaker"]
    search_fields = ["slug", "one_line", "short", "quote", "speaker__slug", "speaker__name"]
    inlines = [AnswerInline, CitationInline]
