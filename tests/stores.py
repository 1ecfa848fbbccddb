"""Where installations that are made once are kept, on either engine.

What is being made has no title yet; it gets one when it is complete, in one step.
"""

import os
import shutil
from pathlib import Path
from typing import Protocol

from tests import postgresql
from tests.fingerprint import ROOT
from tests.postgresql import PLACES, Urls

FOLDER = ROOT / ".pytest_cache" / "originals"
# An empty and a full one: of the code as it is, as it was before, and of another branch.
KEPT = 6


class Store(Protocol):
    """Keeps originals under their titles; used by one process at a time."""

    def has(self, title: str) -> bool: ...

    def begin(self, base: str | None) -> Urls:
        """Return two databases to make an original in: empty, or copies of another."""

    def finish(self, title: str) -> None:
        """Keep what was begun under this title, and drop what is too old."""

    def copy(self, title: str, folder: Path) -> Urls: ...

    def forget_all(self) -> None: ...


class Files:
    """SQLite: a folder with two files for each original; those used last are kept."""

    def __init__(self) -> None:
        self.making = FOLDER / "making"

    def has(self, title: str) -> bool:
        return (FOLDER / title).is_dir()

    def begin(self, base: str | None) -> Urls:
        shutil.rmtree(self.making, ignore_errors=True)
        self.making.mkdir(parents=True)
        return self.copy(base, self.making) if base else urls_in(self.making)

    def finish(self, title: str) -> None:
        for path in self.making.iterdir():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        if self.has(title):
            # Made before, and found only now: what was made last had other modules.
            shutil.rmtree(self.making)
        else:
            self.making.rename(FOLDER / title)
        self._keep(KEPT)

    def copy(self, title: str, folder: Path) -> Urls:
        os.utime(FOLDER / title)
        copy_files(FOLDER / title, folder)
        return urls_in(folder)

    def forget_all(self) -> None:
        self._keep(0)

    def _keep(self, number: int) -> None:
        found = [path for path in FOLDER.iterdir() if path.is_dir()]
        found.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for path in found[number:]:
            shutil.rmtree(path)


class Databases:
    """PostgreSQL: two databases for each original; one of each name is kept."""

    def __init__(self) -> None:
        self.beginning = postgresql.made_once()
        self.making = f"{self.beginning}making"

    def has(self, title: str) -> bool:
        # The desk gets its name last.
        return f"{self.beginning}{title}_desk" in postgresql.names_beginning(self.beginning)

    def begin(self, base: str | None) -> Urls:
        self._drop(self.making)
        return postgresql.create_pair(self.making, self._urls(base) if base else None)

    def finish(self, title: str) -> None:
        name = title.partition("_")[0]
        self._drop(f"{self.beginning}{name}_")
        for place in PLACES.values():
            new = f"{self.beginning}{title}_{place}"
            postgresql.on_server(f"ALTER DATABASE {self.making}_{place} RENAME TO {new}")

    def copy(self, title: str, folder: Path) -> Urls:
        return postgresql.copy_of(self._urls(title))

    def forget_all(self) -> None:
        self._drop(self.beginning)

    def _urls(self, title: str) -> Urls:
        return postgresql.pair(self.beginning + title)

    def _drop(self, beginning: str) -> None:
        postgresql.drop(*postgresql.names_beginning(beginning))


def urls_in(folder: Path) -> Urls:
    """Return the URLs of the two files in a folder."""
    return {name: f"sqlite:///{folder / place}.sqlite3" for name, place in PLACES.items()}


def copy_files(source: Path, folder: Path) -> None:
    """Copy the files of an installation that nobody is connected to."""
    # What a killed process has committed may still be in the file beside.
    for file in source.glob("*.sqlite3*"):
        shutil.copy(file, folder)
