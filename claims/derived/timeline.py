"""The side-by-side timeline of a case, assembled from published documents.

On the left what was said, on the right what the record shows, on one axis of time. An answer is
beside the claim it answers; evidence is at the day on which it became public.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from claims.derived.answers import Answered, Answers, counted, live
from claims.quoted import quote_of
from publishing.nouns import noun
from publishing.reading.records import Library, Record
from values.days import days_of, is_open
from values.fuzzydate import FuzzyDate

ANSWERS_AT_ONCE, EVIDENCE_AT_ONCE = 2, 3
NO_MONTH, NO_DAY, NO_END, NO_DATE = "13", "99", "9998", "9999"
PLACED = ("statement", "evidence", "event")
Place = tuple[str, str, str, str]


@dataclass(frozen=True)
class ClaimRow:
    """A claim and, beside it, its answers."""

    claim: Record
    quote: dict[str, str]
    answers: list[Answered]

    @property
    def first(self) -> list[Answered]:
        """Return the answers that are shown at once."""
        return self.live[:ANSWERS_AT_ONCE]

    @property
    def rest(self) -> list[Answered]:
        """Return the answers that a reader opens."""
        return self.live[ANSWERS_AT_ONCE:]

    @property
    def live(self) -> list[Answered]:
        """Return the answers that still stand; only they are counted."""
        return live(self.answers)

    @property
    def withdrawn(self) -> list[Answered]:
        """Return the answers that were withdrawn: shown, struck, and not counted."""
        return [answered for answered in self.answers if not answered.is_live]

    @property
    def counted(self) -> list[tuple[str, int]]:
        """Return how many answers there are of each relation."""
        return counted(self.answers)


@dataclass(frozen=True)
class StatementRow:
    """A statement, its speaker and its claims."""

    statement: Record
    speaker: Record | None
    claims: list[ClaimRow] = field(default_factory=list)
    events: list[Record] = field(default_factory=list)


@dataclass(frozen=True)
class EvidenceLine:
    """An item of evidence at the day on which it became public."""

    evidence: Record
    producer: Record | None


@dataclass
class Day:
    """What the timeline holds for one day, or for a month or year whose day is not known."""

    anchor: str
    short: str
    date: str = ""
    events: list[Record] = field(default_factory=list)
    statements: list[StatementRow] = field(default_factory=list)
    evidence: list[EvidenceLine] = field(default_factory=list)

    @property
    def is_undated(self) -> bool:
        """Whether it gathers what has no date at all."""
        return self.anchor == f"d{NO_DATE}"

    @property
    def first_evidence(self) -> list[EvidenceLine]:
        """Return the evidence that is shown at once."""
        return self.evidence[:EVIDENCE_AT_ONCE]

    @property
    def more_evidence(self) -> list[EvidenceLine]:
        """Return the evidence that a reader opens."""
        return self.evidence[EVIDENCE_AT_ONCE:]


@dataclass
class Month:
    """The days of one month; a year whose month is not known; or what has no date."""

    anchor: str
    year: str
    title: str
    short: str
    days: list[Day] = field(default_factory=list)

    @property
    def said(self) -> int:
        """Return how many live statements it holds."""
        return sum(row.statement.is_live for day in self.days for row in day.statements)

    @property
    def shown(self) -> int:
        """Return how many live items of evidence became public in it."""
        return sum(line.evidence.is_live for day in self.days for line in day.evidence)


def months(library: Library) -> list[Month]:
    """Return everything in a library in order of time; undated records come last."""
    placed: dict[tuple[str, str], Month] = {}
    days: dict[Place, Day] = {}
    for place, record in _placed(library):
        month = placed.setdefault(place[:2], _month(*place[:2]))
        if place not in days:
            days[place] = _day(place)
            month.days.append(days[place])
        _put(days[place], record, library)
    _add_claims(library, days.values())
    return list(placed.values())


def _placed(library: Library) -> list[tuple[Place, Record]]:
    """Return what is on the timeline, day by day, and in order of time within a day."""
    records = [
        record
        for kind in PLACED
        for record in library.of_kind(kind)
        if not _is_a_statement(record, library)
    ]
    # A stable sort: what of_kind() gives is in order of time.
    dated = [(record[noun(record.kind).date], record["time_zone"], record) for record in records]
    return sorted(((_place(text, zone), record) for text, zone, record in dated), key=_by_place)


def _by_place(placed: tuple[Place, Record]) -> Place:
    return placed[0]


def _is_a_statement(record: Record, library: Library) -> bool:
    """Tell whether an event only says that a statement on the timeline was made."""
    if record.kind != "event" or record["type"] != "statement":
        return False
    return any(library.get("statement", slug) for slug in record["statements"])


def _place(text: str, zone: str) -> Place:
    """Return year, month and day as they sort, and the text of a span; empty for a single day.

    What is not known comes after what is; a span is placed at its last day.
    """
    if not text:
        return NO_DATE, NO_MONTH, NO_DAY, ""
    first, last = days_of(text, zone)
    year, month, day = last.isoformat().split("-")
    if first == last:
        return year, month, day, ""
    if is_open(text):
        return NO_END, NO_MONTH, NO_DAY, text
    known = {"year": (year, NO_MONTH, NO_DAY, ""), "month": (year, month, NO_DAY, "")}
    return known.get(FuzzyDate.parse(text, zone).precision, (year, month, day, text))


def _month(year: str, month: str) -> Month:
    if year == NO_DATE:
        return Month("undated", "", gettext("Date not known"), gettext("not known"))
    if year == NO_END:
        return Month("open", "", gettext("End not known"), gettext("end not known"))
    if month == NO_MONTH:
        title = gettext("%(year)s, month not known") % {"year": year}
        return Month(f"{year}", year, title, gettext("month not known"))
    title = FuzzyDate.parse(f"{year}-{month}").display()
    return Month(f"{year}-{month}", year, title, title.removesuffix(year).strip())


def _day(place: Place) -> Day:
    year, month, day, span = place
    if span or day != NO_DAY:
        date = span or f"{year}-{month}-{day}"
        return Day(f"d{date.replace('/', '-')}", _short(date, year), date)
    if month == NO_MONTH:
        return Day(f"d{year}", "")
    return Day(f"d{year}-{month}", gettext("day not known"))


def _short(date: str, year: str) -> str:
    """Return a date in words, without the year of its heading if more than a year stands there."""
    title = FuzzyDate.parse(date).display()
    return title.removesuffix(year).strip() if "-" in date.split("/")[-1] else title


def _put(day: Day, record: Record, library: Library) -> None:
    if record.kind == "event":
        day.events.append(record)
    elif record.kind == "evidence":
        day.evidence.append(EvidenceLine(record, library.get("party", record["producer"])))
    else:
        day.statements.append(StatementRow(record, library.get("party", record["speaker"])))


def _add_claims(library: Library, days: Iterable[Day]) -> None:
    rows = {row.statement.slug: row for day in days for row in day.statements}
    answers = Answers(library)
    for claim in library.of_kind("claim"):
        row = rows.get(claim["statement"])
        if row:
            answered = answers.to(claim, row.statement)
            row.claims.append(ClaimRow(claim, quote_of(claim, row.statement), answered))
    for event in library.of_kind("event"):
        for slug in event["statements"] if _is_a_statement(event, library) else []:
            if slug in rows:
                rows[slug].events.append(event)
    for row in rows.values():
        row.claims.sort(key=lambda item: _in_the_text(item.claim, row.statement))


def _in_the_text(claim: Record, statement: Record) -> tuple[Any, ...]:
    places = [rendition["id"] for rendition in statement["renditions"]]
    document = claim.document
    return places.index(document["rendition"]), document["start"], claim.slug
