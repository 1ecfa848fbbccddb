"""``import_case DIR``: check a case's files and put them on the desk."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk.casefiles.importing import ImportRefused, import_case, read_case
from desk.casefiles.installing import note_import


class Command(BaseCommand):
    help = (
        "Checks every file of a case folder and puts its records on the desk, all of them or none."
        " What was redacted stays out."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="The folder with the case's JSON files.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Check only; put nothing on the desk."
        )
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help=(
                "Also replace, at the desk, records with edits that were never published and"
                " records that editors here changed since they were installed."
            ),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            case = read_case(options["folder"], progress=options["verbosity"] > 0)
            if options["dry_run"]:
                self.stdout.write(f"{len(case.documents)} records are in order.")
                return
            result = import_case(case, overwrite=options["overwrite"])
            note_import(options["folder"])
        except ImportRefused as error:
            raise CommandError(
                f"Nothing was imported. {len(error.problems)} problems:\n{error}"
            ) from error
        for kind, slug in result.redacted:
            self.stdout.write(f"Left out: the {kind} “{slug}” was redacted.")
        self.stdout.write(
            self.style.SUCCESS(
                f"On the desk: {result.added} added, {result.changed} changed,"
                f" {result.unchanged} as they were."
            )
        )
