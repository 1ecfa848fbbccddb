"""What words leave in the bytes of a file: raw, as JSON, or folded; and only what must not stay."""

import json
from pathlib import Path
from typing import Any

import pytest

from publishing.redacting.leftovers import CHUNK, Traces, in_file
from values.folding import fold
from values.sought import Sought

WORDS = "Le canari du ministre “chante” souvent la nuit, à l’été."
HOSTILE = 100_000


def traces(*lines: str, texts: tuple[str, ...] = (), lawful: tuple[str, ...] = ()) -> Traces:
    sought = Sought(lines)
    allowed = {fragment for text in lawful for fragment in sought.fragments_in(text)}
    return Traces(sought, (*lines, *texts), allowed)


def found(data: str | bytes, *lines: str, **options: Any) -> bool:
    raw = data if isinstance(data, bytes) else data.encode()
    return any(True for _place in traces(*lines, **options).in_bytes(raw))


@pytest.mark.parametrize(
    "data",
    [
        WORDS,
        json.dumps(WORDS),
        json.dumps(WORDS, ensure_ascii=False),
        fold(WORDS),
        b"\x00\xff" + WORDS.encode()[20:50] + b"\x00",
    ],
    ids=["raw", "JSON", "JSON with letters", "folded", "a part"],
)
def test_words_are_found_in_every_form(data: str | bytes) -> None:
    assert found(data, WORDS)


def test_another_spelling_is_found_where_it_is_known() -> None:
    shouted = WORDS.upper()

    assert not found(shouted, WORDS)
    assert found(shouted, WORDS, texts=(shouted,))


def test_what_is_in_a_document_that_stays_is_not_a_trace() -> None:
    assert found("Le canari du roi", WORDS)
    assert not found("Le canari du roi", WORDS, lawful=("Le canari du roi",))


def test_a_turn_of_eleven_characters_is_not_a_trace() -> None:
    assert not found("canari du m", WORDS)
    assert found("canari du mi", WORDS)


def test_a_stretch_with_spaces_around_it_is_not_a_shorter_trace() -> None:
    line = "they deny any use of the software at all"

    assert not found("denial of any use of it", line, texts=("any use of",))


@pytest.mark.parametrize(
    ("data", "is_there"),
    [("So Anna Roe said.", True), ("Joanna Roebuck", False), ("anna roe", True), ("Roe", False)],
)
def test_a_short_line_is_looked_for_as_a_word(data: str, is_there: bool) -> None:
    assert found(data, "Anna Roe") is is_there


def test_a_short_line_that_may_stay_is_not_a_trace() -> None:
    assert not found("So Anna Roe said.", "Anna Roe", lawful=("Anna Roe",))


def test_a_fragment_across_two_chunks_of_a_file_is_found(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * (CHUNK - 6) + WORDS.encode() + b"y" * 100)

    places = list(in_file(path, traces(WORDS)))

    assert places[0] == CHUNK - 6
    assert len(places) == len(set(places))


class Counting(dict[bytes, set[bytes]]):
    asked = 0

    def get(self, *args: Any) -> Any:
        self.asked += 1
        return super().get(*args)


@pytest.mark.parametrize("data", [b"a" * HOSTILE, b"abcdefghijk" * (HOSTILE // 11)])
def test_the_work_grows_with_the_bytes_alone(data: bytes) -> None:
    made = traces("a" * 5000, "abcdefghijkl" * 100)
    counting = made._forms = Counting(made._forms)

    list(made.in_bytes(data))

    assert counting.asked <= len(made._lengths) * len(data)
    assert len(made._lengths) <= 12
