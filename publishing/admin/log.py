"""The log at the desk: read, never written."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from publishing.admin.labels import shortened
from publishing.models import Revision
from publishing.reading.addresses import version_address


@admin.register(Revision)
class RevisionAdmin(admin.ModelAdmin[Revision]):
    """The lines of the log, newest first."""

    list_display = ["seq", "record", "version", "action", "why", "approval", "recorded_at"]
    list_display_links = ["seq"]
    list_filter = ["action", "kind", "approval"]
    search_fields = ["slug", "reason", "sha256"]
    ordering = ["-seq"]
    list_per_page = 50
    show_full_result_count = False
    actions = None
    readonly_fields = ["record"]

    @admin.display(description=_("record"), ordering="slug")
    def record(self, line: Revision) -> SafeString:
        path = version_address(line.kind, line.slug, line.version)
        return format_html('<a href="{}">{}/{}</a>', path, line.kind, line.slug)

    @admin.display(description=_("reason"))
    def why(self, line: Revision) -> str:
        return shortened(line.reason, 120)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let every editor read it: it is public anyway."""
        return bool(request.user.is_active and getattr(request.user, "is_staff", False))

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse every sent form before it asks for a transaction on the closed record."""
        if request.method == "POST":
            raise PermissionDenied
        return super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        raise PermissionDenied

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)
