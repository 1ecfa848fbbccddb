"""Filters by fuzzy dates: certainly before, certainly after, or within another fuzzy date.

A day, month or year that is asked for counts where the record's own days count: in
the time zone of its place of publication. A time with its offset is an instant.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import DateField, F, Func, Value
from django.db.models.functions import Coalesce, NullIf

from publishing.api.filters import Parameter, Records, YesNo
from values.fuzzydate import FuzzyDate, InvalidFuzzyDate

# No zone is further from UTC; lets an index leave out most rows before days are computed.
FURTHEST = timedelta(hours=15)
SPACE_FOR_PLUS = re.compile(r" \d\d:\d\d")


class LocalDay(Func):
    """The day that an instant falls on in a time zone, both of them columns."""

    output_field: ClassVar[Any] = DateField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "django_datetime_cast_date(%(expressions)s, 'UTC')"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "(%(expressions)s)::date"
        joiner = " AT TIME ZONE "
        return self.as_sql(compiler, connection, template=template, arg_joiner=joiner, **context)


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
    if "T" in asked.text:
        return Clock(rows, f"{path}_earliest", f"{path}_latest", asked.earliest, asked.latest)
    names = {end: f"day_of_{path.replace('__', '_')}_{end}" for end in ("earliest", "latest")}
    zone = Coalesce(NullIf(F(_zone_path(path)), Value("")), Value("UTC"))
    days = {name: LocalDay(F(f"{path}_{end}"), zone) for end, name in names.items()}
    first, last = asked.earliest.date(), asked.latest.date()
    return Clock(rows.alias(**days), names["earliest"], names["latest"], first, last)


def _zone_path(path: str) -> str:
    return "__".join([*path.split("__")[:-1], "time_zone"])


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
