"""Which build of the code this process runs, for ETags and the footer."""

import hashlib
from pathlib import Path

VERSION = "0.2.0"
FOLDERS = (
    "templates", "static", "pegasus_tracker", "claims", "evidence", "publishing", "values",
)  # fmt: skip


def _fingerprint() -> str:
    """Hash the templates and the code once at start, so that no cached page outlives them."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256(VERSION.encode())
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".css", ".js"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


BUILD = _fingerprint()
