"""Time publishing against plain inserts of the same rows.

    .venv/bin/python bench/publishing.py [--records 1000] [--rounds 3]

Makes two SQLite databases in a temporary folder; touches nothing else.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def own_folder() -> Path:
    """Return a new folder that the settings put both databases in."""
    for name in ("DATABASE_URL", "DESK_DATABASE_URL", "PEGASUS_ROLE"):
        os.environ.pop(name, None)
    folder = Path(tempfile.mkdtemp(prefix="pegasus-bench-"))
    os.environ.update(PEGASUS_VAR=str(folder), DJANGO_SETTINGS_MODULE="pegasus_tracker.settings")
    return folder


def synthetic(records: int, number: int) -> dict[str, list[dict[str, Any]]]:
    """Return documents of half as many parties and as many sources, linked in pairs."""
    slugs = [f"bench-{number}-{place}" for place in range(records // 2)]
    return {"parties": [party(one) for one in slugs], "sources": [source(one) for one in slugs]}


def party(slug: str) -> dict[str, Any]:
    return {
        "kind": "party",
        "slug": f"party-{slug}",
        "name": {"en": f"Newspaper {slug}", "fr": f"Journal {slug}", "ar": f"جريدة {slug}"},
        "type": "media",
        "country": "FR",
        "description": {"en": "A newspaper that exists in this measurement only."},
    }


def source(slug: str) -> dict[str, Any]:
    return {
        "kind": "source",
        "slug": f"source-{slug}",
        "title": f"Ce que l’on sait de {slug}",
        "publisher_name": f"Journal {slug}",
        "publisher": f"party-{slug}",
        "authors": ["A. Author", "B. Author"],
        "type": "news_article",
        "language": "fr",
        "url": f"https://example.org/{slug}",
        "url_seen": "seen",
        "published": "2021-07-19",
        "time_zone": "Europe/Paris",
        "note": {"en": "Made for a measurement."},
    }


def frozen(folder: Path, records: int, number: int) -> Any:
    """Put new records on the desk and return their change set, approved but not published."""
    from django.utils import timezone

    from desk.casefiles.importing import import_case, read_case
    from desk.changesets.proposing import Proposal, propose, seal
    from desk.models import Status
    from publishing.databases import at_desk
    from publishing.models import Approval
    from publishing.nouns import noun

    files = folder / f"case-{number}"
    files.mkdir()
    for name, documents in synthetic(records, number).items():
        (files / f"{name}.json").write_text(json.dumps(documents), encoding="utf-8")
    case = read_case(files)
    import_case(case)
    with at_desk():
        rows = [
            Proposal(row)
            for kind in ("party", "source")
            for row in noun(kind).model._default_manager.filter(published_version=0)
        ]
        changeset = propose(rows, "A measurement.")
        changeset.approval, changeset.status = Approval.INSTALLATION, Status.APPROVED
        changeset.approved_at, changeset.digest = timezone.now(), seal(changeset)
        changeset.save()
    return changeset


def time_publishing(folder: Path, records: int, number: int) -> float:
    """Return the seconds that publish_approved() takes, from the frozen set to its mark."""
    from desk.changesets.publication import publish_approved

    changeset = frozen(folder, records, number)
    begun = time.perf_counter()
    revisions = publish_approved(changeset)
    taken = time.perf_counter() - begun
    if len(revisions) != records:
        raise SystemExit(f"Published {len(revisions)} records, not {records}.")
    return taken


def written_rows(newest: int) -> dict[str, tuple[list[str], list[tuple[Any, ...]]]]:
    """Return the rows that the newest publications wrote, as stored: table → columns, rows."""
    from django.db import connections

    from evidence.models import Party, Source
    from publishing.models import Entry, Revision, RevisionBody

    found = {}
    with connections["default"].cursor() as cursor:
        for model in (Party, Source, Revision, RevisionBody, Entry):
            table, key = model._meta.db_table, model._meta.pk.column
            columns = [str(field.column) for field in model._meta.concrete_fields]
            cursor.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE {key} > {newest}")
            found[table] = (columns, cursor.fetchall())
    return found


def time_inserts(tables: dict[str, tuple[list[str], list[tuple[Any, ...]]]]) -> float:
    """Return the seconds of one transaction that inserts rows again, 200 in a statement.

    Into copies of the tables with the same constraints and indexes, in the same database.
    """
    from django.db import connections, transaction

    from publishing.databases import open_door

    with open_door():
        for table in tables:
            copy_table(connections["default"], table)
        begun = time.perf_counter()
        with transaction.atomic(using="default"), connections["default"].cursor() as cursor:
            for table, (columns, rows) in tables.items():
                insert(cursor, f"{table}_copy", columns, rows)
        return time.perf_counter() - begun


def copy_table(connection: Any, table: str) -> None:
    """Make an empty table like this one, its constraints and indexes included."""
    made = "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND type IN ('table', 'index')"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {table}_copy")
        cursor.execute(f"{made} AND sql IS NOT NULL ORDER BY type DESC", [table])
        for (statement,) in cursor.fetchall():
            copied = statement.replace(f'"{table}"', f'"{table}_copy"')
            cursor.execute(re.sub(r'INDEX "(\w+)"', r'INDEX "\1_copy"', copied))


def insert(cursor: Any, table: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    marks = f"({', '.join(['%s'] * len(columns))})"
    for start in range(0, len(rows), 200):
        some = rows[start : start + 200]
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([marks] * len(some))}",
            [value for row in some for value in row],
        )


def main() -> None:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--records", type=int, default=1000, help="Records in a change set.")
    parser.add_argument("--rounds", type=int, default=3, help="Rounds; the median counts.")
    options = parser.parse_args()
    folder = own_folder()
    try:
        measure(folder, options.records - options.records % 2, options.rounds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(folder: Path, records: int, rounds: int) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    publishing = [time_publishing(folder, records, number) for number in range(rounds)]
    everything = written_rows(newest=records * (rounds - 1))
    own = {table: rows for table, rows in everything.items() if table.startswith("evidence_")}
    ours = statistics.median(publishing)
    print(f"{records} records, half parties and half sources; SQLite; median of {rounds} rounds")
    print(f"  publish_approved()              {ours:6.3f} s  {records / ours:8,.0f} records/s")
    for what, tables in (("all rows that it wrote", everything), ("rows of the records", own)):
        plain = statistics.median(time_inserts(tables) for _round in range(rounds))
        share = f"publishing has {plain / ours:.2f} of this rate"
        print(f"  inserting {what:<22}{plain:6.3f} s  {records / plain:8,.0f} records/s; {share}")


if __name__ == "__main__":
    main()
