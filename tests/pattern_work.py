"""Counting the work of a regular expression: its steps, tried one by one as the engine does.

A backtracking machine for the part of the syntax that is used here. It finds what ``re`` finds
(a test compares them) and counts every character that it looks at, so that a pattern whose work
grows faster than its text is known without any clock.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

Test = Callable[[str], bool]
Code = list[tuple[Any, ...]]
CATEGORIES: dict[Any, Test] = {
    c.CATEGORY_DIGIT: str.isdecimal,
    c.CATEGORY_SPACE: str.isspace,
    c.CATEGORY_WORD: lambda char: char.isalnum() or char == "_",
}
OPPOSITES = {
    c.CATEGORY_NOT_DIGIT: c.CATEGORY_DIGIT,
    c.CATEGORY_NOT_SPACE: c.CATEGORY_SPACE,
    c.CATEGORY_NOT_WORD: c.CATEGORY_WORD,
}


class TooMuchWork(AssertionError):
    """A pattern took more steps than it may."""


@dataclass
class Machine:
    """A compiled pattern that counts its ``steps`` and stops beyond the ``most``."""

    pattern: re.Pattern[str]
    most: float = float("inf")
    steps: int = 0
    code: Code = field(default_factory=list)

    def __post_init__(self) -> None:
        self.flags = self.pattern.flags
        self.code = self._compiled(_parser.parse(self.pattern.pattern, self.flags))

    def search(self, text: str) -> list[tuple[int, int]]:
        """Return where the pattern is found, from left to right without overlaps."""
        found, start = [], 0
        while start <= len(text):
            end = self.run(self.code, text, start)
            if end is not None:
                found.append((start, end))
            start = end if end is not None and end > start else start + 1
        return found

    def match(self, text: str) -> int | None:
        """Return where a match at the beginning ends."""
        return self.run(self.code, text, 0)

    def fullmatch(self, text: str) -> int | None:
        """Return the length of the text if all of it matches."""
        return self.run([*self.code[:-1], ("at", c.AT_END_STRING), ("end",)], text, 0)

    def run(self, code: Code, text: str, start: int) -> int | None:
        """Return where a match that begins here ends, trying alternatives in order."""
        waiting = [(0, start)]
        while waiting:
            at, place = waiting.pop()
            end = self._follow(code, text, at, place, waiting)
            if end is not None:
                return end
        return None

    def _follow(
        self, code: Code, text: str, at: int, place: int, waiting: list[tuple[int, int]]
    ) -> int | None:
        """Return where this way through the pattern ends; leave the other ways to be tried."""
        while True:
            self._count()
            what, *rest = code[at]
            if what == "end":
                return place
            if what in ("split", "jump"):
                at = rest[0]
                waiting += [(other, place) for other in rest[1:]]
                continue
            reached = self._passed(what, rest, text, place)
            if reached is None:
                return None
            at, place = at + 1, reached

    def _passed(self, what: str, rest: list[Any], text: str, place: int) -> int | None:
        """Return where an instruction leads to, or None where it fails."""
        if what == "char":
            return place + 1 if place < len(text) and rest[0](text[place]) else None
        if what == "at":
            return place if self._stands(rest[0], text, place) else None
        if what == "look":
            return place if self._looks(*rest, text=text, place=place) else None
        return self.run(rest[0], text, place)

    def _count(self) -> None:
        self.steps += 1
        if self.steps > self.most:
            raise TooMuchWork(f"{self.pattern.pattern!r} takes more than {self.most} steps")

    def _looks(self, code: Any, width: int, wanted: bool, *, text: str, place: int) -> bool:
        if place < width:
            return not wanted
        return (self.run(code, text, place - width) is not None) is wanted

    def _stands(self, where: Any, text: str, place: int) -> bool:
        if where in (c.AT_BEGINNING, c.AT_BEGINNING_STRING):
            return place == 0
        if where == c.AT_END:
            return place == len(text) or text[place:] == "\n"
        if where == c.AT_END_STRING:
            return place == len(text)
        assert where == c.AT_BOUNDARY, where
        word = CATEGORIES[c.CATEGORY_WORD]
        before, after = text[place - 1 : place] if place else "", text[place : place + 1]
        return bool(before and word(before)) != bool(after and word(after))

    def _compiled(self, parsed: Any) -> Code:
        return [*self._sequence(parsed, 0), ("end",)]

    def _sequence(self, parsed: Any, offset: int) -> Code:
        code: Code = []
        for what, value in parsed:
            code += self._node(what, value, offset + len(code))
        return code

    def _node(self, what: Any, value: Any, at: int) -> Code:
        if what is c.SUBPATTERN:
            return self._sequence(value[3], at)
        if what is c.BRANCH:
            return self._branch(value[1], at)
        if what is c.MAX_REPEAT:
            return self._repeat(at, *value)
        if what is c.POSSESSIVE_REPEAT:
            return [("atomic", [*self._repeat(0, *value), ("end",)])]
        if what is c.ATOMIC_GROUP:
            return [("atomic", self._compiled(value))]
        if what in (c.ASSERT, c.ASSERT_NOT):
            direction, inner = value
            width = inner.getwidth()[0] if direction < 0 else 0
            return [("look", self._compiled(inner), width, what is c.ASSERT)]
        if what is c.AT:
            return [("at", value)]
        return [("char", self._test(what, value))]

    def _branch(self, alternatives: list[Any], at: int) -> Code:
        first, *rest = alternatives
        one = self._sequence(first, at + 1)
        if not rest:
            return self._sequence(first, at)
        other_at = at + len(one) + 2
        other = self._branch(rest, other_at)
        after = other_at + len(other)
        return [("split", at + 1, other_at), *one, ("jump", after), *other]

    def _repeat(self, at: int, least: int, most: Any, item: Any) -> Code:
        assert item.getwidth()[0], "a loop around nothing is not known here"
        code: Code = []
        for _number in range(least):
            code += self._sequence(item, at + len(code))
        top = at + len(code)
        if most is c.MAXREPEAT:
            body = self._sequence(item, top + 1)
            return [*code, ("split", top + 1, top + len(body) + 2), *body, ("jump", top)]
        after = top + (most - least) * (len(self._sequence(item, 0)) + 1)
        while at + len(code) < after:
            here = at + len(code)
            code += [("split", here + 1, after), *self._sequence(item, here + 1)]
        return code

    def _test(self, what: Any, value: Any) -> Test:
        if what is c.LITERAL:
            return lambda char: self._same(char, chr(value))
        if what is c.NOT_LITERAL:
            return lambda char: not self._same(char, chr(value))
        if what is c.ANY:
            return lambda char: char != "\n" or bool(self.flags & re.DOTALL)
        assert what is c.IN, what
        return self._class(value)

    def _same(self, one: str, other: str) -> bool:
        return one == other or (bool(self.flags & re.I) and one.lower() == other.lower())

    def _class(self, items: list[Any]) -> Test:
        negated = items[0][0] is c.NEGATE
        tests = [self._member(*item) for item in items[negated:]]
        return lambda char: any(test(char) for test in tests) is not negated

    def _member(self, what: Any, value: Any) -> Test:
        if what is c.RANGE:
            return lambda char: value[0] <= ord(char) <= value[1]
        if what is c.CATEGORY:
            test = CATEGORIES[OPPOSITES.get(value, value)]
            turned, ascii_only = value in OPPOSITES, bool(self.flags & re.A)
            return lambda char: (test(char) and not (ascii_only and ord(char) > 127)) is not turned
        return self._test(what, value)
