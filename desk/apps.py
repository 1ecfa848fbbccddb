"""The desk app, and the admin site that editors work in."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = "Desk"
    default = True


class DeskAdminConfig(admin_apps.AdminConfig):
    """Django's admin with the desk's own site."""

    default = False
    default_site = "desk.site.DeskSite"
