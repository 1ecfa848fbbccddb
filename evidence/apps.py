"""The evidence app."""

from importlib import import_module

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "evidence"
    verbose_name = "Evidence"

    def ready(self) -> None:
        import_module("evidence.documents")
