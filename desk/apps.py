"""The desk app, and the admin site that editors work in."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = "Desk"
    default = True

    def ready(self) -> None:
        from desk.permissions import grant_for_new_kinds

        import_module("desk.redactions.places")
        import_module("desk.casefiles.places")

        post_migrate.connect(grant_for_new_kinds, sender=self, dispatch_uid="grant_for_new_kinds")


class DeskAdminConfig(admin_apps.AdminConfig):
    """Django's admin with the desk's own site."""

    default = False
    default_site = "desk.site.DeskSite"
