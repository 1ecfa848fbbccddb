"""Finishing a redaction: cleaning the databases, and proving that nothing of the words is left.

It runs when the set is published, and again by hand until it is done; it can be repeated and
cut off at any step. Only then are the words that were sought forgotten.
"""

from collections.abc import Iterable, Iterator

from django.db import connections
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.models import ChangeSet, Redaction
from desk.redactions.decisions import STAYS, Decisions
from publishing.databases import DESK, RECORD, at_desk, in_record
from publishing.models import Entry
from publishing.redacting.cleaning import Step, cleaned, emptied_wal
from publishing.redacting.leftovers import Traces, files_of, in_columns, in_file
from publishing.redacting.places import Find, places, search
from publishing.redacting.rereading import VOICE, addresses_of, read
from values.sought import FRAGMENT, Sought

SHOWN = 5
# So few fragments side by side may be chance, where one text meets the next on a page or in a
# search text; words that are left have more.
COINCIDENCE = FRAGMENT


def finish_redaction_of(changeset: ChangeSet) -> list[Step]:
    """Finish the redaction that a published set is, if it is one; return the steps."""
    redaction = Redaction.objects.filter(changeset=changeset, finished_at=None).first()
    return finish(redaction) if redaction else []


def finish(redaction: Redaction) -> list[Step]:
    """Clean both databases, look for the words everywhere, and forget them if nothing is left.

    Returns every step, done or with what to do; also kept with the redaction.
    """
    with at_desk():
        if any(connections[alias].in_atomic_block for alias in (RECORD, DESK)):
            return [Step(False, _("This cannot be done inside a transaction."))]
        steps = list(_Finishing(redaction).steps())
        redaction.report = [{"label": one.label, "words": one.words} for one in steps]
        redaction.save(update_fields=["report"])
        if all(one.is_done for one in steps):
            _forget(redaction)
        return steps


def _forget(redaction: Redaction) -> None:
    """Erase the list of words itself, from the write-ahead log too, and say that it is done."""
    redaction.packed = ""
    redaction.save(update_fields=["packed"])
    if emptied_wal(DESK):
        redaction.finished_at = timezone.now()
        redaction.save(update_fields=["finished_at"])


class _Finishing:
    """One run: the steps share the words and what may lawfully be left of them."""

    def __init__(self, redaction: Redaction) -> None:
        self.keys = list(redaction.changeset.items.values_list("kind", "slug"))
        self.lines: list[str] = redaction.words["lines"]
        self.texts: list[str] = redaction.words["spellings"]
        self.sought = Sought(self.lines)
        self.decisions = Decisions.from_json(redaction.decisions)

    def steps(self) -> Iterator[Step]:
        found = search(self.sought)
        left = [find for find in found if self.decisions.on(find) != STAYS]
        yield self._in_places(left)
        lawful = self._lawful(find for find in found if find not in left)
        for alias in (RECORD, DESK):
            yield from cleaned(alias)
        for alias in (RECORD, DESK):
            yield from self._in_database(alias, lawful)
        yield self._in_pages(lawful)
        for place in places():
            yield from (Step(True, words, True) for words in place.beyond(self.sought))

    def _in_places(self, left: list[Find]) -> Step:
        if not left:
            return Step(True, _("All places searched: the words are only where they may be."))
        words = _("The words are still in: %(places)s. Edit them there, or propose to redact.")
        named = sorted({f"{find.place}, {find.subject}" for find in left})
        return Step(False, words % {"places": "; ".join(named[:SHOWN])})

    def _lawful(self, finds: Iterable[Find]) -> set[str]:
        """Return the fragments that are in what stays, or in the site's own voice."""
        texts = [find.shown for find in finds]
        texts += [text for answer in read(VOICE) for text in answer.texts()]
        texts += _coincidences(self.sought)
        return {fragment for text in texts for fragment in self.sought.fragments_in(text)}

    def _in_database(self, alias: str, lawful: set[str]) -> Iterator[Step]:
        traces = Traces(self.sought, self.texts, lawful)
        if connections[alias].vendor == "postgresql":
            yield _searched(_("%(name)s: every text column read"), alias, in_columns(alias, traces))
            return
        for path in files_of(alias):
            found = (_("byte %(place)d") % {"place": place} for place in in_file(path, traces))
            yield _searched(_("%(name)s: searched byte by byte"), path.name, found)

    def _in_pages(self, lawful: set[str]) -> Step:
        addresses = addresses_of(self.keys, self.lines)
        showing = [
            answer.address
            for answer in read(addresses)
            if answer.status >= 500 or any(self._shows(text, lawful) for text in answer.texts())
        ]
        if not showing:
            words = _("%(count)d public pages and answers read again: none shows the words.")
            return Step(True, words % {"count": len(addresses)})
        words = _("These addresses still show the words, or fail: %(list)s")
        return Step(False, words % {"list": ", ".join(showing[:SHOWN])})

    def _shows(self, text: str, lawful: set[str]) -> bool:
        for run in self.sought.runs(text):
            fragments = self.sought.fragments_in(run.folded)
            if fragments - lawful and (run.is_whole or len(fragments) > COINCIDENCE):
                return True
        return False


def _coincidences(sought: Sought) -> Iterator[str]:
    """Yield short stretches of search texts, in which the end of one text meets the next."""
    with in_record():
        for text in Entry.objects.readable().values_list("search_text", flat=True).iterator():
            for run in sought.runs(text):
                if len(sought.fragments_in(run.folded)) <= COINCIDENCE:
                    yield run.folded


def _searched(words: str, name: str, places: Iterable[str]) -> Step:
    """Return the step of a search; it never repeats the words, since it is kept."""
    said = words % {"name": name}
    found = list(dict.fromkeys(places))
    if not found:
        return Step(True, _("%(said)s; nothing of the words is left.") % {"said": said})
    given = {"said": said, "count": len(found), "places": ", ".join(found[:SHOWN])}
    return Step(False, _("%(said)s; words are left in %(count)d places: %(places)s") % given)
