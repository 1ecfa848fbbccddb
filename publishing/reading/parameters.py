"""What the address of a page may ask for; anything else is refused with words (400)."""

import re

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.translation import gettext as _

SLUG = re.compile(r"[a-z0-9-]{1,100}")
# More digits than any line has would not fit the column.
LINE = re.compile(r"[0-9]{1,18}")


def slug_asked(request: HttpRequest, name: str) -> str:
    """Return a parameter that names a record, or nothing."""
    text = request.GET.get(name, "")
    if text and not SLUG.fullmatch(text):
        raise BadRequest(_("“%(name)s” takes the name of a record.") % {"name": name})
    return text


def line_asked(request: HttpRequest, name: str) -> int | None:
    """Return a parameter that names a line of the log, or None."""
    text = request.GET.get(name, "")
    if text and not LINE.fullmatch(text):
        raise BadRequest(_("“%(name)s” takes the number of a line.") % {"name": name})
    return int(text) if text else None
