"""Damaging the files of a SQLite record: a byte, a page, a row at a time."""

import logging
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from django.db import connections

from publishing.databases import RECORD, in_record
from publishing.proving.chain import last_line
from tests.damage.rows import ROW_DAMAGES, damaged
from tests.damage.site import Told, addresses, build, end, go_on, told
from tests.damage.sqlite_file import (
    FRAME_HEADER,
    HEADER,
    Frame,
    Page,
    SQLiteFile,
    frames,
    with_right_checksums,
)
from tests.damage.trial import Trial, as_rows, outcome

# Small pages give a small record trees of several floors.
PAGE_SIZE = 512
# Most of a page is empty; a byte there is changed only so often.
SPACE = 0.02


@dataclass(frozen=True)
class Files:
    """A record as it is on the disk: its file and the write-ahead log beside it."""

    main: bytes
    wal: bytes = b""


@dataclass(frozen=True)
class Sound:
    """The record before any damage: its files, what it tells, the link that was kept."""

    files: Files
    told: Told
    kept: str


# Returns the damaged files and the place of the damage.
Damage = Callable[[random.Random, Files], tuple[Files, str]]


def trials(seed: int) -> list[list[Any]]:
    """Damage the small record again and again; runs in a separate process."""
    # Hundreds of pages are requested that do not exist or cannot be made.
    logging.disable()
    chance = random.Random(seed)
    whole, with_wal = _prepared()
    made = [
        _of_files(kind, damage, whole if damage in ON_MAIN else with_wal, chance)
        for kind, (damage, times) in FILE_DAMAGES.items()
        for _time in range(times)
    ]
    _put(whole.files)
    made += [
        _of_rows(kind, whole, chance)
        for kind, (_damage, times) in ROW_DAMAGES.items()
        for _time in range(times)
    ]
    return as_rows(made)


def _of_files(kind: str, damage: Damage, sound: Sound, chance: random.Random) -> Trial:
    files, place = damage(chance, sound.files)
    _put(files)
    with in_record():
        return Trial(kind, place, *outcome(sound.told, sound.kept))


def _of_rows(kind: str, sound: Sound, chance: random.Random) -> Trial:
    with in_record(), damaged(ROW_DAMAGES[kind][0], chance) as place:
        return Trial(kind, place, *outcome(sound.told, sound.kept))


def _prepared() -> tuple[Sound, Sound]:
    """Publish the small record; return it as one file, and later with a log beside it."""
    home = Path(tempfile.mkdtemp(dir=_file().parent)) / "record.sqlite3"
    shutil.copy(_file(), home)
    connections[RECORD].settings_dict["NAME"] = str(home)
    seeded = random.Random(1)
    # The ids of parts and sets, so that the same pages come out each time.
    with mock.patch("os.urandom", seeded.randbytes):
        build()
        _give_small_pages()
        go_on()
        whole = _sound()
        with connections[RECORD].cursor() as cursor:
            cursor.execute("PRAGMA wal_autocheckpoint = 0")
        end()
        return whole, _sound(still_open=True)


def _file() -> Path:
    return Path(connections[RECORD].settings_dict["NAME"])


def _wal() -> Path:
    return _file().with_name(_file().name + "-wal")


def _give_small_pages() -> None:
    connections[RECORD].close()
    database = sqlite3.connect(_file(), isolation_level=None)
    for statement in ("PRAGMA journal_mode = DELETE", f"PRAGMA page_size = {PAGE_SIZE}", "VACUUM"):
        database.execute(statement)
    database.close()


def _sound(*, still_open: bool = False) -> Sound:
    """Return the record as it is; closing it brings the log beside into the file."""
    if not still_open:
        connections[RECORD].close()
    files = Files(_file().read_bytes(), _wal().read_bytes() if still_open else b"")
    with in_record():
        return Sound(files, told(addresses()), ":".join(map(str, last_line())))


def _put(files: Files) -> None:
    """Let the record be these files, in a folder that no connection has known."""
    connections[RECORD].close()
    folder = Path(tempfile.mkdtemp(dir=_file().parents[1]))
    shutil.rmtree(_file().parent)
    connections[RECORD].settings_dict["NAME"] = str(folder / "record.sqlite3")
    _file().write_bytes(files.main)
    if files.wal:
        _wal().write_bytes(files.wal)


def _with_byte(content: bytes, at: int, chance: random.Random) -> bytes:
    other = (content[at] + chance.randrange(1, 256)) % 256
    return content[:at] + bytes([other]) + content[at + 1 :]


def byte_of(kind: str) -> Damage:
    """Return a damage that changes one byte in a page of this kind."""

    def damage(chance: random.Random, files: Files) -> tuple[Files, str]:
        file = SQLiteFile(files.main)
        page = chance.choice(file.pages(kind))
        offset, region = _byte_in(file, page, chance)
        main = _with_byte(files.main, page.start + offset, chance)
        return Files(main), f"page {page.number}, byte {offset}, {region}"

    return damage


def _byte_in(file: SQLiteFile, page: Page, chance: random.Random) -> tuple[int, str]:
    """Choose a byte of a page, rarely an empty one; say what it is part of."""
    while True:
        offset = chance.randrange(PAGE_SIZE)
        region = file.region(page, offset)
        if region != "space" or chance.random() < SPACE:
            return offset, _unread(file).get(page.number, region)


