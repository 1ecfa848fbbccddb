"""``publish_pending``: publish what is approved and repair what was cut off."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk.changesets.publication import PendingRefused, publish_pending
from desk.models import ChangeSet, Redaction
from publishing.databases import DESK, RECORD
from publishing.redacting.cleaning import cleaned


class Command(BaseCommand):
    help = (
        "Publishes every approved change set that the log does not hold, and writes again what a"
        " record that was put back from an older copy has lost. Safe to run at any time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anew",
            action="store_true",
            help=(
                "Publish what the record lost as new lines, with the present moment, instead of"
                " byte for byte; only for lines that were recorded by a wrong clock."
            ),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        redactions = set(Redaction.objects.finished().values_list("changeset", flat=True))
        back = False
        try:
            for changeset, lines in publish_pending(anew=options["anew"]):
                count += 1
                back = back or changeset.pk in redactions
                self.stdout.write(
                    f"{changeset.pk}: {lines} lines{_how(changeset)}, {changeset.reason}"
                )
        except PendingRefused as error:
            raise CommandError(str(error)) from error
        finally:
            self._clean_again(back)
            self._name_unfinished()
        self.stdout.write(f"{count} change sets published or repaired.")

    def _clean_again(self, back: bool) -> None:
        """Clean what a restored copy brought back: the words of a redaction that was finished."""
        if back:
            self.stdout.write(
                "The record had lost a redaction that was finished, and has it again:"
            )
            for step in (step for alias in (RECORD, DESK) for step in cleaned(alias)):
                self.stdout.write(f"  {step.label}: {step.words}")

    def _name_unfinished(self) -> None:
        for redaction in Redaction.objects.unfinished().select_related("changeset"):
            self.stdout.write(
                f"Left to do: the redaction {redaction.changeset_id} ({redaction}) is published,"
                " but words may be left in the files; run finish_redaction."
            )


def _how(before: ChangeSet) -> str:
    """Say what became of a set that the record had lost; *before* is as the desk knew it."""
    if not before.link:
        return ""
    if ChangeSet.objects.filter(pk=before.pk, link=before.link).exists():
        return " put back byte for byte"
    return " published anew (links kept of their first publication no longer fit)"
