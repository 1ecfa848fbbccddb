"""What a made database depends on: code, case, libraries and engines, as one short word."""

import hashlib
import json
import platform
import sqlite3
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
# Read by what makes a database, though not as modules.
DATA = ("cases/**/*", "requirements.txt")
ENGINES = [platform.python_version(), django.get_version(), sqlite3.sqlite_version]

State = dict[str, str]


def packages() -> list[str]:
    """Return the names of the project's packages, without the tests."""
    return sorted(p.parent.name for p in ROOT.glob("*/__init__.py") if p.parent.name != "tests")


def state_of_the_code() -> State:
    """Return the hash of each file that could influence a database, by its path."""
    modules = [f"{package}/**/*.py" for package in packages()]
    found = [p for pattern in (*modules, "tests/**/*.py", *DATA) for p in ROOT.glob(pattern)]
    return {str(p.relative_to(ROOT)): _hash(p.read_bytes()) for p in found if p.is_file()}


def fingerprint(state: State, had_a_part: list[str] | None, *more: str) -> str:
    """Return the same word for as long as making a database would give the same.

    *had_a_part*: the modules that were loaded when it was made; all, if that is not known.
    A new module may be found by discovery (migrations, admin), so all names count too.
    """
    names = [name for name in state if not name.startswith("tests/")]
    modules = names if had_a_part is None else had_a_part
    data = [name for name in names if not name.endswith(".py")]
    contents = {name: state.get(name, "") for name in (*modules, *data)}
    words = json.dumps([sorted(names), sorted(contents.items()), ENGINES, more])
    return _hash(words.encode())[:16]


def loaded() -> list[str]:
    """Return the paths of the project's modules that this process has loaded."""
    files = [getattr(module, "__file__", None) or "" for module in list(sys.modules.values())]
    inside = [Path(file).relative_to(ROOT) for file in files if file.startswith(f"{ROOT}/")]
    return sorted(str(path) for path in inside if path.parts[0] in {*packages(), "tests"})


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
