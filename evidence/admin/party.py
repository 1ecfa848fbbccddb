"""People and organisations at the desk."""

from django.contrib import admin

from evidence.models import Party
from publishing.admin.records import RecordAdmin


@admin.register(Party)
class PartyAdmin(RecordAdmin):
    own_columns = ["type", "country"]
    own_filters = ["type"]
    search_fields = ["slug", "name", "description", "wikidata"]
