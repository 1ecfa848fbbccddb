"""How a quote is found in a text: its pieces in order, with nothing but marked elisions between.

Offsets count Unicode code points; the end is exclusive. The work grows only with the text and the
quote, however much they repeat.
"""

import re

# The space around a mark belongs to the elision too.
ELISION = re.compile(r"\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|…|\.\.\.")
CONTEXT_LENGTH = 32
# With more elisions than this, nobody could tell from the quote what was said.
MOST_PIECES = 20

Span = tuple[int, int]
NOWHERE: Span = (-1, -1)


def pieces(exact: str) -> list[str]:
    """Return the pieces of a quote between its marked elisions."""
    first, *rest = ELISION.split(exact)
    if not rest:
        return [first] if first.strip() else []
    *between, last = rest
    found = [first.rstrip(), *(piece.strip() for piece in between), last.lstrip()]
    return [piece for piece in found if piece.strip()]


def find_quote(text: str, exact: str, prefix: str = "", suffix: str = "") -> Span | None:
    """Return where the quote stands in *text* as (start, end), or None.

    The words match exactly, in order, with nothing but marked elisions between
    them. Among several places, one with the given prefix and suffix wins.
    """
    return next(iter(between(text, places(text, exact), prefix, suffix)), None)


def around(text: str, span: tuple[int, int]) -> tuple[str, str]:
    """Return the words just before and just after a span."""
    start, end = span
    return text[max(0, start - CONTEXT_LENGTH) : start], text[end : end + CONTEXT_LENGTH]


def spans_quote(text: str, exact: str, start: int, end: int) -> bool:
    """Tell whether text[start:end] is the quote, its elisions filled."""
    return 0 <= start < end <= len(text) and (start, end) in set(places(text[:end], exact))


def between(text: str, spans: list[Span], prefix: str, suffix: str) -> list[Span]:
    """Return those spans of a text that have the prefix before and the suffix after them."""
    if prefix:
        ends = {start + len(prefix) for start in _starts(text, prefix)}
        spans = [span for span in spans if span[0] in ends]
    if suffix:
        starts = set(_starts(text, suffix))
        spans = [span for span in spans if span[1] in starts]
    return spans


def places(text: str, exact: str) -> list[Span]:
    """Return every (start, end) at which the quote's pieces stand in order.

    Words that the source itself prints with dots are looked for as they stand first.
    """
    if whole := _starts(text, exact):
        return [(start, start + len(exact)) for start in whole]
    parts = pieces(exact)
    if not parts or len(parts) > MOST_PIECES:
        return []
    *before, last = parts
    found = [(start, start + len(last)) for start in _starts(text, last)]
    for piece in reversed(before):
        found = _followed(_starts(text, piece), len(piece), found)
    return found


def _followed(starts: list[int], length: int, later: list[Span]) -> list[Span]:
    """Return where a piece starts and the last one ends, each at its first place after another."""
    found = []
    waiting = iter(later)
    begin, end = next(waiting, NOWHERE)
    for start in starts:
        while 0 <= begin < start + length:
            begin, end = next(waiting, NOWHERE)
        if begin < 0:
            break
        found.append((start, end))
    return found


def _starts(text: str, words: str) -> list[int]:
    """Return every place of words in a text, overlapping ones included."""
    first = text.find(words) if words else -1
    if first < 0:
        return []
    if text.find(words, first + 1) < 0:
        return [first]
    return _all_starts(text, words)


def _all_starts(text: str, words: str) -> list[int]:
    """Find them in one pass (Knuth, Morris and Pratt), since words may repeat themselves."""
    borders = _borders(words)
    found, matched = [], 0
    for place, letter in enumerate(text):
        while matched and letter != words[matched]:
            matched = borders[matched - 1]
        matched += letter == words[matched]
        if matched == len(words):
            found.append(place + 1 - matched)
            matched = borders[-1]
    return found


def _borders(words: str) -> list[int]:
    """Return, for each beginning of the words, how long the longest of its ends is one, too."""
    borders = [0] * len(words)
    length = 0
    for place in range(1, len(words)):
        while length and words[place] != words[length]:
            length = borders[length - 1]
        length += words[place] == words[length]
        borders[place] = length
    return borders
