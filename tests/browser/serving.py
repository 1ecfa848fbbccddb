"""The site as it is served: its own folder, the real case, static files, the front."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.planting import plant
from tests.processes import Site, published_site
from tests.serving import HOST, serving

SITE_SETTINGS = "pegasus_tracker.settings"
NOTHING = {"ALLOWED_HOSTS": HOST, "DEBUG": "0", "CSRF_TRUSTED_ORIGINS": ""}


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Make an installation in the folder, serve it and give its address."""
    with published_site(folder) as site:
        _finish(site)
        with serving(site, **_environment(site)) as port:
            yield f"http://{HOST}:{port}"


def _finish(site: Site) -> None:
    """Add what the real case does not have, and the files that pages load."""
    collecting = {**_environment(site), "DJANGO_SETTINGS_MODULE": "tests.browser.settings"}
    # redoc is not used by any page; its files are the largest of all.
    _done(site.manage("collectstatic", "--noinput", "-v0", "--ignore=redoc", **collecting))
    site.call(plant, **_environment(site))


def _done(process: subprocess.CompletedProcess[str]) -> None:
    assert process.returncode == 0, process.stderr[-4000:]


def _environment(site: Site) -> dict[str, str]:
    static = str(site.folder / "static")
    return {**NOTHING, "DJANGO_SETTINGS_MODULE": SITE_SETTINGS, "STATIC_ROOT": static}
