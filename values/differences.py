"""What changed between two versions of a document, field by field and word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from values.edits import Budget, edits
from values.gaps import MARK

Kind = Literal["same", "added", "removed"]
# The mark for removed words counts as one word, or its parts would match words of the text.
WORDS = re.compile(rf"{re.escape(MARK)}|\s+|\w+|[^\w\s]")


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
    """Return the fields in which two documents differ, in the order of the newer one.

    However much changed, comparing words takes a bounded number of steps for all fields together;
    what is left then is shown whole.
    """
    before = {leaf.key: leaf for leaf in _leaves(older)}
    after = {leaf.key: leaf for leaf in _leaves(newer)}
    nothing, budget = Leaf("", "", ""), Budget()
    found = []
    for key, leaf in {**before, **after}.items():
        texts = before.get(key, nothing).text, after.get(key, nothing).text
        if texts[0] != texts[1]:
            found.append(Difference(leaf.label, pieces(*texts, budget)))
    return found


def pieces(before: str, after: str, budget: Budget | None = None) -> list[Piece]:
    """Return what was removed and added between two texts, word by word."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    found: list[Piece] = []
    for edit in edits(old, new, budget or Budget()):
        if edit.same:
            found.append(Piece("same", "".join(old[edit.start : edit.end])))
            continue
        removed, added = old[edit.start : edit.end], new[edit.new_start : edit.new_end]
        found += [Piece("removed", "".join(removed))] if removed else []
        found += [Piece("added", "".join(added))] if added else []
    return found


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
