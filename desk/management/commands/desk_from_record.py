"""``desk_from_record``: bring working copies up to what is published."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk.casefiles.writing import NotWritten
from desk.catching_up import CaughtUp, catch_up


class Command(BaseCommand):
    help = (
        "Writes again, from the record, the working copies that the desk lost or holds in an older"
        " version; for a desk that was restored from a backup. Safe to run at any time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be written; write nothing."
        )
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="Also replace older working copies with edits that were never published.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = catch_up(
                overwrite=options["overwrite"],
                dry_run=options["dry_run"],
                progress=options["verbosity"] > 0,
            )
        except NotWritten as error:
            raise CommandError(f"Nothing was written.\n{error}") from error
        self._list(result)
        done = "Would be written" if options["dry_run"] else "Written"
        self.stdout.write(
            self.style.SUCCESS(
                f"{done} from the record: {len(result.written)}; emptied because redacted:"
                f" {len(result.emptied)}; as they were: {result.current}."
            )
        )

    def _list(self, result: CaughtUp) -> None:
        for kind, slug in result.edited:
            self.stdout.write(
                f"Left: the {kind} “{slug}” has edits at the desk that were not published,"
                " made from an older version; --overwrite replaces them."
            )
        for kind, slug in result.ahead:
            self.stdout.write(
                f"Left: the record holds an older version of the {kind} “{slug}” than the desk"
                " knows; publish_pending publishes again what the record lost."
            )
