"""``verify_log``: recompute every hash and link, and compare the record with the log."""

import sys
from collections import Counter
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connections
from tqdm import tqdm

from publishing.databases import RECORD, in_record
from publishing.proving.breaks import Break, Notice, described
from publishing.proving.chain import last_line
from publishing.proving.kept import InvalidKeptLink, KeptLink, kept_link_breaks, kept_links
from publishing.proving.progress import watched_by
from publishing.proving.verifying import Check, checks, findings

BROKEN, NOT_CHECKED = 1, 2


class Command(BaseCommand):
    help = (
        "Recomputes every hash and link of the log, compares the record with it, and looks every"
        " record up as readers do. Exits with 0 if everything is whole, with 1 and the first break"
        " if anything is broken, with 2 if it could not be checked."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all",
            action="store_true",
            help="List every break, grouped and counted, not only the first.",
        )
        parser.add_argument(
            "--against",
            action="append",
            default=[],
            metavar="SEQ:LINK",
            help=(
                "Also expect a line and link that were kept elsewhere, or all those in a file"
                " with one on each line. May be given more than once. Only a kept link shows that"
                " the end of the log was lost."
            ),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        kept = _kept(options["against"])
        _refuse_a_missing_file()
        with _Bar(hidden=options["verbosity"] == 0) as bar, watched_by(bar), in_record():
            try:
                found = self._look(kept, bar, every=options["all"])
            except OperationalError as error:
                raise CommandError(
                    f"The record could not be opened, so nothing was checked: {described(error)}."
                    " DATABASE_URL says where it is.",
                    returncode=NOT_CHECKED,
                ) from error
            # Not only the database's errors: a damaged file may also hold what is not text.
            except Exception as error:
                self._say(Break("database", f"cannot be read: {described(error)}"))
                sys.exit(BROKEN)
            if found:
                self._count(found, every=options["all"])
                sys.exit(BROKEN)
            seq, link = last_line()
        words = f"The log is whole: {seq} lines. It ends with {seq}:{link}"
        self.stdout.write(self.style.SUCCESS(words))
        if kept:
            self.stdout.write(f"It holds the kept links, {len(kept)} of {len(kept)}.")

    def _look(self, kept: list[KeptLink], bar: "_Bar", *, every: bool) -> Counter[str]:
        """Say what is found; return the number of breaks by group."""
        found: Counter[str] = Counter()
        made = checks()
        if kept:
            made.insert(0, Check("kept links", partial(kept_link_breaks, kept)))
        for group, one in findings(made):
            bar.clear()
            if isinstance(one, Notice):
                self.stdout.write(self.style.WARNING(f"Note: {one}"))
                continue
            if every and group not in found:
                self.stderr.write(f"In the {group}:")
            found[group] += 1
            self._say(one)
            if not every:
                break
        return found

    def _say(self, one: Break) -> None:
        self.stderr.write(self.style.ERROR(f"Broken: {one}"))

    def _count(self, found: Counter[str], *, every: bool) -> None:
        if every:
            groups = ", ".join(f"{number} in the {group}" for group, number in found.items())
            self.stderr.write(f"{found.total()} breaks: {groups}.")
        else:
            self.stderr.write("That is the first break; --all lists them all.")
        # A damaged log may not even say where it ends.
        with suppress(Exception):
            seq, link = last_line()
            self.stdout.write(f"The log ends with {seq}:{link}")


def _refuse_a_missing_file() -> None:
    """Opening would make a new, empty database where SQLite finds none."""
    name = str(connections[RECORD].settings_dict["NAME"])
    if connections[RECORD].vendor != "sqlite" or name.startswith("file:") or Path(name).exists():
        return
    raise CommandError(
        f"There is no record at {name}, so nothing was checked. DATABASE_URL and PEGASUS_VAR say"
        " where it is; script/serve makes one.",
        returncode=NOT_CHECKED,
    )


def _kept(given: list[str]) -> list[KeptLink]:
    try:
        return [one for each in given for one in kept_links(each)]
    except InvalidKeptLink as error:
        raise CommandError(str(error), returncode=NOT_CHECKED) from error


class _Bar:
    """Shows on a terminal which check is made and how many rows it has read."""

    def __init__(self, *, hidden: bool) -> None:
        # None: hidden if this is not a terminal.
        self._bar = tqdm(unit=" rows", leave=False, disable=True if hidden else None)

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, *error: object) -> None:
        self._bar.close()

    def begun(self, group: str) -> None:
        self._bar.set_description(f"Checking the {group}")

    def read(self, rows: int) -> None:
        self._bar.update(rows)

    def clear(self) -> None:
        """Make room for a line of words."""
        self._bar.clear()
