"""Nouns whose formats are made to look newer than they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from publishing.nouns import Noun, every_noun, noun, register


@contextmanager
def grown(kind: str, *added: dict[str, Any]) -> Iterator[Noun]:
    """Let a noun's formats after the first have added these keys, and no others, in the block."""
    before = noun(kind)
    register(replace(before, grown=added))
    try:
        yield noun(kind)
    finally:
        register(before)


@contextmanager
def in_first_formats() -> Iterator[None]:
    """Let no noun have grown, while the block lasts."""
    before = list(every_noun())
    register(*[replace(one, grown=()) for one in before])
    try:
        yield
    finally:
        register(*before)
