"""Links that were kept elsewhere, and whether the log still holds them.

The log itself proves that it is consistent, not that it is all that was once published: only a kept
link shows that its end was lost, or that it was written anew.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from publishing.databases import RECORD
from publishing.models import Revision
from publishing.proving.breaks import Break
from publishing.proving.chain import last_line
from publishing.proving.chunks import attempt

KEPT = re.compile(r"0*([1-9][0-9]{0,17}):([0-9a-f]{64})", re.IGNORECASE)
FORM = "SEQ:LINK, a number and 64 hexadecimal digits, as verify_log prints them"


class InvalidKeptLink(ValueError):
    """What was given is neither a kept link nor a file of them."""


@dataclass(frozen=True)
class KeptLink:
    """The link of one line of the log, as it was noted."""

    seq: int
    link: str


def kept_links(given: str) -> list[KeptLink]:
    """Return the kept link that is given, or those of the file that is.

    A file has one on each line; empty lines and lines that begin with # are ignored. Raises
    InvalidKeptLink, which says what is wrong and where.
    """
    if KEPT.fullmatch(given.strip()):
        return [_parse(given)]
    path = Path(given)
    if not given or not path.exists():
        raise InvalidKeptLink(f"“{given[:100]}” is neither a file nor a kept link: {FORM}.")
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidKeptLink(f"{path} cannot be read as text: {error}.") from error
    found = list(_parsed(path, lines))
    if not found:
        raise InvalidKeptLink(f"{path} contains no kept link: {FORM}.")
    return found


def _parsed(path: Path, lines: list[str]) -> Iterator[KeptLink]:
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            yield _parse(line)
        except InvalidKeptLink as error:
            raise InvalidKeptLink(f"{path}, line {number}: {error}") from error


def _parse(text: str) -> KeptLink:
    match = KEPT.fullmatch(text.strip())
    if not match:
        raise InvalidKeptLink(f"“{text.strip()[:100]}” is not a kept link: {FORM}.")
    return KeptLink(int(match[1]), match[2].lower())


def kept_link_breaks(kept: list[KeptLink]) -> Iterator[Break]:
    """Expect every kept link at its place in the log."""
    end, _link = last_line()
    for one in sorted(set(kept), key=lambda each: (each.seq, each.link)):
        lines = Revision.objects.using(RECORD).filter(seq=one.seq).values_list("link", flat=True)
        link = attempt(lines.first)
        if one.seq > end:
            yield Break(
                f"kept link of line {one.seq}",
                f"the log ends with line {end}: its end, from line {end + 1} on, is lost",
            )
        elif link is None:
            yield Break(f"kept link of line {one.seq}", "the log has no such line")
        elif link != one.link:
            yield Break(
                f"kept link of line {one.seq}",
                f"the log has the link {link} there: this line or one before it was written anew",
            )
