"""Processes that begin with Django loaded: forked from one that did nothing else.

Loading Django takes most of a second of a processor, and a run needs hundreds of processes.
One process of its own loads it, with the settings of the tests, and forks for every request.
What is forked takes the environment, the settings and the files that a new process would have;
no connection was ever opened before. Where the environment decides what is loaded, a new
process is needed.
"""

import atexit
import json
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from select import select
from tempfile import TemporaryDirectory
from typing import Any

import django

from tests.fingerprint import ROOT

SETTINGS = ("tests.settings", "pegasus_tracker.settings")


def run(
    arguments: Sequence[str], environment: dict[str, str], patience: int
) -> subprocess.CompletedProcess[str]:
    """Run Python with ``-c CODE …`` or ``FILE …`` and capture what it says.

    As subprocess.run does; raises TimeoutExpired after *patience* seconds.
    """
    server = _server()
    with TemporaryDirectory(prefix="pegasus-preloaded-") as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        server.ask([list(arguments), environment, str(out), str(err)])
        pid = server.answer()
        if not server.answers_within(patience):
            os.kill(pid, signal.SIGKILL)
            server.answer()
            raise subprocess.TimeoutExpired(list(arguments), patience)
        code = server.answer()
        return subprocess.CompletedProcess(arguments, code, out.read_text(), err.read_text())


@cache
def _server() -> "_Server":
    server = _Server()
    atexit.register(server.end)
    return server


class _Server:
    """The process that forks, and the two pipes to it: a line asks, numbers answer."""

    def __init__(self) -> None:
        ours, its = os.pipe(), os.pipe()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.preloaded"], cwd=ROOT, stdin=its[0], stdout=ours[1]
        )
        os.close(its[0])
        os.close(ours[1])
        self.to, self.back = os.fdopen(its[1], "w"), ours[0]

    def ask(self, request: Any) -> None:
        print(json.dumps(request), file=self.to, flush=True)

    def answer(self) -> int:
        """Read one number, which fills eight bytes."""
        return int.from_bytes(os.read(self.back, 8), signed=True)

    def answers_within(self, seconds: int) -> bool:
        return bool(select([self.back], [], [], seconds)[0])

    def end(self) -> None:
        self.to.close()
        self.process.wait()


def serve() -> None:
    """Load Django and answer every request with the number of a child, then with its exit code."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS[0]
    django.setup()
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            sys.exit(_done(*json.loads(line)))
        _say(pid)
        _say(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def _say(number: int) -> None:
    os.write(sys.stdout.fileno(), number.to_bytes(8, signed=True))


def _done(arguments: list[str], environment: dict[str, str], out: str, err: str) -> Any:
    """Be the process that was asked for; return with what it exits."""
    os.environ.clear()
    os.environ.update(environment)
    for descriptor, name in enumerate([os.devnull, out, err]):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT), descriptor)
    sys.stdin = os.fdopen(0, closefd=False)
    _take_settings_anew()
    first, *rest = arguments
    if first == "-c":
        code, *rest = rest
        sys.argv = ["-c", *rest]
        exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})
    else:
        sys.argv = arguments
        runpy.run_path(first, run_name="__main__")
    return 0


def _take_settings_anew() -> None:
    from django.conf import settings
    from django.db import connections
    from django.db.utils import ConnectionHandler
    from django.utils.functional import empty

    for name in SETTINGS:
        sys.modules.pop(name, None)
    settings._wrapped = empty
    # As Django makes them, without those that it made while it loaded.
    vars(connections).clear()
    ConnectionHandler.__init__(connections)


if __name__ == "__main__":
    serve()
