"""Installations that are made once and copied: making one takes seconds of processor time.

SQLite: two files in .pytest_cache/, found again by later runs. PostgreSQL: two databases
on the server of the tests, for one run, or with --reuse-db for later ones too. An
original is copied only by those who have the fingerprint under which it was made.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import stores
from tests.fingerprint import State, fingerprint, state_of_the_code
from tests.postgresql import Urls, on_postgresql
from tests.stores import Databases, Files, Store


@dataclass(frozen=True)
class Original:
    """How an installation is made: from a copy of *base*, or from two empty databases.

    ``make`` gets the URLs of the databases, and returns the modules of the project that
    had a part in what it made.
    """

    name: str
    make: Callable[[Urls], list[str]]
    base: "Original | None" = None


def copied(original: Original, folder: Path) -> Urls:
    """Copy an original, which is made if there is none.

    SQLite: into the folder. PostgreSQL: into two databases, which the caller drops.
    """
    store = _store()
    with _one_at_a_time():
        return store.copy(_found_or_made(original, store), folder)


def forget_all() -> None:
    """Let every original be made anew."""
    with _one_at_a_time():
        _store().forget_all()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Wait for the other processes of this checkout; one that dies lets go."""
    stores.FOLDER.mkdir(parents=True, exist_ok=True)
    with (stores.FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _store() -> Store:
    return Databases() if on_postgresql() else Files()


def _found_or_made(original: Original, store: Store) -> str:
    """Return the title under which an original is stored, once it is."""
    title = _title(original, state_of_the_code())
    return title if store.has(title) else _made(original, store)


def _made(original: Original, store: Store) -> str:
    base = _found_or_made(original.base, store) if original.base else None
    before = state_of_the_code()
    modules = original.make(store.begin(base))
    if state_of_the_code() != before:
        # A file was saved meanwhile, and nobody knows which version of it was loaded.
        return _made(original, store)
    _note(original, modules)
    title = _title(original, before)
    store.finish(title)
    return title


def _title(original: Original, state: State) -> str:
    base = _title(original.base, state) if original.base else ""
    return f"{original.name}_{fingerprint(state, _noted(original), base)}"


def _note(original: Original, modules: list[str]) -> None:
    """Remember which modules had a part, so that changes to others make nothing anew."""
    new = stores.FOLDER / "modules.new"
    new.write_text(json.dumps(modules), encoding="utf-8")
    os.replace(new, _note_of(original))


def _noted(original: Original) -> list[str] | None:
    """Return the modules that had a part when this was made last; None if it never was."""
    note = _note_of(original)
    return json.loads(note.read_text(encoding="utf-8")) if note.exists() else None


def _note_of(original: Original) -> Path:
    engine = "postgresql" if on_postgresql() else "sqlite"
    return stores.FOLDER / f"modules-of-{original.name}-on-{engine}.json"
