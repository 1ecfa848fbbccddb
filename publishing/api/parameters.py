"""Strictness: each parameter of an address is known, given once, and says something."""

import re
from collections.abc import Iterable

from django.http import QueryDict
from rest_framework.exceptions import ValidationError

LONGEST = 500
# Bytes that are no UTF-8 arrive as U+FFFD.
UNREADABLE = re.compile(r"[\x00-\x1f\x7f\ufffd]")


def check_parameters(given: QueryDict, known: Iterable[str]) -> None:
    """Raise a ValidationError that names every parameter that is unknown, repeated or empty."""
    names = sorted(known)
    wrong: dict[str, list[str]] = {}
    for name in given:
        words = _what_is_wrong(name, given.getlist(name), names)
        if words:
            wrong[readable(name)] = [words]
    if wrong:
        raise ValidationError(wrong)


def refuse(parameter: str, words: str) -> ValidationError:
    """Return the error that says what is wrong with one parameter."""
    return ValidationError({parameter: [words]})


def readable(name: str) -> str:
    """Return a name as sent, short and without control characters."""
    return UNREADABLE.sub("\ufffd", name)[:80]


def _what_is_wrong(name: str, values: list[str], known: list[str]) -> str:
    if name not in known:
        return f"There is no such parameter here. {_choice(known)}"
    if len(values) > 1:
        return "Give this parameter once."
    value = values[0]
    if not value.strip():
        return "This parameter is empty; leave it out or give a value."
    if len(value) > LONGEST:
        return f"At most {LONGEST} characters; this has {len(value)}."
    if UNREADABLE.search(value):
        return "This holds a control character or bytes that are not UTF-8."
    return ""


def _choice(known: list[str]) -> str:
    return f"Known: {', '.join(known)}." if known else "This address takes none."
