"""Moving quotes with the text that they are taken from, when a redaction leaves gaps in it."""

from collections.abc import Mapping
from typing import Any

from publishing.nouns import Document
from values.gaps import MARK, GappedText
from values.quotes import around, pieces, spans_quote


def moved(claim: Document, texts: Mapping[str, GappedText]) -> Document:
    """Return a claim with its quotes as they are once its renditions have gaps.

    Where nothing is left of a passage, it is left out; a quote becomes the mark.
    """
    passages = [
        {**passage, **_moved(passage, texts)}
        for passage in claim["passages"]
        if not _is_gone(passage, texts)
    ]
    return {**claim, **_moved(claim, texts), "passages": passages}


def _text_of(span: Document, texts: Mapping[str, GappedText]) -> GappedText | None:
    return texts.get(f"{span['rendition']}.text")


def _is_gone(span: Document, texts: Mapping[str, GappedText]) -> bool:
    text = _text_of(span, texts)
    return text is not None and text.is_gone(span["start"], span["end"])


def _moved(span: Document, texts: Mapping[str, GappedText]) -> dict[str, Any]:
    """Return the words and offsets of one quote in the text with its gaps."""
    text = _text_of(span, texts)
    if text is None:
        return {}
    place = text.start_after(span["start"]), text.end_after(span["end"])
    before, after = text.after[: place[0]], text.after[place[1] :]
    prefix, suffix = around(text.after, place)
    return {
        "exact": _exact(span, text, *place),
        "prefix": span["prefix"] if before.endswith(span["prefix"]) else prefix,
        "suffix": span["suffix"] if after.startswith(span["suffix"]) else suffix,
        "start": place[0],
        "end": place[1],
    }


def _exact(span: Document, text: GappedText, start: int, end: int) -> str:
    """Return the words of a quote with its elisions, or its whole span if they no longer fit."""
    spans = _spans_of_pieces(text.before, span["exact"], span["start"])
    left = [text.after[text.start_after(a) : text.end_after(b)] for a, b in spans]
    if left == [text.before[a:b] for a, b in spans]:
        return str(span["exact"])
    exact = " […] ".join(p for n, p in enumerate(left) if left[n - 1 : n + 1] != [MARK, MARK])
    return exact if spans_quote(text.after, exact, start, end) else text.after[start:end]


def _spans_of_pieces(text: str, exact: str, start: int) -> list[tuple[int, int]]:
    """Return the place of each piece of a quote that starts at *start*, in order."""
    if text.startswith(exact, start):
        return [(start, start + len(exact))]
    found: list[tuple[int, int]] = []
    for piece in pieces(exact):
        at = text.find(piece, found[-1][1] if found else start)
        found.append((at, at + len(piece)))
    return found
