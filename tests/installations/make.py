"""Make a small installation with the code of the checkout it runs in, and write it down.

    cd CHECKOUT && .venv/bin/python PATH/TO/make.py RELEASE FILE.json

It runs on the code of any release, so it and story.py import the builders of that
checkout and what has kept its place since the first release. See README.md.
"""

import datetime
import json
import os
import random
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest import mock

SEED = 15451
LEFT_OUT = {"django_session"}
MOMENT = datetime.datetime


def main(release: str, file: Path) -> None:
    """Make the installation in a folder that goes away, and write it to *file*."""
    with tempfile.TemporaryDirectory() as folder, repeatable():
        set_up(Path(folder))
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        backup = told()
        written = {
            "release": release,
            "commit": commit(),
            "migrations": newest_migrations(),
            "tables": {
                "default": tables_of("default"),
                "backup": backup,
                "desk": tables_of("desk"),
            },
        }
    file.write_text(as_lines(written), encoding="utf-8")
    print(f"Wrote {file}")


class _Sameness(type):
    """Let the moments that were made before the clock was set count as moments."""

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, MOMENT)


class Clock(MOMENT, metaclass=_Sameness):
    """A clock that goes on by a second whenever somebody looks at it."""

    at = MOMENT(2026, 3, 2, 9, 0, 0, 123456, tzinfo=datetime.UTC)

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        cls.at += datetime.timedelta(seconds=1)
        return cls.at.astimezone(tz)


def commit() -> str:
    """Return the commit that is checked out here; nothing where git knows of none."""
    asked = ["git", "rev-parse", "HEAD"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()


@contextmanager
def repeatable() -> Iterator[None]:
    """Let moments, ids and salts come out the same each time. Call it before Django is there."""
    chance = random.Random(SEED)
    with (
        mock.patch.object(datetime, "datetime", Clock),
        mock.patch.object(os, "urandom", chance.randbytes),
        mock.patch.object(random, "_urandom", chance.randbytes),
    ):
        yield


def set_up(folder: Path) -> None:
    """Set Django up on two SQLite files in the folder, with the code of this checkout."""
    for name in ("DATABASE_URL", "DESK_DATABASE_URL", "PEGASUS_ROLE"):
        os.environ.pop(name, None)
    os.environ["PEGASUS_VAR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    sys.path.insert(0, os.getcwd())
    import_module("django").setup()


def told() -> dict[str, Any]:
    """Let the story happen, a chapter a day; return the record's tables as backed up in it."""
    story = import_module("story")
    backup: dict[str, Any] = {}
    for chapter in story.CHAPTERS:
        chapter()
        Clock.at += datetime.timedelta(days=1)
        if chapter is story.BACKED_UP_AFTER:
            backup = tables_of("default")
    return backup


def newest_migrations() -> dict[str, str]:
    """Return the newest migration of each app."""
    from django.db.migrations.loader import MigrationLoader

    return dict(sorted(MigrationLoader(None).graph.leaf_nodes()))


def tables_of(alias: str) -> dict[str, Any]:
    """Return the columns and rows of each table that holds any."""
    from django.apps import apps
    from django.db import connections

    present = set(connections[alias].introspection.table_names()) - LEFT_OUT
    models: list[Any] = apps.get_models(include_auto_created=True)
    tables = {}
    for model in sorted(models, key=lambda one: one._meta.db_table):
        fields = model._meta.concrete_fields
        names = [field.attname for field in fields]
        rows = model._base_manager.using(alias).order_by("pk").values_list(*names)
        if model._meta.db_table in present and rows.exists():
            tables[model._meta.db_table] = {
                "columns": [field.column for field in fields],
                "rows": [list(map(plain, names, row)) for row in rows],
            }
    return tables


def plain(name: str, value: Any) -> Any:
    """Return a value of a column as JSON has it; a password as one that nobody knows."""
    if name == "password":
        return "!"
    if isinstance(value, MOMENT):
        return value.astimezone(datetime.UTC).isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def as_lines(written: dict[str, Any]) -> str:
    """Return JSON with one row of a table on each line, so that differences can be read."""
    tables = ",\n".join(_place(*item) for item in written["tables"].items())
    before = {name: value for name, value in written.items() if name != "tables"}
    head = json.dumps(before, ensure_ascii=False, indent=1).removesuffix("\n}")
    return f'{head},\n "tables": {{\n{tables}\n }}\n}}\n'


def _place(name: str, tables: dict[str, Any]) -> str:
    inside = ",\n".join(_table(*item) for item in tables.items())
    return f"  {json.dumps(name)}: {{\n{inside}\n  }}"


def _table(name: str, table: dict[str, Any]) -> str:
    columns = json.dumps(table["columns"])
    rows = ",\n".join("     " + json.dumps(row, ensure_ascii=False) for row in table["rows"])
    return f'   {json.dumps(name)}: {{\n    "columns": {columns},\n    "rows": [\n{rows}\n    ]}}'


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]).resolve())
