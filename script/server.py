"""Serve the site: script/server.py HOST PORT. Becomes granian, with the options that it needs.

Run by script/serve after everything is prepared, and by systemd (docs/deployment.md).
"""

import os
import resource
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPLICATION = "pegasus_tracker.rsgi:application"
# Connections of one process: each is a file, and some files stay for databases.
MOST_CONNECTIONS, OTHER_FILES = 2048, 128
OPTIONS = {
    "--interface": "rsgi",
    # HTTP/2 has no deadline for headers; a proxy in front speaks HTTP/1.1.
    "--http": "1",
    # Milliseconds for a whole head; also how long an idle connection is kept.
    "--http1-header-read-timeout": "5000",
    # The largest head, in bytes.
    "--http1-buffer-size": "65536",
    "--log-level": "warning",
    # A process that is told to stop waits for its connections, but not for ever.
    "--workers-kill-timeout": "12",
}
SWITCHES = ("--no-ws", "--respawn-failed-workers")


def command(host: str, port: str, *, workers: str, connections: int) -> list[str]:
    """Return the command line of the server."""
    return [
        *(sys.executable, "-m", "granian", "--host", host, "--port", port),
        *("--workers", workers, "--backpressure", str(connections)),
        *(word for option in OPTIONS.items() for word in option),
        *SWITCHES,
        APPLICATION,
    ]


def raise_limit() -> int:
    """Let this process and its children open more files; return how many connections fit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + OTHER_FILES
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return MOST_CONNECTIONS
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return max(wanted - OTHER_FILES, 1)


def main() -> None:
    """Become the server."""
    host, port = sys.argv[1:3]
    workers = os.environ.get("PEGASUS_WORKERS", "2")
    os.chdir(ROOT)
    line = command(host, port, workers=workers, connections=raise_limit())
    os.execv(line[0], line)  # noqa: S606


if __name__ == "__main__":
    main()
