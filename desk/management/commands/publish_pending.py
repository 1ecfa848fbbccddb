"""``publish_pending``: publish what is approved and repair what was cut off."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from desk.changesets.publication import PendingRefused, publish_pending


class Command(BaseCommand):
    help = "Publishes every approved change set that the log does not hold; safe to run any time."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        try:
            for changeset, lines in publish_pending():
                count += 1
                self.stdout.write(f"{changeset.pk}: {lines} lines, {changeset.reason}")
        except PendingRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} change sets published or repaired.")
