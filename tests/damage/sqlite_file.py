"""The parts of a SQLite file and of the log beside it: which page is what, which byte is used.

After https://www.sqlite.org/fileformat2.html.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

HEADER = 100
FLAGS = {2: "index interior", 5: "table interior", 10: "index leaf", 13: "table leaf"}
WAL_HEADER, FRAME_HEADER = 32, 24


@dataclass(frozen=True)
class Page:
    """One page: its number from 1, where it begins in the file, its kind."""

    number: int
    start: int
    kind: str


class SQLiteFile:
    """A database file, read once."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        (size,) = struct.unpack_from(">H", content, 16)
        self.page_size = 65536 if size == 1 else int(size)
        self.count = len(content) // self.page_size

    def start(self, number: int) -> int:
        """Return where a page begins."""
        return (number - 1) * self.page_size

    def pages(self, kind: str) -> list[Page]:
        """Return the pages of a kind; “schema” are those of the list of tables."""
        return [page for page in self.all_pages if page.kind == kind]

    @cached_property
    def all_pages(self) -> list[Page]:
        """Return every page, in the order of the file."""
        free, schema = set(self._free()), self.tree(1)
        found = []
        for number in range(1, self.count + 1):
            kind = FLAGS.get(self.content[self.start(number)], "overflow")
            if number in schema:
                kind = "schema"
            elif number in free:
                kind = "free"
            found.append(Page(number, self.start(number), kind))
        return found

    def _free(self) -> Iterator[int]:
        (trunk,) = struct.unpack_from(">I", self.content, 32)
        while trunk:
            yield trunk
            start = self.start(trunk)
            following, count = struct.unpack_from(">II", self.content, start)
            yield from struct.unpack_from(f">{count}I", self.content, start + 8)
            trunk = following

    def tree(self, root: int) -> set[int]:
        """Return the pages of a table from its root, overflow pages included."""
        found = {root, *self._chains(root)}
        flag, head = self._head(root)
        if flag != 5:
            return found
        children = [struct.unpack_from(">I", self.content, cell)[0] for cell in self._cells(root)]
        for child in [*children, struct.unpack_from(">I", self.content, head + 8)[0]]:
            found |= self.tree(child)
        return found

    def _head(self, number: int) -> tuple[int, int]:
        head = self.start(number) + (HEADER if number == 1 else 0)
        return self.content[head], head

    def _cells(self, number: int) -> list[int]:
        flag, head = self._head(number)
        (count,) = struct.unpack_from(">H", self.content, head + 3)
        pointers = head + (12 if flag in (2, 5) else 8)
        cells = struct.unpack_from(f">{count}H", self.content, pointers)
        return [self.start(number) + cell for cell in cells]

    def _chains(self, number: int) -> dict[int, int]:
        """Return the overflow pages of a page's cells, each with how many bytes of it are used."""
        used: dict[int, int] = {}
        if self._head(number)[0] == 5:
            return used
        for cell in self._cells(number):
            left, following = self._overflow(cell, self._head(number)[0])
            while following and left > 0:
                here = min(left, self.page_size - 4)
                used[following] = 4 + here
                left -= here
                (following,) = struct.unpack_from(">I", self.content, self.start(following))
        return used

    def _overflow(self, cell: int, flag: int) -> tuple[int, int]:
        """Return how much of a cell lies in overflow pages, and the first of these."""
        if flag == 2:
            cell += 4
        payload, cell = self._varint(cell)
        if flag == 13:
            _rowid, cell = self._varint(cell)
        usable = self.page_size
        most = usable - 35 if flag == 13 else (usable - 12) * 64 // 255 - 23
        least = (usable - 12) * 32 // 255 - 23
        if payload <= most:
            return 0, 0
        local = least + (payload - least) % (usable - 4)
        local = local if local <= most else least
        return payload - local, struct.unpack_from(">I", self.content, cell + local)[0]

    def _varint(self, at: int) -> tuple[int, int]:
        value = 0
        for place in range(9):
            byte = self.content[at + place]
            if place == 8:
                return value << 8 | byte, at + 9
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                break
        return value, at + place + 1

    @cached_property
    def _used(self) -> dict[int, int]:
        trees = [page.number for page in self.all_pages if page.kind not in ("free", "overflow")]
        own = [n for n in trees if self._head(n)[0] in FLAGS]
        return {page: used for number in own for page, used in self._chains(number).items()}

    def region(self, page: Page, offset: int) -> str:
        """Return what a byte of a page is part of: its head, its cells or empty space."""
        flag, head = self._head(page.number)
        if page.kind == "free":
            return "space"
        if flag not in FLAGS or page.number in self._used:
            return "content" if offset < self._used.get(page.number, 0) else "space"
        if page.number == 1 and offset < HEADER:
            return "file header"
        (count,) = struct.unpack_from(">H", self.content, head + 3)
        begin = struct.unpack_from(">H", self.content, head + 5)[0] or 65536
        pointers = head + (12 if flag in (2, 5) else 8)
        at = page.start + offset
        if at < pointers + 2 * count:
            return "head"
        is_free = at < page.start + begin or any(at in gap for gap in self._gaps(page, head))
        return "space" if is_free else "cells"

    def _gaps(self, page: Page, head: int) -> Iterator[range]:
        """Yield what is free between the cells, after the four bytes that say so."""
        (gap,) = struct.unpack_from(">H", self.content, head + 1)
        while gap:
            following, size = struct.unpack_from(">HH", self.content, page.start + gap)
            yield range(page.start + gap + 4, page.start + gap + size)
            gap = following


@dataclass(frozen=True)
class Frame:
    """One frame of a write-ahead log: where it begins, its page, whether it ends a commit."""

    start: int
    page: int
    commits: bool


def frames(wal: bytes, size: int) -> list[Frame]:
    """Return the frames of a write-ahead log."""
    found = []
    for start in range(WAL_HEADER, len(wal) - FRAME_HEADER - size + 1, FRAME_HEADER + size):
        page, pages_after = struct.unpack_from(">II", wal, start)
        found.append(Frame(start, page, bool(pages_after)))
    return found


def with_right_checksums(wal: bytes, size: int) -> bytes:
    """Return a write-ahead log whose every frame has the checksum of what it holds now."""
    made = bytearray(wal)
    order = ">" if struct.unpack_from(">I", wal, 0)[0] & 1 else "<"
    sums = _checksum(bytes(made[:24]), (0, 0), order)
    struct.pack_into(">II", made, 24, *sums)
    for frame in frames(wal, size):
        content = frame.start + FRAME_HEADER
        sums = _checksum(bytes(made[frame.start : frame.start + 8]), sums, order)
        sums = _checksum(bytes(made[content : content + size]), sums, order)
        struct.pack_into(">II", made, frame.start + 16, *sums)
    return bytes(made)


def _checksum(data: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    one, other = sums
    for first, second in struct.iter_unpack(f"{order}II", data):
        one = (one + first + other) & 0xFFFFFFFF
        other = (other + second + one) & 0xFFFFFFFF
    return one, other
