"""The formats in the log: the oldest of each noun, and the line since which a record says so."""

from functools import lru_cache

from django.db.models import Min
from django.db.models.functions import Coalesce

from publishing.formats.evolving import same
from publishing.models import Action, Head, Revision, RevisionBody
from publishing.nouns import every_noun, noun


def oldest_formats() -> dict[str, int]:
    """Return, for each noun whose format grew, the oldest format of a document in the log.

    A noun without documents in the log is left out.
    """
    grown = tuple(one.kind for one in every_noun() if one.format > 1)
    return _oldest(Head.objects.get(pk=1).link, grown) if grown else {}


# Costs a look at every document's line, so it is asked once for each head of the log.
@lru_cache(maxsize=1)
def _oldest(link: str, grown: tuple[str, ...]) -> dict[str, int]:
    bodies = RevisionBody.objects.filter(revision__kind__in=grown).order_by()
    # Lines of the first envelope name no format: there was only one.
    oldest = Min(Coalesce("revision__format", 1))
    formats = bodies.values("revision__kind").annotate(oldest=oldest)
    return dict(formats.values_list("revision__kind", "oldest"))


def says_nothing_new(line: Revision, text: str, before: str) -> bool:
    """Tell whether a line publishes the same words again, or only takes some away.

    *before* is the document before it. If that was erased, nobody can tell, and the line counts as
    a change.
    """
    again = line.action == Action.CORRECTED and bool(before)
    return line.only_loses_words or (again and same(text, before, noun(line.kind)))


def last_change(line: Revision) -> Revision:
    """Return the line since which a record has said what it says, and had the state it has, in
    *line*."""
    earlier = Revision.objects.filter(kind=line.kind, slug=line.slug, version__lt=line.version)
    if line.action in (Action.CORRECTED, Action.WITHDRAWN):
        for before in earlier.order_by("-version").select_related("body").iterator(2):
            if not says_nothing_new(line, text_of(line), text_of(before)):
                break
            line = before
    return line


def text_of(line: Revision) -> str:
    """Return the document of a line as it was hashed; empty if it was erased."""
    body: RevisionBody | None = getattr(line, "body", None)
    return body.body if body else ""
