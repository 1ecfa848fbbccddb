"""Indicators and the editions that list them, at the desk."""

from django.contrib import admin

from evidence.models import Indicator, Listing
from publishing.admin.parts import PartInline
from publishing.admin.records import RecordAdmin


class ListingInline(PartInline):
    model = Listing


@admin.register(Indicator)
class IndicatorAdmin(RecordAdmin):
    own_columns = ["type"]
    own_filters = ["type"]
    search_fields = ["slug", "value", "stix_id"]
    inlines = [ListingInline]
