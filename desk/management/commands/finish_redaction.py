"""``finish_redaction``: clean the databases after a redaction, and prove that nothing is left."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from desk.models import Redaction
from desk.redactions.finishing import finish


class Command(BaseCommand):
    help = (
        "Cleans both databases after each redaction that is published and not finished, searches"
        " them and the public pages for the words, and says what is left. Safe to run at any time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        waiting = list(Redaction.objects.unfinished().order_by("pk"))
        for redaction in waiting:
            self.stdout.write(f"{redaction.changeset_id}: {redaction}")
            for step in finish(redaction):
                style = self.style.SUCCESS if step.is_done else self.style.ERROR
                self.stdout.write(f"  {style(step.label)}: {step.words}")
        left = Redaction.objects.unfinished().count()
        if left:
            raise CommandError(f"{left} redactions are not finished: see above what is left to do.")
        self.stdout.write(f"{len(waiting)} redactions finished; none is left.")
