"""The rule of ``values.days`` in SQL: on which day a date counts."""

from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Literal
from zoneinfo import ZoneInfo

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, DateField, F, Func, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf, StrIndex, Substr
from django.db.models.lookups import Exact

End = Literal["earliest", "latest"]
# No day begins or ends further from the UTC day; lets an index leave out most rows.
FURTHEST = timedelta(hours=15)
# The letter between the day and the time of a moment is its eleventh character.
DAY = 10


class LocalDay(Func):
    """The day that an instant falls on in a time zone, both of them columns."""

    output_field: ClassVar[Any] = DateField()

    function = "local_day"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        # Without the colon CET is read as an abbreviation, of one hour all year.
        template = "(%(expressions)s))::date"
        joiner = " AT TIME ZONE (':' || "
        return self.as_sql(compiler, connection, template=template, arg_joiner=joiner, **context)


def teach_local_day(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Receive ``connection_created``: SQLite knows no zones, so Python lends it this function.

    Django's own takes the name of a zone such as Etc/GMT+12 for an offset to add.
    """
    if connection.vendor == "sqlite":
        connection.connection.create_function("local_day", 2, _local_day, deterministic=True)


def _local_day(instant: str | None, zone: str) -> str | None:
    if instant is None:
        return None
    moment = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    return moment.astimezone(ZoneInfo(zone)).date().isoformat()


def day_of(path: str, end: End) -> Case:
    """Return the first or last day that the date at the end of *path* may mean, where it counts."""
    zone = F("__".join([*path.split("__")[:-1], "time_zone"]))
    written = F(path) if end == "earliest" else _last_part(F(path))
    local = LocalDay(F(f"{path}_{end}"), Coalesce(NullIf(zone, Value("")), Value("UTC")))
    is_moment = Exact(Substr(written, DAY + 1, 1), Value("T"))
    by_offset = Cast(Substr(written, 1, DAY), DateField())
    return Case(
        When(~Exact(zone, Value("")), then=local),
        When(is_moment, then=by_offset),
        default=local,
        output_field=DateField(),
    )


def _last_part(text: F) -> Substr:
    """Return the end of an interval, or the whole of anything else."""
    return Substr(text, StrIndex(text, Value("/")) + 1)
