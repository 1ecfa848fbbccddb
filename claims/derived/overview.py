"""The case at a glance: one mark per statement and item of evidence, month by month."""

from collections.abc import Iterable
from dataclasses import dataclass

from claims.derived.timeline import Month

PITCH, COLUMNS = 6, 2
MARGIN, LABELS = 6, 22


@dataclass(frozen=True)
class Year:
    """A line of the grid, with the name of the year that starts there."""

    name: str
    x: int
    text_x: int


@dataclass(frozen=True)
class Overview:
    """Places of the marks in a drawing; statements above the axis, evidence below it."""

    width: int
    height: int
    axis: int
    years: list[Year]
    dots: list[tuple[float, float]]
    squares: list[tuple[float, float]]

    @property
    def text_y(self) -> int:
        """Return the base line of the names of years."""
        return self.height - 5


def overview(months: Iterable[Month]) -> Overview | None:
    """Return where to draw each statement and item of evidence whose month is known."""
    dated = [month for month in months if month.anchor[5:7].isdigit() and len(month.anchor) == 7]
    if not dated:
        return None
    first = int(dated[0].year)
    count = (int(dated[-1].year) - first + 1) * 12
    up = _rows(max(month.said for month in dated))
    down = _rows(max(month.shown for month in dated))
    axis = MARGIN + up * PITCH
    step = COLUMNS * PITCH
    return Overview(
        width=count * step,
        height=axis + down * PITCH + MARGIN + LABELS,
        axis=axis,
        years=[_year(first, year, step) for year in range(first, int(dated[-1].year) + 1)],
        dots=[spot for month in dated for spot in _dots(_place(month, first) * step, axis, month)],
        squares=[
            spot for month in dated for spot in _squares(_place(month, first) * step, axis, month)
        ],
    )


def _rows(marks: int) -> int:
    return -(-marks // COLUMNS)


def _place(month: Month, first: int) -> int:
    return (int(month.year) - first) * 12 + int(month.anchor[5:7]) - 1


def _year(first: int, year: int, step: int) -> Year:
    x = (year - first) * 12 * step
    return Year(str(year), x, x + 5)


def _dots(x: int, axis: int, month: Month) -> Iterable[tuple[float, float]]:
    for mark in range(month.said):
        row, column = divmod(mark, COLUMNS)
        yield x + column * PITCH + PITCH / 2, axis - row * PITCH - PITCH / 2 - 1


def _squares(x: int, axis: int, month: Month) -> Iterable[tuple[float, float]]:
    for mark in range(month.shown):
        row, column = divmod(mark, COLUMNS)
        yield x + column * PITCH + 0.5, axis + row * PITCH + 1.5
