"""``migrate`` for both databases: the record is opened for it and closed again."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from publishing.databases import RECORD, close_door, unlock_record
from publishing.private_files import keep_folder_private


def refuse_in_public() -> None:
    """Refuse a command that writes where the record is only read."""
    if settings.PUBLIC_ONLY:
        raise CommandError(
            "A process with PEGASUS_ROLE=public only reads the record, so nothing was done."
            " Run this where the desk is."
        )


class Command(Migrate):
    help = "Creates or updates the tables of the record and of the desk."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database=None)

    def get_check_kwargs(self, options: dict[str, Any]) -> Any:
        chosen = options["database"]
        kwargs: Any = super().get_check_kwargs(options)
        return {**kwargs, "databases": [chosen] if chosen else list(connections)}

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_in_public()
        keep_folder_private(settings.VAR)
        chosen = options["database"]
        for alias in [chosen] if chosen else list(connections):
            self._migrate(alias, *args, **options)

    def _migrate(self, alias: str, *args: Any, **options: Any) -> None:
        if alias == RECORD:
            unlock_record(connections[RECORD])
        try:
            super().handle(*args, **{**options, "database": alias})
        finally:
            if alias == RECORD:
                close_door(connections[RECORD])
