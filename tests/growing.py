"""Nouns whose formats are made to look newer than they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from publishing.nouns import Noun, noun, register


@contextmanager
def grown(kind: str, *added: dict[str, Any]) -> Iterator[Noun]:
    """Let a noun's formats after the first have added these keys, while the block lasts."""
    before = noun(kind)
    register(replace(before, grown=added))
    try:
        yield noun(kind)
    finally:
        register(before)
