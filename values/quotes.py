"""How a quote is found in a text: its pieces in order, with nothing but marked elisions between.

Offsets count Unicode code points; the end is exclusive.
"""

import re

ELISION = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|…|\.\.\.)\s*")
CONTEXT_LENGTH = 32


def pieces(exact: str) -> list[str]:
    """Return the pieces of a quote between its marked elisions."""
    return [piece for piece in ELISION.split(exact) if piece.strip()]


def find_quote(text: str, exact: str, prefix: str = "", suffix: str = "") -> tuple[int, int] | None:
    """Return where the quote stands in *text* as (start, end), or None.

    The words match exactly, in order, with nothing but marked elisions between
    them. Among several places, one with the given prefix and suffix wins.
    """
    found = places(text, exact)
    for start, end in found:
        if text[:start].endswith(prefix) and text[end:].startswith(suffix):
            return start, end
    return None if prefix or suffix or not found else found[0]


def spans_quote(text: str, exact: str, start: int, end: int) -> bool:
    """Tell whether text[start:end] is the quote, its elisions filled."""
    return 0 <= start < end <= len(text) and (start, end) in set(places(text[:end], exact))


def places(text: str, exact: str) -> list[tuple[int, int]]:
    """Return every (start, end) at which the quote's pieces stand in order.

    Words that the source itself prints with dots are looked for as they stand first.
    """
    if exact and exact in text:
        return [(start, start + len(exact)) for start in _starts(text, exact)]
    parts = pieces(exact)
    if not parts:
        return []
    ends = ((start, _end_of(text, parts, start)) for start in _starts(text, parts[0]))
    return [(start, end) for start, end in ends if end is not None]


def _starts(text: str, words: str) -> list[int]:
    return [match.start() for match in re.finditer(f"(?={re.escape(words)})", text)]


def _end_of(text: str, parts: list[str], start: int) -> int | None:
    """Return where the last piece ends, each taken at its first place after the one before."""
    end = start
    for piece in parts:
        at = text.find(piece, end)
        if at < 0:
            return None
        end = at + len(piece)
    return end
