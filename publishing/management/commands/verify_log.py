"""``verify_log``: recompute every hash and link, and compare the record with the log."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from publishing.databases import in_record, one_moment
from publishing.models import Head
from publishing.proving.verifying import breaks


class Command(BaseCommand):
    help = (
        "Recomputes every hash and link of the log and compares the record with it. Names the"
        " first break and exits with 1; exits with 0 if there is none."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="List every break, not only the first."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with in_record(), one_moment():
            found = False
            for one in breaks():
                found = True
                self.stderr.write(self.style.ERROR(f"Broken: {one}"))
                if not options["all"]:
                    break
            if found:
                sys.exit(1)
            head = Head.objects.get(pk=1)
        words = f"The log is whole: {head.seq} lines, newest link {head.link}"
        self.stdout.write(self.style.SUCCESS(words))
