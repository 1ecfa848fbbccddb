"""The publishing app."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from publishing.databases import lock_new_connection


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = "Publishing"

    def ready(self) -> None:
        connection_created.connect(lock_new_connection, dispatch_uid="lock_record")
