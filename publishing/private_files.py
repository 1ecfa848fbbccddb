"""Who on this machine may read the data folder, and the desk when it is a SQLite file."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from publishing.databases import DESK

# The group may pass through, so that a web server can read the static files in it.
FOLDER = 0o710
OWN = 0o600


def keep_folder_private(folder: Path) -> None:
    """Make the data folder, or take other users' rights to an existing one away."""
    folder.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    mode = folder.stat().st_mode
    # A folder such as /tmp is everyone's, whoever owns it.
    if not mode & 0o1000:
        _take_away(folder, ~FOLDER & 0o077)
    _take_away(folder / "secret_key", ~OWN & 0o777)


def keep_desk_private(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Receive ``connection_created``: drafts and accounts are for the desk's own user alone.

    SQLite makes the files beside the database with the rights of the database.
    """
    if connection.alias != DESK or connection.vendor != "sqlite":
        return
    for beside in ("", "-wal", "-shm"):
        _take_away(Path(f"{connection.settings_dict['NAME']}{beside}"), ~OWN & 0o777)


def _take_away(path: Path, rights: int) -> None:
    # Not there, in memory, or another user's: then it is that user's to decide.
    with suppress(FileNotFoundError, PermissionError):
        mode = path.stat().st_mode
        if mode & rights:
            path.chmod(mode & ~rights)
