"""Time a claim's page, the case's page and a list of the API, answered in-process.

    .venv/bin/python bench/pages.py [--requests 50]

Imports and publishes the real case in two SQLite databases in a temporary folder. The times are
those of the application alone: no server, no network, no cache, no 304.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from io import StringIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "cases" / "pegasus-project"
sys.path.insert(0, str(ROOT))


def own_folder() -> Path:
    """Return a new folder that the settings put both databases in."""
    for name in ("DATABASE_URL", "DESK_DATABASE_URL", "PEGASUS_ROLE", "PEGASUS_HTTPS", "DEBUG"):
        os.environ.pop(name, None)
    folder = Path(tempfile.mkdtemp(prefix="pegasus-bench-"))
    os.environ.update(
        PEGASUS_VAR=str(folder),
        DJANGO_SETTINGS_MODULE="pegasus_tracker.settings",
        ALLOWED_HOSTS="testserver",
    )
    return folder


def prepare() -> None:
    """Make the databases and the static files, and publish the case."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("import_case", CASE, verbosity=0, stdout=StringIO())
    call_command("publish_case", CASE, stdout=StringIO())


def addresses() -> dict[str, str]:
    """Return what is measured: the claim with the most answers, the case, a list of the API."""
    from django.db.models import Count

    from claims.models import Case, Claim

    counted = Claim.objects.annotate(n=Count("answers"))
    claim = counted.order_by("-n", "slug").values_list("slug", flat=True)[0]
    case = Case.objects.values_list("slug", flat=True)[0]
    return {
        "claim page": f"/claims/{claim}/",
        "case page": f"/cases/{case}/",
        "API list": "/api/v1/claims/",
    }


def measure(client: Any, address: str, requests: int) -> list[float]:
    """Return the milliseconds of each answer; the first, which loads templates, is left out."""
    times = []
    for _request in range(requests + 1):
        begun = time.perf_counter()
        response = client.get(address)
        times.append((time.perf_counter() - begun) * 1000)
        if response.status_code != 200:
            raise SystemExit(f"{address} answers {response.status_code}.")
    return times[1:]


def queries_of(client: Any, address: str) -> int:
    """Return how many queries one answer takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def report(requests: int) -> None:
    """Measure each address, and print what was measured."""
    from django.test import Client

    client = Client()
    print(f"{requests} requests each, in-process, SQLite; milliseconds")
    print(f"  {'':<12}{'median':>8}{'p95':>8}{'KiB':>8}{'queries':>9}  address")
    for name, address in addresses().items():
        times = measure(client, address, requests)
        size = len(client.get(address).content) / 1024
        worst = statistics.quantiles(times, n=20)[-1]
        numbers = f"{statistics.median(times):8.1f}{worst:8.1f}{size:8.1f}"
        print(f"  {name:<12}{numbers}{queries_of(client, address):9d}  {address}")


def main() -> None:
    """Prepare a folder, measure in it, and remove it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--requests", type=int, default=50, help="Requests of each address.")
    options = parser.parse_args()
    folder = own_folder()
    try:
        prepare()
        report(max(options.requests, 2))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
