"""Texts with many marks on one letter, put in an order that can be normalised in linear time."""

import re
import unicodedata
from itertools import groupby

# Normalising sorts the marks of a letter by insertion, in quadratic time. No writing system puts
# more than thirty on one (Unicode UAX #15, stream-safe text), and no mark stands before U+0300.
LONG_RUN = re.compile("[\u0300-\U0010ffff]{31,}")


def in_canonical_order(text: str) -> str:
    """Return a canonically equivalent text whose long runs of marks are sorted already."""
    return text if text.isascii() else LONG_RUN.sub(_ordered, text)


def _ordered(found: re.Match[str]) -> str:
    letters = "".join(unicodedata.normalize("NFD", letter) for letter in found[0])
    groups = groupby(letters, key=_is_mark)
    return "".join(
        "".join(sorted(group, key=unicodedata.combining) if marks else group)
        for marks, group in groups
    )


def _is_mark(letter: str) -> bool:
    return unicodedata.combining(letter) > 0
