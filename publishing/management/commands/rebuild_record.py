"""``rebuild_record``: write all tables of the record again from the log alone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from publishing.management.commands.migrate import refuse_in_public
from publishing.proving.rebuilding import LogIsBroken, RebuildDiffers, rebuild


class Command(BaseCommand):
    help = (
        "Writes all tables of the record again from the log alone. The result is compared with"
        " what was there and must be identical, or nothing is changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--repair",
            action="store_true",
            help="Keep the rebuilt tables even where they differ: the log is right.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_in_public()
        try:
            count = rebuild(compare=not options["repair"])
        except RebuildDiffers as error:
            raise CommandError(
                f"{error}. The record was left as it was; verify_log says more, and"
                " rebuild_record --repair takes the log's word."
            ) from error
        except LogIsBroken as error:
            raise CommandError(
                f"The log itself is broken, so nothing was rebuilt from it. {error}"
            ) from error
        self.stdout.write(self.style.SUCCESS(f"Rebuilt {count} records from the log."))
