"""Statements and their texts at the desk."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from claims.models import Rendition, Statement
from publishing.admin.labels import shortened
from publishing.admin.lists import dated, linked
from publishing.admin.parts import PartChoice, PartInline
from publishing.admin.records import RecordAdmin


class RenditionInline(PartInline):
    model = Rendition

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Offer a first text for a new statement: without one it cannot be published."""
        return 0 if obj else 1


@admin.register(Statement)
class StatementAdmin(RecordAdmin):
    own_columns = [linked("speaker", _("speaker")), dated("issued", _("issued")), "type"]
    own_filters = ["type", "verification", "cases"]
    list_select_related = ["speaker"]
    search_fields = ["slug", "title", "summary", "channel", "speaker__slug", "speaker__name"]
    inlines = [RenditionInline]


@admin.register(Rendition)
class RenditionChoice(PartChoice):
    owner = "statement"
    search_fields = ["statement__slug", "statement__title", "language", "text"]
    ordering = ["statement__slug", "position"]

    def label_of(self, rendition: Any) -> str:
        kind, slug = rendition.get_type_display(), rendition.statement.slug
        return f"{kind}, {rendition.language}: {shortened(rendition.text, 50)} · {slug}"
