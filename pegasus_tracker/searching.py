"""A simple search: records that hold every word of the query, whatever its case or accents."""

import re

from django.db.models import Case, IntegerField, Value, When

from publishing.models import Entry
from publishing.nouns import LAST, nouns
from publishing.reading.records import Record, record_of
from values.folding import fold

SHOWN = 60
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WRITTEN_DATE = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\b")


def search_results(query: str, kind: str = "") -> list[Record]:
    """Return records that hold all words of the query, claims and statements before sources."""
    entries = Entry.objects.readable()
    if kind:
        entries = entries.filter(kind=kind)
    for phrase in phrases(query):
        entries = entries.filter(search_text__contains=phrase)
    ranks = [When(kind=noun.kind, then=Value(noun.rank)) for noun in nouns()]
    rank = Case(*ranks, default=Value(LAST), output_field=IntegerField())
    return [record_of(entry) for entry in entries.order_by(rank, "slug")[: SHOWN + 1]]


def phrases(query: str) -> list[str]:
    """Return what a text must hold: each word, and dates as documents write them.

    “17 July 2021” is found in “2021-07-17” as well as in the words of a text, so a written date
    is looked for as a day of the calendar.
    """
    folded = fold(query)
    dates = [_as_in_documents(*found) for found in WRITTEN_DATE.findall(folded)]
    rest = WRITTEN_DATE.sub(" ", folded).split()
    return dates + rest


def _as_in_documents(day: str, month: str, year: str) -> str:
    return f"{year} {MONTHS.index(month) + 1:02d} {int(day):02d}"
