"""``publish_case [DIR]``: propose and publish a case that was imported."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk.casefiles.importing import ImportRefused, read_case
from desk.casefiles.installing import examine, imported_last, publish_case, read_plan
from desk.changesets.review import ReviewRefused
from publishing.publish import PublicationRefused


class Command(BaseCommand):
    help = (
        "Publishes an imported case in the change sets that its publication.json names,"
        " approved as “came with the installation”. It publishes only what the desk holds"
        " word for word as the files do."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder",
            type=Path,
            nargs="?",
            help="The folder with the case's JSON files; the one imported last if left out.",
        )
        parser.add_argument(
            "--reason",
            default="",
            help="The public reason, for a folder that has no publication.json.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"] or imported_last()
        try:
            case = read_case(folder)
            plan = read_plan(folder, options["reason"])
            findings = examine(case)
            for _step, changeset, lines in publish_case(case, plan, findings):
                self.stdout.write(f"Published {lines} records: {changeset.reason}")
        except ImportRefused as error:
            raise CommandError(f"Nothing was published.\n{error}") from error
        except (PublicationRefused, ReviewRefused) as error:
            raise CommandError(f"This change set was refused:\n{error}") from error
        for kind, slug in findings.redacted:
            self.stdout.write(f"Left out: the {kind} “{slug}” was redacted.")
        for kind, slug in findings.corrected:
            self.stdout.write(f"Left as editors here published it: the {kind} “{slug}”.")
        self.stdout.write(self.style.SUCCESS("The case is published."))
