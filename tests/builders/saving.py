"""Saving what a builder made, at the desk."""

import itertools
from typing import Any, TypeVar

from desk.changesets.proposing import refresh_digest
from publishing.models import Part, Publishable

P = TypeVar("P", bound=Publishable)
T = TypeVar("T", bound=Part)

_numbers = itertools.count(1)


def unique(stem: str) -> str:
    """Return a slug that no other record has."""
    return f"{stem}-test-{next(_numbers)}"


def saved(record: P, **many: Any) -> P:
    record.save()
    for name, others in many.items():
        getattr(record, name).set(others)
    refresh_digest(record)
    return record


def part(part: T, owner: Publishable) -> T:
    part.save()
    refresh_digest(owner)
    return part
