"""Cases at the desk."""

from django.contrib import admin

from claims.models import Case
from publishing.admin.records import RecordAdmin


@admin.register(Case)
class CaseAdmin(RecordAdmin):
    search_fields = ["slug", "title", "summary"]
