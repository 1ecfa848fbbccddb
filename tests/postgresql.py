"""The PostgreSQL server of the tests: databases that carry the name of their run.

Whatever a run makes on the server is dropped at its end by that name, even if the process that made
it was stopped.
"""

import os
import uuid
from contextlib import suppress
from hashlib import sha256
from typing import Any

import psycopg2  # type: ignore[import-untyped]
from django.db import connections

from tests.fingerprint import ROOT

PLACES = {"DATABASE_URL": "record", "DESK_DATABASE_URL": "desk"}
# The processes of a run (xdist) have these from the one that starts them.
RUN, KEEP = "PEGASUS_TEST_RUN", "PEGASUS_TEST_KEEP"

Urls = dict[str, str]


def on_postgresql() -> bool:
    """Tell whether this run is on PostgreSQL."""
    return connections["default"].vendor == "postgresql"


def name_this_run(*, keep: bool) -> None:
    """Give the databases of this run their own name; keep what is made once, or not."""
    os.environ[RUN] = uuid.uuid4().hex[:12]
    os.environ[KEEP] = "yes" if keep else ""


def of_this_run() -> str:
    """Return what the names of this run's databases begin with."""
    return f"pegasus_run_{os.environ[RUN]}_"


def made_once() -> str:
    """Return what the names of databases that are made once and copied begin with."""
    checkout = sha256(bytes(ROOT)).hexdigest()[:12]
    return f"pegasus_kept_{checkout}_" if os.environ[KEEP] else of_this_run()


def server_url(database: str) -> str:
    """Return the URL of another database on the PostgreSQL server of the tests."""
    given = os.environ["DATABASE_URL"]
    base, _mark, options = given.partition("?")
    return f"{base.rpartition('/')[0]}/{database}" + (f"?{options}" if options else "")


def name_in(url: str) -> str:
    """Return the name of the database in a URL."""
    return url.partition("?")[0].rpartition("/")[2]


def on_server(*statements: str, database: str = "postgres") -> list[tuple[Any, ...]]:
    """Run statements outside any transaction; return the rows that the last one yields."""
    settings = connections["default"].settings_dict
    connection = psycopg2.connect(
        dbname=database,
        user=settings["USER"],
        password=settings["PASSWORD"],
        host=settings["HOST"],
        port=settings["PORT"] or None,
    )
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def names_beginning(with_: str) -> list[str]:
    """Return the names of the server's databases that begin like this."""
    words = f"SELECT datname FROM pg_database WHERE starts_with(datname, '{with_}')"
    return [name for [name] in on_server(words)]


def pair(stem: str) -> Urls:
    """Return the URLs of a record and a desk whose names begin with the stem."""
    return {variable: server_url(f"{stem}_{place}") for variable, place in PLACES.items()}


def create_pair(stem: str, templates: Urls | None = None) -> Urls:
    """Create a record and a desk, empty or as copies; nobody may be connected to a template."""
    made = pair(stem)
    for variable, url in made.items():
        template = f" TEMPLATE {name_in(templates[variable])}" if templates else ""
        on_server(f"CREATE DATABASE {name_in(url)}{template}")
    return made


def copy_of(templates: Urls) -> Urls:
    """Return a copy of a record and a desk, which goes away with this run."""
    return create_pair(f"{of_this_run()}copy_{uuid.uuid4().hex[:12]}", templates)


def new_pair() -> Urls:
    """Return an empty record and an empty desk, which go away with this run."""
    return create_pair(f"{of_this_run()}new_{uuid.uuid4().hex[:12]}")


def drop(*names: str) -> None:
    """Drop databases, whoever may be connected to them."""
    on_server(*[f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in names])


def drop_what_this_run_made() -> None:
    """Drop every database that carries the name of this run."""
    # Nothing was made on a server that does not answer.
    with suppress(psycopg2.OperationalError):
        drop(*names_beginning(of_this_run()))
