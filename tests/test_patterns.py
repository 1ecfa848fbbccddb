"""Every regular expression of the project works in time that grows only with its text."""

import ast
import importlib
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.core.validators import RegexValidator
from django.urls import URLResolver, get_resolver
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pattern_work import Machine, TooMuchWork

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("values", "publishing", "evidence", "claims", "desk", "pegasus_tracker")
METHODS = ("match", "fullmatch", "search", "finditer", "findall", "split", "sub")
LENGTH, STEPS_A_CHARACTER = 400, 40


def files() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def compiled_in(path: Path, source: str) -> Iterator[tuple[str, re.Pattern[str], str]]:
    """Yield the patterns that a module keeps, each with the method by which it is used."""
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for name, value in vars(module).items():
        if isinstance(value, RegexValidator) and source.count(f"{name} = "):
            yield name, re.compile(value.regex), "search"
        if isinstance(value, re.Pattern) and re.search(rf"^{name} = ", source, re.MULTILINE):
            yield from ((name, value, method) for method in used_by(name))
        if isinstance(value, tuple) and re.search(rf"^{name} = ", source, re.MULTILINE):
            found = [one for row in value if isinstance(row, tuple) for one in row]
            yield from ((name, one, "search") for one in found if isinstance(one, re.Pattern))


def used_by(name: str) -> set[str]:
    """Return the methods of a pattern that are called anywhere; all may be, if none is seen."""
    text = "".join(path.read_text(encoding="utf-8") for path in files())
    found = set(re.findall(rf"\b{name}\.({'|'.join(METHODS)})\(", text))
    return found or {"search"}


def written_in(source: str) -> Iterator[tuple[str, re.Pattern[str], str]]:
    """Yield the patterns that a module writes where it uses them."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if not isinstance(node.func.value, ast.Name) or node.func.value.id != "re":
            continue
        if node.func.attr in METHODS:
            text = ast.literal_eval(node.args[0])
            yield text, re.compile(text), node.func.attr


def addresses(resolver: URLResolver) -> Iterator[tuple[str, re.Pattern[str], str]]:
    for pattern in resolver.url_patterns:
        # The desk's are Django's own.
        if str(pattern.pattern) == "desk/":
            continue
        yield str(pattern.pattern), pattern.pattern.regex, "search"
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern)


def every_pattern() -> list[Any]:
    """Return all patterns with what they are called and how they are used."""
    found: list[tuple[str, re.Pattern[str], str]] = []
    for path in files():
        source = path.read_text(encoding="utf-8")
        if "import re" not in source and "RegexValidator" not in source:
            continue
        mine = [*compiled_in(path, source), *written_in(source)]
        found += [(f"{path.stem}: {name}", pattern, method) for name, pattern, method in mine]
    # Those of one kind of record stand for all.
    shapes = {re.sub(r"^\^?\w+/", "", row[1].pattern): row for row in addresses(get_resolver())}
    found += shapes.values()
    different = {(pattern, method): f"{name} {method}" for name, pattern, method in found}
    # In one order in every process that shares the tests.
    named = sorted(different.items(), key=lambda item: (item[1], item[0][0].pattern))
    return [pytest.param(*one, id=name) for one, name in named]


def alphabet(pattern: re.Pattern[str]) -> list[str]:
    """Return letters that the parts of a pattern tell apart, and the literals that it names."""
    letters = [*'aZ0_-.@<>/[(…"\\T~+:; \n|,%{', "é", "١", "\x00"]
    machine = Machine(pattern)
    tests = list(_tests(machine.code))
    kinds = {tuple(test(letter) for test in tests): letter for letter in letters}
    named = [one for one in letters if one in pattern.pattern]
    return list(dict.fromkeys([*kinds.values(), *named]))[:8]


def _tests(code: Any) -> Iterator[Any]:
    for what, *rest in code:
        if what == "char":
            yield rest[0]
        elif what in ("atomic", "look"):
            yield from _tests(rest[0])


def hostile(pattern: re.Pattern[str], length: int) -> Iterator[str]:
    """Yield texts that make a pattern begin often, go far, and fail late."""
    letters = alphabet(pattern)
    for letter in letters:
        yield letter * length
        yield letter * (length - 1) + "!"
    for one, other in product(letters, repeat=2):
        if one != other:
            yield (one + other) * (length // 2)
            yield one * (length // 2) + other * (length // 2)


def work(pattern: re.Pattern[str], method: str, text: str, most: float) -> int:
    """Return how many steps a pattern takes on a text; raises TooMuchWork beyond the most."""
    machine = Machine(pattern, most)
    getattr(machine, method if method in ("match", "fullmatch") else "search")(text)
    return machine.steps


@pytest.mark.parametrize(("pattern", "method"), every_pattern())
def test_a_pattern_takes_a_few_steps_for_each_character(
    pattern: re.Pattern[str], method: str
) -> None:
    for text in hostile(pattern, LENGTH):
        work(pattern, method, text, LENGTH * STEPS_A_CHARACTER)


@pytest.mark.parametrize(
    "text",
    [
        r"([\w.+-]+)@((?:[\w-]+\.)+[\w-]+)",
        r"<[A-Za-z/!?][^>]*>",
        r"\s*(?:…|\.\.\.)\s*",
        r"T\d.*~$",
        r'"((?:[^"\\]|\\.)*)"',
        r"(a+)+b",
    ],
)
def test_a_pattern_that_goes_back_and_forth_is_told(text: str) -> None:
    pattern, most = re.compile(text), LENGTH * STEPS_A_CHARACTER

    with pytest.raises(TooMuchWork):
        max(work(pattern, "search", one, most) for one in hostile(pattern, LENGTH))


PIECES = st.sampled_from(
    [*'aZ0_-.@<>/[]()…"\\T~+: \n|,{}', "...", "com.", "plist", "2021", "-07", "Z", "é", "١", "Q4"]
)


@settings(max_examples=15, deadline=None)
@given(st.lists(PIECES, max_size=10).map("".join))
@pytest.mark.parametrize(("pattern", "method"), every_pattern())
def test_the_machine_finds_what_the_engine_finds(
    pattern: re.Pattern[str], method: str, text: str
) -> None:
    machine = Machine(pattern)

    if method in ("match", "fullmatch"):
        found = getattr(pattern, method)(text)
        assert getattr(machine, method)(text) == (found.end() if found else None)
    else:
        assert machine.search(text) == [one.span() for one in pattern.finditer(text)]
