"""The files of a case as a place where words are kept: nothing here writes into them."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desk.casefiles.exact_json import Unreadable, parsed
from desk.casefiles.installing import IMPORTED_LAST
from publishing.nouns import nouns
from publishing.redacting.places import Place, register
from publishing.redacting.texts import texts_of
from values.sought import Sought

UNFINISHED = "case-unfinished"


def _still_holding(sought: Sought) -> Iterator[str]:
    """Say which files of the case imported last hold the words, whole or at length."""
    mark = settings.VAR / IMPORTED_LAST
    if mark.exists():
        folder = Path(mark.read_text(encoding="utf-8"))
        for one in nouns():
            path = folder / f"{one.plural}.json"
            if path.exists() and _holds(path, one.kind, sought):
                words = gettext("%(file)s still holds the words: remove them from the file.")
                yield words % {"file": path}


def _holds(path: Path, kind: str, sought: Sought) -> bool:
    try:
        records = parsed(path.read_text(encoding="utf-8"))
        return any(
            run.is_striking
            for record in records
            for text in texts_of(record, kind)
            for run in sought.runs(text.words)
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError, Unreadable):
        # Whatever is wrong with a file, an import says so; here it is only looked at.
        return False


register(
    Place(
        name=_("files of a case"),
        goes=_("never by this program: edit them, and what keeps their older versions"),
        files=(IMPORTED_LAST, UNFINISHED),
        beyond=_still_holding,
    )
)
