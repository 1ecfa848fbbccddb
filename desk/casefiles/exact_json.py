"""Reading a JSON file exactly: what parsers commonly pass over in silence is found."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from values.canonical import nfc

# Documents nest four levels deep; what nests deeper than this is a mistake or an attack.
DEEPEST = 20
# A longer number fits no database column, and int() refuses the longest ones.
LONGEST_NUMBER = 18
# A string without an end goes to the end, so that no text is gone through twice.
TOKEN = re.compile(r'"((?:[^"\\]|\\.)*+)"?|[\[\]{}]', re.DOTALL)


class Unreadable(Exception):
    """A text is not JSON that a case can be in; ``record`` and ``field`` say where, if known."""

    def __init__(self, words: str, record: int = 0, field: str = "") -> None:
        self.words, self.record, self.field = words, record, field
        super().__init__(words)


class Repeating(dict[str, Any]):
    """An object in which a key was repeated; JSON does not say which one counts."""

    key: str


def parsed(text: str) -> Any:
    """Return what a JSON text says, with every text composed (NFC).

    Texts are composed one by one after parsing, so that it makes no difference
    whether a letter was written as itself or as an escape. Raises Unreadable.
    """
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_int=_integer)
        return _composed(value)
    except RecursionError as error:
        raise _too_deep(text) from error
    except json.JSONDecodeError as error:
        raise Unreadable(_("is not JSON: %s") % error) from error


def repeated_keys(value: Any) -> Iterator[str]:
    """Yield where a key is repeated in one object, as paths such as answers[0].note."""
    waiting = [("", value)]
    while waiting:
        path, one = waiting.pop()
        if isinstance(one, Repeating):
            yield f"{path}.{one.key}" if path else one.key
        if isinstance(one, dict):
            waiting += [(f"{path}.{key}" if path else key, item) for key, item in one.items()]
        elif isinstance(one, list):
            waiting += [(f"{path}[{place}]", item) for place, item in enumerate(one)]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    twice = None
    for key, value in pairs:
        composed = nfc(key)
        twice = composed if composed in values else twice
        values[composed] = _composed(value)
    if twice is None:
        return values
    repeating = Repeating(values)
    repeating.key = twice
    return repeating


def _composed(value: Any) -> Any:
    """Return a value with its texts composed; objects were, when they were read."""
    if isinstance(value, str):
        return nfc(value)
    if isinstance(value, list):
        return [_composed(item) for item in value]
    return value


def _integer(digits: str) -> int | float:
    """Return a number; one that is too long becomes a float, which no field takes."""
    return int(digits) if len(digits) <= LONGEST_NUMBER else float(digits)


def _too_deep(text: str) -> Unreadable:
    """Say in which record and field a text nests too deeply to be read."""
    depth, record, field = 0, 0, ""
    for token in TOKEN.finditer(text):
        if token[0] in "[{":
            record += depth == 1
            depth += 1
        elif token[0] in "]}":
            depth -= 1
        elif depth == 2:
            field = token[1]
        if depth > DEEPEST:
            break
    words = _("nests more than %(deepest)d levels deep; remove some brackets")
    return Unreadable(words % {"deepest": DEEPEST}, record, field)
