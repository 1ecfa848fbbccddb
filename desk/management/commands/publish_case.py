"""``publish_case DIR``: propose and publish a case that was imported."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk.importing import ImportRefused, read_case
from desk.installing import publish_case, read_plan
from publishing.publish import PublicationRefused


class Command(BaseCommand):
    help = (
        "Publishes an imported case in the change sets that its publication.json names,"
        " approved as “came with the installation”."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="The folder with the case's JSON files.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            case = read_case(options["folder"])
            plan = read_plan(options["folder"])
            for step, _changeset, lines in publish_case(case, plan):
                self.stdout.write(f"Published {lines} records: {step.reason}")
        except ImportRefused as error:
            raise CommandError(f"Nothing was published.\n{error}") from error
        except PublicationRefused as error:
            raise CommandError(f"This change set was refused:\n{error}") from error
        self.stdout.write(self.style.SUCCESS("The case is published."))
