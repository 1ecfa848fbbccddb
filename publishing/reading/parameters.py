"""The parameters of an address: pages and API read them by the same rules.

Each is known, given once, and says something; what is wrong is answered with a 400 that names it.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext as _

from values.days import is_day
from values.folding import fold
from values.fuzzydate import FIRST_YEAR, LAST_YEAR

LONGEST, LONGEST_NAME = 500, 60
# However much is wrong, an answer names at most this many parameters.
MOST_NAMED = 20
LONGEST_QUERY, MOST_WORDS = 200, 12
SLUG = re.compile(r"[a-z0-9-]{1,100}")
# More digits than any line has would not fit the column.
LINE = re.compile(r"[1-9][0-9]{0,17}")
# Bytes that are not UTF-8 arrive as U+FFFD.
UNREADABLE = re.compile(r"[\x00-\x1f\x7f\ufffd]")

Wrong = dict[str, str]
# Says what is wrong with a value, or nothing.
Check = Callable[[str], str]


class WrongParameters(BadRequest):
    """Parameters of a page that are wrong: what is wrong with each, by name."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {words}" for name, words in wrong.items()))
        self.wrong = wrong


def malformed(given: QueryDict, known: Collection[str]) -> Wrong:
    """Return the parameters that are unknown, repeated, empty or unreadable, and how."""
    wrong: Wrong = {}
    for name in given:
        words = (
            _malformed(given.getlist(name))
            if name in known
            else _("There is no such parameter here.")
        )
        if words:
            wrong[readable(name)] = words
        if len(wrong) == MOST_NAMED:
            break
    return wrong


def wrong_in(given: QueryDict, checks: Mapping[str, Check]) -> Wrong:
    """Return the parameters that are malformed or meaningless here, and what would be right."""
    wrong = malformed(given, checks)
    for name, check in checks.items():
        if name in given and name not in wrong and (words := check(given.get(name, ""))):
            wrong[name] = words
    return wrong


def readable(name: str) -> str:
    """Return a name as sent, short and without what cannot be seen."""
    return "".join(c if c.isprintable() else "\ufffd" for c in name[:LONGEST_NAME])


def _malformed(values: list[str]) -> str:
    if len(values) > 1:
        return _("Give this parameter once.")
    value = values[0]
    if not value.strip():
        return _("This parameter is empty; leave it out or give a value.")
    if len(value) > LONGEST:
        words = _("At most %(limit)d characters; this has %(length)d.")
        return words % {"limit": LONGEST, "length": len(value)}
    if UNREADABLE.search(value):
        return _("This contains a control character or bytes that are not UTF-8.")
    return ""


def a_day(text: str) -> str:
    """Say that a value is not a day such as 2021-07-21."""
    if is_day(text):
        return ""
    words = _("It takes a day such as 2021-07-21, from %(first)d to %(last)d.")
    return words % {"first": FIRST_YEAR, "last": LAST_YEAR}


def a_slug(text: str) -> str:
    """Say that a value cannot be the name of a record."""
    return "" if SLUG.fullmatch(text) else _("It takes the name of a record, as in its address.")


def a_line(text: str) -> str:
    """Say that a value is not the number of a line of the log."""
    return "" if LINE.fullmatch(text) else _("It takes the number of a line of the log.")


def a_query(text: str) -> str:
    """Say that a search has no words, or too many."""
    words = words_of(text) if len(text) <= LONGEST_QUERY else []
    if len(text) > LONGEST_QUERY or len(words) > MOST_WORDS:
        limits = {"words": MOST_WORDS, "characters": LONGEST_QUERY}
        return _("At most %(words)d words and %(characters)d characters.") % limits
    return "" if words else _("This contains no word to search for.")


def words_of(query: str) -> list[str]:
    """Return the words that a search looks for, folded, each once."""
    return list(dict.fromkeys(fold(query).split()))


def one_of(choices: Iterable[str]) -> Check:
    """Return a check that a value is one of a fixed vocabulary."""
    known = list(choices)

    def check(text: str) -> str:
        if text in known:
            return ""
        said = {"value": readable(text), "words": ", ".join(known)}
        return _("“%(value)s” is not one of: %(words)s.") % said

    return check
