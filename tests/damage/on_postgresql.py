"""Damaging a PostgreSQL record: its rows by SQL, and pages of its indexes while it is stopped."""

import logging
import random
import struct
import time
from pathlib import Path
from typing import Any

from django.db import OperationalError, connections

from publishing.databases import RECORD, in_record
from publishing.proving.chain import last_line
from tests.damage.rows import ROW_DAMAGES, damaged
from tests.damage.site import Told, addresses, build, end, go_on, told
from tests.damage.trial import Trial, as_rows, outcome
from tests.postgres_server import Server

PAGE_SIZE = 8192
# In seconds.
RECOVERY = 60
# A damaged index may lead in a circle; a small table would be read without its indexes.
READING = "-c statement_timeout=20s -c enable_seqscan=off -c enable_bitmapscan=off"
PAGE_KIND = "a byte of an index's page"
INDEXES = """
    SELECT relname, pg_relation_filepath(oid) FROM pg_class
    WHERE relkind = 'i' AND relnamespace = 'public'::regnamespace AND relpages > 1
    ORDER BY relname"""


def trials_of_rows(seed: int) -> dict[str, Any]:
    """Publish the small record and damage its rows; runs in a separate process."""
    logging.disable()
    build()
    go_on()
    end()
    chance = random.Random(seed)
    with in_record():
        before, kept = told(addresses()), ":".join(map(str, last_line()))
        made = [
            _of_rows(kind, before, kept, chance)
            for kind, (_damage, times) in ROW_DAMAGES.items()
            for _time in range(times)
        ]
    return {"trials": as_rows(made), "told": before, "kept": kept}


def _of_rows(kind: str, before: Told, kept: str, chance: random.Random) -> Trial:
    with damaged(ROW_DAMAGES[kind][0], chance) as place:
        return Trial(kind, place, *outcome(before, kept))


def damage_pages(server: Server, database: str, count: int, seed: int) -> list[tuple[str, str]]:
    """Change one byte in a page of an index, in as many copies of a record, in one stop.

    Returns each copy with the place of the byte.
    """
    chance = random.Random(seed)
    copies = [f"{database}_{number}" for number in range(count)]
    for copy in copies:
        server.ask("postgres", f"CREATE DATABASE {copy} TEMPLATE {database}")
    chosen = [(copy, chance.choice(server.ask(copy, "ANALYZE", INDEXES))) for copy in copies]
    server.stop()
    made = [
        (copy, f"{name}, {_change_a_byte(server.data / str(path), chance)}")
        for copy, (name, path) in chosen
    ]
    server.start()
    return made


def _change_a_byte(file: Path, chance: random.Random) -> str:
    """Change a byte that is not in the empty middle of a page."""
    content = bytearray(file.read_bytes())
    page = chance.randrange(len(content) // PAGE_SIZE)
    lower, upper = struct.unpack_from("<HH", content, page * PAGE_SIZE + 12)
    offset = chance.choice([*range(lower), *range(upper, PAGE_SIZE)])
    at = page * PAGE_SIZE + offset
    content[at] = (content[at] + chance.randrange(1, 256)) % 256
    file.write_bytes(content)
    return f"page {page}, byte {offset}"


def trials_of_pages(damages: list[tuple[str, str]], before: Told, kept: str) -> list[list[Any]]:
    """Look at each damaged copy; runs in a separate process."""
    logging.disable()
    return as_rows([_of_page(*one, before, kept) for one in damages])


def _of_page(database: str, place: str, before: Told, kept: str) -> Trial:
    connections[RECORD].close()
    connections[RECORD].settings_dict["NAME"] = database
    connections[RECORD].settings_dict["OPTIONS"] = {"options": READING}
    _wait_for_the_server()
    with in_record():
        return Trial(PAGE_KIND, place, *outcome(before, kept))


def _wait_for_the_server() -> None:
    """Wait while the server recovers from a page that brought one of its processes down."""
    for _attempt in range(RECOVERY):
        try:
            connections[RECORD].ensure_connection()
        except OperationalError:
            time.sleep(1)
        else:
            return
    raise AssertionError("the server did not come back")
