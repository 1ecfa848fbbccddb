"""Folding of words so that a search finds them whatever their accents, case or script marks."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

# Arabic letters that are written in several ways: hamza carriers, alef maqsura, ta marbuta.
ARABIC = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": ""}
)
UNREAD = {"kind", "id", "text_sha256", "sha256", "url", "original_url", "rendition", "edition"}
WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """Return *text* without case, accents and vowel signs, its words parted by single spaces.

    “Général” and “general”, “الأمن” and “الامن” fold to the same.
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(ARABIC).casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(WORD.findall(bare))


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
