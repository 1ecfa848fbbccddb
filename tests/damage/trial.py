"""One trial: a record was damaged; does verification name it, and are readers told otherwise?"""

import io
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.management import CommandError, call_command

from tests.damage.site import Told, told

NAMED, BY_KEPT_LINK, PASSED, UNDETECTED = "named", "only by a kept link", "passed", "UNDETECTED"


@dataclass(frozen=True)
class Trial:
    """What became of one damage: its kind, its place, the outcome and the words for it."""

    kind: str
    place: str
    outcome: str
    words: str


def outcome(before: Told, kept: str) -> tuple[str, str]:
    """Return what verification says of the record as it is now, or what it misses."""
    code, words = verified()
    if code:
        return NAMED, words
    after = told(list(before))
    if after == before:
        return PASSED, ""
    code, words = verified("--against", kept)
    if code:
        return BY_KEPT_LINK, words
    other = [address for address in before if before[address] != after[address]]
    return UNDETECTED, f"other answers at {', '.join(other[:5])}"


def verified(*options: str) -> tuple[int, str]:
    """Return the exit code of verify_log and its first words; any other error is its fault."""
    said, failed = io.StringIO(), io.StringIO()
    try:
        call_command("verify_log", *options, stdout=said, stderr=failed, verbosity=0)
    except SystemExit as end:
        return int(end.code or 0), failed.getvalue().strip()
    except CommandError as error:
        return error.returncode, str(error)
    return 0, said.getvalue()


def table(engine: str, seed: int, trials: list[Trial]) -> str:
    """Return the trials counted by kind and outcome, as a table of text."""
    outcomes = [NAMED, BY_KEPT_LINK, PASSED, UNDETECTED]
    counts = Counter((trial.kind, trial.outcome) for trial in trials)
    kinds = list(dict.fromkeys(trial.kind for trial in trials))
    wide = max(len(kind) for kind in kinds)
    lines = [f"{engine}, seed {seed}", f"{'':{wide}}  " + "  ".join(outcomes)]
    for kind in [*kinds, "all"]:
        row = [
            sum(n for (k, o), n in counts.items() if o == each and kind in (k, "all"))
            for each in outcomes
        ]
        cells = "  ".join(f"{n:{len(each)}}" for n, each in zip(row, outcomes, strict=True))
        lines.append(f"{kind:{wide}}  {cells}")
    return "\n".join(lines)


# What damage may touch without changing what anyone is told, by how its place is described.
HARMLESS = {
    "space": "empty space in a page",
    "free page": "a page that is free",
    "of the schema": "a letter of the schema on which no answer depends (in a CHECK)",
    "file header": "a field of the file's header that nothing reads",
    "replaced": "a page that a later commit in the WAL replaces",
    "migrations": "Django's list of migrations",
    "counters": "SQLite's list of row counters",
    "id of a link": "the id of a row in a link table",
    "space in JSON": "white space in JSON",
    "an index's page": "a byte of an index page that nothing reads (a header, a length, padding)",
}


def harmless(trial: Trial) -> str:
    """Return why damage may pass without a word, as the docs say it; empty if it may not."""
    description = f"{trial.kind}, {trial.place}"
    return next((why for word, why in HARMLESS.items() if word in description), "")


def as_rows(trials: list[Trial]) -> list[list[Any]]:
    return [[trial.kind, trial.place, trial.outcome, trial.words[:300]] for trial in trials]