def _unread(file: SQLiteFile) -> dict[int, str]:
    """Return the pages of the tables that nothing reads that answers a reader."""
    schema = sqlite3.connect(":memory:")
    schema.deserialize(_without_wal(file.content))
    tables = dict(schema.execute("SELECT name, rootpage FROM sqlite_master WHERE type = 'table'"))
    schema.close()
    names = {"django_migrations": "migrations", "sqlite_sequence": "counters"}
    return {page: word for name, word in names.items() for page in file.tree(tables[name])}


def _without_wal(content: bytes) -> bytes:
    """Return a database whose header says that it has no log beside it."""
    return content[:18] + bytes([1, 1]) + content[20:]


def byte_of_header(chance: random.Random, files: Files) -> tuple[Files, str]:
    """Change one byte of the file's first hundred."""
    offset = chance.randrange(HEADER)
    return Files(_with_byte(files.main, offset, chance)), f"byte {offset}, file header"


def swap_pages(chance: random.Random, files: Files) -> tuple[Files, str]:
    """Let two pages change places."""
    one, other = chance.sample(range(1, len(files.main) // PAGE_SIZE), 2)
    main = bytearray(files.main)
    for at, taken in ((one, other), (other, one)):
        content = files.main[taken * PAGE_SIZE : (taken + 1) * PAGE_SIZE]
        main[at * PAGE_SIZE : (at + 1) * PAGE_SIZE] = content
    return Files(bytes(main)), f"pages {one + 1} and {other + 1}"


def empty_a_page(chance: random.Random, files: Files) -> tuple[Files, str]:
    """Fill a page with zeros."""
    number = chance.randrange(len(files.main) // PAGE_SIZE)
    main = bytearray(files.main)
    main[number * PAGE_SIZE : (number + 1) * PAGE_SIZE] = bytes(PAGE_SIZE)
    return Files(bytes(main)), f"page {number + 1}"


def cut_file(chance: random.Random, files: Files) -> tuple[Files, str]:
    """Lose the end of the file."""
    size = chance.randrange(len(files.main))
    return Files(files.main[:size]), f"cut to {size} bytes"


def byte_of_frame(chance: random.Random, files: Files) -> tuple[Files, str]:
    """Change one byte of a frame and all checksums from there on, as a program would."""
    all_frames = frames(files.wal, PAGE_SIZE)
    frame = chance.choice(all_frames)
    offset, region = chance.randrange(PAGE_SIZE), "replaced"
    if not any(one.page == frame.page and one.start > frame.start for one in all_frames):
        file = SQLiteFile(_with_frames(files, all_frames))
        page = file.all_pages[frame.page - 1]
        offset, region = _byte_in(file, page, chance)
    wal = _with_byte(files.wal, frame.start + FRAME_HEADER + offset, chance)
    place = f"frame at {frame.start} of page {frame.page}, byte {offset}, {region}"
    return Files(files.main, with_right_checksums(wal, PAGE_SIZE)), place


def _with_frames(files: Files, some: list[Frame]) -> bytes:
    """Return the database as it is with some frames of the log beside it."""
    content = bytearray(files.main)
    for frame in some:
        start, at = frame.start + FRAME_HEADER, (frame.page - 1) * PAGE_SIZE
        content.extend(bytes(max(0, at + PAGE_SIZE - len(content))))
        content[at : at + PAGE_SIZE] = files.wal[start : start + PAGE_SIZE]
    return bytes(content)


def bit_of_wal(chance: random.Random, files: Files) -> tuple[Files, str]:
    """Change one byte of the write-ahead log and nothing else: SQLite reads no further than
    that."""
    offset = chance.randrange(len(files.wal))
    return Files(files.main, _with_byte(files.wal, offset, chance)), f"byte {offset}"


def cut_wal(chance: random.Random, files: Files) -> tuple[Files, str]:
    """Lose the end of the write-ahead log."""
    size = chance.randrange(len(files.wal))
    return Files(files.main, files.wal[:size]), f"cut to {size} bytes"


ON_WAL: dict[str, tuple[Damage, int]] = {
    "a byte in the WAL, checksums made right": (byte_of_frame, 25),
    "a byte in the WAL": (bit_of_wal, 12),
    "the WAL cut short": (cut_wal, 6),
}
FILE_DAMAGES: dict[str, tuple[Damage, int]] = {
    "a byte of a table's leaf": (byte_of("table leaf"), 45),
    "a byte of a table's inner page": (byte_of("table interior"), 20),
    "a byte of an index's leaf": (byte_of("index leaf"), 55),
    "a byte of an index's inner page": (byte_of("index interior"), 20),
    "a byte of an overflow page": (byte_of("overflow"), 25),
    "a byte of the schema": (byte_of("schema"), 15),
    "a byte of a free page": (byte_of("free"), 6),
    "a byte of the file's header": (byte_of_header, 15),
    "two pages swapped": (swap_pages, 6),
    "a page emptied": (empty_a_page, 6),
    "the file cut short": (cut_file, 4),
    **ON_WAL,
}
ON_MAIN = [damage for kind, (damage, _times) in FILE_DAMAGES.items() if kind not in ON_WAL]
