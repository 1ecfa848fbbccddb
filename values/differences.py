"""What changed between two versions of a document, field by field and word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

Kind = Literal["same", "added", "removed"]
WORDS = re.compile(r"\s+|\w+|[^\w\s]")
LONGEST_COMPARED = 20_000


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed, came or went."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Leaf:
    """One text in a document: how it is told apart, how its place is written, and the text."""

    key: str
    label: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One field that differs, with its place in the document, such as “answers / 2 / note / en”."""

    field: str
    pieces: list[Piece]


def differences(older: Any, newer: Any) -> list[Difference]:
    """Return the fields in which two documents differ, in the order of the newer one."""
    before = {leaf.key: leaf for leaf in _leaves(older)}
    after = {leaf.key: leaf for leaf in _leaves(newer)}
    nothing = Leaf("", "", "")
    return [
        Difference(leaf.label, pieces(before.get(key, nothing).text, after.get(key, nothing).text))
        for key, leaf in {**before, **after}.items()
        if before.get(key, nothing).text != after.get(key, nothing).text
    ]


def pieces(before: str, after: str) -> list[Piece]:
    """Return what was removed and added between two texts, word by word."""
    if not before or not after or len(before) + len(after) > LONGEST_COMPARED:
        whole: list[Piece] = [Piece("removed", before), Piece("added", after)]
        return [piece for piece in whole if piece.text]
    return list(_compared(WORDS.findall(before), WORDS.findall(after)))


def _compared(before: list[str], after: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(before[start:end]))
            continue
        if end > start:
            yield Piece("removed", "".join(before[start:end]))
        if new_end > new_start:
            yield Piece("added", "".join(after[new_start:new_end]))


def _leaves(value: Any, key: str = "", label: str = "") -> Iterator[Leaf]:
    """Walk a document; a part is known by its id and called by its number."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name != "id":
                yield from _leaves(item, f"{key}/{name}", f"{label} / {name}" if label else name)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for number, part in enumerate(value, start=1):
            yield from _leaves(part, f"{key}/{part.get('id', number)}", f"{label} / {number}")
    elif isinstance(value, list):
        yield Leaf(key, label, ", ".join(str(item) for item in value))
    elif value is not None:
        yield Leaf(key, label, str(value))
