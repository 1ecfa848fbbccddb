"""Events at the desk."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from claims.models import Event
from publishing.admin.lists import dated
from publishing.admin.records import RecordAdmin


@admin.register(Event)
class EventAdmin(RecordAdmin):
    own_columns = [dated("happened", _("happened")), "type"]
    own_filters = ["type", "verification", "cases"]
    search_fields = ["slug", "title", "summary"]
