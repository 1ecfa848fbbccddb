"""``publish_pending``: publish what is approved and repair what was cut off."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk.changesets.publication import PendingRefused, publish_pending
from desk.models import ChangeSet


class Command(BaseCommand):
    help = (
        "Publishes every approved change set that the log does not hold, and writes again what a"
        " record that was put back from an older copy has lost; safe to run any time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anew",
            action="store_true",
            help=(
                "Publish what the record lost as new lines, at the moment of now, instead of byte"
                " for byte; only for lines that were recorded by a wrong clock."
            ),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        try:
            for changeset, lines in publish_pending(anew=options["anew"]):
                count += 1
                self.stdout.write(
                    f"{changeset.pk}: {lines} lines{_how(changeset)}, {changeset.reason}"
                )
        except PendingRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} change sets published or repaired.")


def _how(before: ChangeSet) -> str:
    """Say what became of a set that the record had lost; *before* is as the desk knew it."""
    if not before.link:
        return ""
    if ChangeSet.objects.filter(pk=before.pk, link=before.link).exists():
        return " put back byte for byte"
    return " published anew (a link kept of their first publication fits no more)"
