"""Folding of words so that a search finds them whatever their accents, case or script marks."""

import re
import unicodedata

# Arabic letters that are written in several ways: hamza carriers, alef maqsura, ta marbuta.
ARABIC = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": ""}
)
WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """Return *text* without case, accents and vowel signs, its words parted by single spaces.

    “Général” and “general”, “الأمن” and “الامن” fold to the same.
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(ARABIC).casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(WORD.findall(bare))
