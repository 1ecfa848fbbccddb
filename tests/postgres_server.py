"""A PostgreSQL server for one test, which can be stopped while its files are damaged."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2  # type: ignore[import-untyped]

OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def binaries() -> Path | None:
    """Return the folder of initdb and pg_ctl, the newest there is; None if there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if asked := shutil.which("pg_config"):
        folders.append(Path(subprocess.check_output([asked, "--bindir"], text=True).strip()))
    found = [folder for folder in folders if (folder / "initdb").exists()]
    return found[-1] if found else None


@dataclass(frozen=True)
class Server:
    """A server that listens only on a socket in its folder; its user is pegasus."""

    folder: Path
    bin: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def url(self, database: str) -> str:
        """Return the URL of one of its databases."""
        return f"postgres://pegasus@/{self.folder}/{database}"

    def start(self) -> None:
        options = f"{OPTIONS} -c unix_socket_directories='{self.folder}'"
        log = str(self.folder / "log")
        self._control("--wait", "--silent", f"--log={log}", f"--options={options}", "start")

    def stop(self, mode: str = "fast") -> None:
        self._control("--wait", "--silent", f"--mode={mode}", "stop")

    def make(self) -> None:
        self._run(
            "initdb", f"--pgdata={self.data}", "--username=pegasus", "--auth=trust",
            "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip

    def ask(self, database: str, *statements: str) -> list[tuple[object, ...]]:
        """Run statements outside any transaction; return the rows of the last."""
        connection = psycopg2.connect(host=str(self.folder), user="pegasus", dbname=database)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
                return list(cursor.fetchall()) if cursor.description else []
        finally:
            connection.close()

    def _control(self, *arguments: str) -> None:
        self._run("pg_ctl", f"--pgdata={self.data}", *arguments)

    def _run(self, program: str, *arguments: str) -> None:
        # PostgreSQL refuses to run as root.
        prefix = ["runuser", "-u", _owner(), "--"] if os.getuid() == 0 else []
        command = [*prefix, str(self.bin / program), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder)


def _owner() -> str:
    names = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def own_server(folder_of_binaries: Path) -> Iterator[Server]:
    """Give a running server, and remove it afterwards."""
    # In /tmp itself: the path of a socket must not be long.
    server = Server(Path(tempfile.mkdtemp(prefix="pegasus-pg-", dir="/tmp")), folder_of_binaries)
    if os.getuid() == 0:
        shutil.chown(server.folder, _owner())
    try:
        server.make()
        server.start()
        yield server
    finally:
        if (server.data / "postmaster.pid").exists():
            server.stop("immediate")
        shutil.rmtree(server.folder)
