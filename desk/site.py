"""The admin site at /desk/.

Its pages are imported when they are asked for: they register models, which needs this site.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _

from desk.changesets.proposing import refresh_digest
from publishing.models import Publishable


class DeskSite(admin.AdminSite):
    """Where editors work; nothing here is public until another editor approves it."""

    site_title = _("Desk – Pegasus Tracker")
    site_header = _("Pegasus Tracker: desk")
    index_title = _("The desk")
    index_template = "desk/index.html"
    # Lists and forms need the width; the first page and the path above lead everywhere.
    enable_nav_sidebar = False

    def record_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions of every list of records."""
        from desk.admin.proposals import LIST_ACTIONS

        if not request.user.has_perm("desk.add_changeset"):
            return {}
        return {
            name: (action, name, action.short_description)  # type: ignore[attr-defined]
            for name, action in LIST_ACTIONS.items()
        }

    def record_saved(self, record: Publishable) -> None:
        """Note what the record's document hashes to now."""
        refresh_digest(record)

    def autocomplete_view(self, request: HttpRequest) -> Any:
        from desk.admin.lookup import LookUp

        return LookUp.as_view(admin_site=self)(request)

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        from desk.admin import overview

        return super().index(request, {**overview.context(request), **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return what can be edited, the most used first."""
        order = ("claims", "evidence", "desk", "publishing", "auth")
        apps = super().get_app_list(request, app_label)
        return sorted(apps, key=lambda app: order.index(app["app_label"]))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from desk.admin import notes, overview, preview, proposals, redactions

        own: list[URLPattern | URLResolver] = [
            path("propose/", self.admin_view(proposals.propose_page), name="propose"),
            path("redact/", self.admin_view(redactions.redact_page), name="redact"),
            path("record/<str:kind>/<slug:slug>/", self.admin_view(overview.go), name="record"),
            path("note/<str:kind>/<slug:slug>/", self.admin_view(notes.add), name="note"),
            path(
                "preview/<str:plural>/<slug:slug>/",
                self.admin_view(preview.preview),
                name="preview",
            ),
        ]
        return [*own, *super().get_urls()]
