"""Devices and their traces at the desk."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from evidence.models import Device, Trace
from publishing.admin.lists import linked
from publishing.admin.parts import PartInline
from publishing.admin.records import RecordAdmin


class TraceInline(PartInline):
    model = Trace


@admin.register(Device)
class DeviceAdmin(RecordAdmin):
    own_columns = [linked("owner", _("owner")), "model"]
    list_select_related = ["owner"]
    search_fields = ["slug", "label", "model", "owner__slug", "owner__name"]
    inlines = [TraceInline]
