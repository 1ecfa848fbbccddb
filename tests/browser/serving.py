"""The site as it is served: its own folder, the real case, static files, granian."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.planting import plant
from tests.fingerprint import ROOT
from tests.processes import Site, published_site

SITE_SETTINGS = "pegasus_tracker.settings"
NOTHING = {"ALLOWED_HOSTS": "127.0.0.1", "DEBUG": "0", "CSRF_TRUSTED_ORIGINS": ""}
STARTING = 30


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Make an installation in the folder, serve it and give its address."""
    with published_site(folder) as site:
        _finish(site)
        port = _free_port()
        process = _start(site, port)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, process, folder / "served.log")
            yield address
        finally:
            process.terminate()
            process.wait(timeout=STARTING)


def _finish(site: Site) -> None:
    """Add what the real case does not hold, and the files that pages load."""
    collecting = {**_environment(site), "DJANGO_SETTINGS_MODULE": "tests.browser.settings"}
    # redoc is not used by any page; its files are the largest of all.
    _done(site.manage("collectstatic", "--noinput", "-v0", "--ignore=redoc", **collecting))
    site.call(plant, **_environment(site))


def _done(process: subprocess.CompletedProcess[str]) -> None:
    assert process.returncode == 0, process.stderr[-4000:]


def _environment(site: Site) -> dict[str, str]:
    static = str(site.folder / "static")
    return {**NOTHING, "DJANGO_SETTINGS_MODULE": SITE_SETTINGS, "STATIC_ROOT": static}


def _start(site: Site, port: int) -> subprocess.Popen[bytes]:
    with (site.folder / "served.log").open("wb") as log:
        return subprocess.Popen(
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi"),
                *("--host", "127.0.0.1", "--port", str(port), "--workers", "1"),
                *("--blocking-threads", "1", "--log-level", "warning"),
                "pegasus_tracker.wsgi:application",
            ],
            cwd=ROOT,
            env=site.environment(**_environment(site)),
            stdout=log,
            stderr=log,
        )


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + STARTING
    while not _answers(address):
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.1)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=STARTING):
            return True
    except urllib.error.HTTPError:
        raise
    except OSError:
        return False
