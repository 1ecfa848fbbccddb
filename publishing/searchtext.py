"""The words of a document by which it is found."""

from collections.abc import Iterator
from typing import Any

from values.folding import fold

UNREAD = {"kind", "id", "text_sha256", "sha256", "url", "original_url", "rendition", "edition"}


def search_text(document: dict[str, Any]) -> str:
    """Return the folded words of a document: its texts, names and quotes."""
    return fold(" \n ".join(_texts(document)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in UNREAD:
                yield from _texts(item)
