"""Filters by fuzzy dates: certainly before, certainly after, or within another fuzzy date.

A day, month or year that is asked for counts where the record's own days count, by the rule of
``values.days``. A time with its offset is an instant.
"""

import re
from dataclasses import dataclass
from typing import Any

from django import forms

from publishing.api.filters import Parameter, Records, YesNo
from publishing.reading.days import FURTHEST, day_of
from values.days import has_time
from values.fuzzydate import FuzzyDate, InvalidFuzzyDate

SPACE_FOR_PLUS = re.compile(r" \d\d:\d\d")


@dataclass(frozen=True)
class Clock:
    """The earliest and latest of a date's column, comparable with what was asked for."""

    rows: Records
    earliest: str
    latest: str
    first: Any
    last: Any


def clock(rows: Records, path: str, asked: FuzzyDate) -> Clock:
    """Compare instants where a time is asked for, else days as the record counts them."""
    if has_time(asked.text):
        return Clock(rows, f"{path}_earliest", f"{path}_latest", asked.earliest, asked.latest)
    name = path.replace("__", "_")
    earliest, latest = f"{name}_first_day", f"{name}_last_day"
    days = {earliest: day_of(path, "earliest"), latest: day_of(path, "latest")}
    first, last = asked.earliest.date(), asked.latest.date()
    return Clock(rows.alias(**days), earliest, latest, first, last)


class DateParameter(Parameter):
    """A fuzzy date that the date at the end of ``path`` is compared with."""

    def parse(self, text: str) -> FuzzyDate:
        try:
            return FuzzyDate.parse(text)
        except InvalidFuzzyDate as error:
            hint = " In an address, write “+” as %2B." if SPACE_FOR_PLUS.search(text) else ""
            raise forms.ValidationError(f"{error}{hint}") from error


class Before(DateParameter):
    """Dates that are over before the one asked for begins."""

    def select(self, rows: Records, value: FuzzyDate) -> Records:
        near = rows.filter(**{f"{self.field_name}_latest__lt": value.earliest + FURTHEST})
        c = clock(near, self.field_name, value)
        return c.rows.filter(**{f"{c.latest}__lt": c.first})


class After(DateParameter):
    """Dates that begin after the one asked for is over."""

    def select(self, rows: Records, value: FuzzyDate) -> Records:
        near = rows.filter(**{f"{self.field_name}_earliest__gt": value.latest - FURTHEST})
        c = clock(near, self.field_name, value)
        return c.rows.filter(**{f"{c.earliest}__gt": c.last})


class During(DateParameter):
    """Dates that lie wholly within the one asked for."""

    def select(self, rows: Records, value: FuzzyDate) -> Records:
        near = rows.filter(
            **{
                f"{self.field_name}_earliest__gt": value.earliest - FURTHEST,
                f"{self.field_name}_latest__lt": value.latest + FURTHEST,
            }
        )
        c = clock(near, self.field_name, value)
        return c.rows.filter(**{f"{c.earliest}__gte": c.first, f"{c.latest}__lte": c.last})


class Known(YesNo):
    """Whether there is a date at all."""

    def select(self, rows: Records, value: bool) -> Records:
        return rows.filter(**{f"{self.field_name}_earliest__isnull": not value})
