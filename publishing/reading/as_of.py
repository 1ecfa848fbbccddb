"""As of a day: what was certainly public by the end of it.

A record was public by a day if the last day that its date may mean is not later. What has no
date is left out: nobody can say when it was public.
"""

from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from publishing.nouns import noun
from publishing.reading.days import FURTHEST, day_of
from publishing.reading.records import Library, Record
from values.days import is_public_by


def day_asked(request: HttpRequest) -> str:
    """Return the day of ``?as_of=``, which the page has checked, or nothing."""
    return request.GET.get("as_of", "")


def was_public(record: Record, day: str) -> bool:
    """Tell whether a record was certainly public by the end of a day; some have no date."""
    one = noun(record.kind)
    if not day or not one.dates_itself or not record.is_readable:
        return True
    return is_public_by(record[one.date], record["time_zone"], day)


def as_public(library: Library, day: str) -> Library:
    """Return the part of a library that was public by the end of a day; claims by statement."""
    if not day:
        return library
    return Library([r for r in library if was_public(r, day) and _was_made(r, library, day)])


def _was_made(record: Record, library: Library, day: str) -> bool:
    if record.kind != "claim" or not record.is_readable:
        return True
    statement = library.get("statement", record["statement"])
    return statement is None or was_public(statement, day)


def public_by(rows: QuerySet[Any], field: str, day: str) -> QuerySet[Any]:
    """Select the rows whose date was certainly public by the end of a day."""
    end = datetime.combine(date.fromisoformat(day), time.max, UTC)
    near = rows.filter(**{f"{field}_latest__lte": end + FURTHEST})
    found: QuerySet[Any] = near.alias(last_day=day_of(field, "latest")).filter(last_day__lte=day)
    return found
