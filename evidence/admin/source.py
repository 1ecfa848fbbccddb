"""Documents and the copies kept of them, at the desk."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from evidence.models import Capture, Source
from publishing.admin.lists import dated
from publishing.admin.parts import PartInline
from publishing.admin.records import RecordAdmin


class CaptureInline(PartInline):
    model = Capture


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    own_columns = ["publisher_name", dated("published", _("published")), "type", "language"]
    own_filters = ["type", "url_seen", "text_seen", "language"]
    search_fields = ["slug", "title", "publisher_name", "url", "authors"]
    inlines = [CaptureInline]
