"""Families of claims and their tensions at the desk."""

from django.contrib import admin

from claims.models import Family, Tension
from publishing.admin.parts import PartInline
from publishing.admin.records import RecordAdmin


class TensionInline(PartInline):
    model = Tension


@admin.register(Family)
class FamilyAdmin(RecordAdmin):
    search_fields = ["slug", "title", "assertion"]
    inlines = [TensionInline]
