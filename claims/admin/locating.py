"""Finding the place of a quote: the editor pastes the words, the software does the rest."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from claims.models import Rendition
from values.canonical import nfc
from values.nearest import longest_shared
from values.quotes import around, between, pieces, places, spans_quote

Span = tuple[int, int]
LONGEST_SHOWN = 300
# Marks that look alike and are often swapped on the way through a clipboard.
ALIKE = str.maketrans("’‘ʼ´`“”„«»–—‑\u00a0\u202f\n", "'''''\"\"\"\"\"---   ")

NOT_FOUND = _(
    "These words are not found in the rendition. The nearest passage is: “%(nearest)s”."
    " Copy the words from there, letter by letter."
)
ALMOST_FOUND = _(
    "The rendition has these words with other quotation marks, dashes, spaces or capitals:"
    " “%(nearest)s”. Copy them from there."
)
SEVERAL = _(
    "These words occur %(count)d times in the rendition. Give the words just before or just after"
    " them, so that the right place is found."
)
NOT_BESIDE = _("The words are in the rendition, but not with these words before and after them.")


def spans_of(text: str, exact: str, prefix: str, suffix: str) -> list[Span]:
    """Return every place of a quote that has the given words before and after it."""
    return between(text, places(text, exact), prefix, suffix)


def the_span(text: str, exact: str, prefix: str, suffix: str) -> Span:
    """Return the one place of a quote; raises ValidationError if there is none or several."""
    found = spans_of(text, exact, prefix, suffix)
    if len(found) == 1:
        return found[0]
    if found:
        raise ValidationError(SEVERAL, code="several", params={"count": len(found)})
    if places(text, exact):
        raise ValidationError(NOT_BESIDE, code="not_beside")
    raise not_found([text], exact)


def not_found(texts: Iterable[str], exact: str) -> ValidationError:
    """Return the error that quotes the nearest passage of the texts."""
    words = max(pieces(exact) or [exact], key=len)
    found = [_nearest(text, words) for text in texts]
    almost, _length, nearest = max(found, default=(False, 0, ""))
    message = ALMOST_FOUND if almost else NOT_FOUND
    return ValidationError(message, code="not_found", params={"nearest": nearest[:LONGEST_SHOWN]})


def _nearest(text: str, words: str) -> tuple[bool, int, str]:
    """Return (but for look-alikes the same, length of the match, the passage)."""
    folded, wanted = _folded(text), _folded(words)
    at = folded.find(wanted)
    if at >= 0:
        return True, len(words), text[at : at + len(words)]
    shared = longest_shared(folded, wanted)
    start = max(0, shared.in_text - shared.in_words)
    return False, shared.length, text[start : start + len(words)]


def _folded(text: str) -> str:
    """Return the text with look-alikes made alike, every letter in its place."""
    alike = text.translate(ALIKE)
    lower = alike.lower()
    return lower if len(lower) == len(alike) else alike


class Quoting:
    """Mixed into the forms of claims and passages: finds the span of their quote."""

    instance: Any
    changed_data: list[str]
    cleaned_data: dict[str, Any]
    add_error: Any

    def locate(self, rendition: Rendition, exact: str) -> None:
        """Set offsets and surroundings of the quote, or say why they cannot be set."""
        if self._still_stands(rendition, exact):
            return
        prefix, suffix = self._hints(rendition.text, exact)
        try:
            span = the_span(rendition.text, exact, prefix, suffix)
        except ValidationError as error:
            self.add_error("exact", error)
            return
        self.instance.start, self.instance.end = span
        before, after = around(rendition.text, span)
        self.cleaned_data["prefix"], self.cleaned_data["suffix"] = before, after

    def _still_stands(self, rendition: Rendition, exact: str) -> bool:
        """Tell whether the quote is where it was, so that nothing has to be found."""
        if {"rendition", "exact", "prefix", "suffix"} & set(self.changed_data):
            return False
        start, end = self.instance.start, self.instance.end
        text = rendition.text
        return (
            spans_quote(text, exact, start, end)
            and text[:start].endswith(self.cleaned_data["prefix"])
            and text[end:].startswith(self.cleaned_data["suffix"])
        )

    def _hints(self, text: str, exact: str) -> tuple[str, str]:
        """Return the words before and after that the editor gave; not those found last time."""
        prefix, suffix = nfc(self.cleaned_data["prefix"]), nfc(self.cleaned_data["suffix"])
        if {"prefix", "suffix"} & set(self.changed_data) or spans_of(text, exact, prefix, suffix):
            return prefix, suffix
        return "", ""
