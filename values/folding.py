"""Folding of words so that a search finds them whatever their accents, case or script marks."""

import re
import unicodedata

from values.marks import in_canonical_order

# Arabic letters that are written in several ways: hamza carriers, alef maqsura, ta marbuta.
ARABIC = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": ""}
)
WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """Return *text* without case, accents and vowel signs, its words separated by single spaces.

    “Général” and “general”, “الأمن” and “الامن” fold to the same.
    """
    return " ".join(WORD.findall(_bare(text)))


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """Return the folded text and, for each of its characters, the place in *text* it came from.

    A space stands for what separates two words and has the place of the second one.
    """
    letters: list[str] = []
    places: list[int] = []
    parted = False
    for place, character in enumerate(text):
        for letter in _bare(character):
            if not WORD.match(letter):
                parted = True
                continue
            if parted and letters:
                letters.append(" ")
                places.append(place)
            parted = False
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


def _bare(text: str) -> str:
    plain = in_canonical_order(text.translate(ARABIC).casefold())
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in decomposed if not unicodedata.combining(c))
