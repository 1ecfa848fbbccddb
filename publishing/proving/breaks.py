"""What verification finds; a check that cannot go on is itself a find."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Break:
    """Something in the log or the record that is not as the log says it must be."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@dataclass(frozen=True)
class Notice(Break):
    """Something that anyone verifying should know and that is not a break."""


def reported(place: str, check: Callable[[], Iterable[Break]]) -> Iterator[Break]:
    """Yield what a check finds, and that it could not go on, if what it reads is unreadable."""
    try:
        yield from check()
    except Exception as error:
        yield Break(place, f"cannot be checked to its end: {described(error)}")


def described(error: Exception) -> str:
    """Return an error in one line: its kind and what it says."""
    return f"{type(error).__name__}, {' '.join(str(error).split())}"
