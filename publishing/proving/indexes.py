"""Looking every record up as readers do: by every index, and in the order of every index.

A page is found through an index and a list is read in the order of one, so a damaged index hides
what the tables hold. Each index is read from end to end, and each of its keys is looked up from its
root; both have to give what reading the table itself gives. The database does that in a few
statements per index, so no row comes here, however many there are.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db import connections

from publishing.databases import RECORD
from publishing.proving import indexes_postgresql, indexes_sqlite
from publishing.proving.breaks import Break, Notice, described
from publishing.proving.chunks import attempt
from publishing.proving.engine import amcheck_stands_in
from publishing.proving.tables import record_models

ENGINES: dict[str, Any] = {"sqlite": indexes_sqlite, "postgresql": indexes_postgresql}


def index_breaks() -> Iterator[Break]:
    """Compare what each index of the record gives with what its table holds."""
    for model in record_models():
        yield from _breaks_of_table(model._meta.db_table)


def _breaks_of_table(table: str) -> Iterator[Break]:
    engine = ENGINES[connections[RECORD].vendor]
    try:
        indexes = attempt(lambda: engine.indexes_of(table))
    except Exception as error:
        yield Break(f"indexes of {table}", f"cannot be listed: {described(error)}")
        return
    for index in indexes:
        place = f"index {index.name}"
        try:
            for words in attempt(partial(_faults, index)):
                yield Break(place, words)
            if index.passed_over and not amcheck_stands_in():
                yield Notice(place, index.passed_over)
        except Exception as error:
            yield Break(place, f"cannot be read: {described(error)}")


def _faults(index: Any) -> list[str]:
    return list(index.faults())
