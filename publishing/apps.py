"""The publishing app."""

from importlib import import_module

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from publishing.databases import lock_new_connection
from publishing.private_files import keep_desk_private


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = "Publishing"

    def ready(self) -> None:
        import_module("publishing.checks")
        days = import_module("publishing.reading.days")
        import_module("publishing.redacting.record")
        connection_created.connect(lock_new_connection, dispatch_uid="lock_record")
        connection_created.connect(keep_desk_private, dispatch_uid="keep_desk_private")
        connection_created.connect(days.teach_local_day, dispatch_uid="local_day")
