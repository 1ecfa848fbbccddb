"""What the docs have to name, and what a text leaves out. Each takes the text it judges."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import get_commands
from django.urls import get_resolver

from publishing.nouns import nouns

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
OURS = ("publishing", "evidence", "claims", "desk", "pegasus_tracker")
# Known to every shell, and not ours to describe.
SHELL = {"TMPDIR", "PWD", "HOME", "PATH"}
CATCH_ALL = "<rest>"


def read(*names: str) -> str:
    """Return the text of files below the repository's root, one after another."""
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)


def without_code(text: str) -> str:
    """Return Markdown without its code blocks."""
    return re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)


def pages() -> list[Path]:
    """Return every Markdown file of the project that readers open."""
    top = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]
    folders = [DOCS, ROOT / "bench", ROOT / "cases", ROOT / "tests"]
    return [*top, *(path for folder in folders for path in sorted(folder.rglob("*.md")))]


def missing(names: Iterable[str], text: str) -> list[str]:
    """Return the names that a text does not hold between backticks, alone or with arguments."""
    return [one for one in sorted(set(names)) if not re.search(rf"`{re.escape(one)}[` ]", text)]


def settings_read_by(code: str) -> set[str]:
    """Return the variables that Python code reads from the environment."""
    readers = r"(?:\benv\.\w+\(|_database\(|os\.environ\.get\(|os\.environ\[|os\.getenv\()"
    return set(re.findall(rf'{readers}\s*"([A-Z][A-Z_]+)"', code))


def settings_read_by_script(code: str) -> set[str]:
    """Return the variables that a shell script takes from the environment, with a default."""
    return set(re.findall(r"\$\{([A-Z][A-Z_]+)(?::?[-+=?])", code)) - SHELL


def scripts() -> str:
    """Return the code of all scripts."""
    files = [path for path in (ROOT / "script").rglob("*") if path.suffix in ("", ".sh", ".py")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files if path.is_file())


def commands() -> dict[str, str]:
    """Return the code of each management command of ours by its name."""
    found = {}
    for name, app in get_commands().items():
        if str(app) in OURS:
            path = ROOT / str(app) / "management" / "commands" / f"{name}.py"
            found[name] = path.read_text(encoding="utf-8")
    return found


def options(code: str) -> set[str]:
    """Return the options that a management command adds."""
    return set(re.findall(r'"(--[a-z][a-z-]+)"', code))


def addresses() -> list[str]:
    """Return every address of the site in the words of the docs."""
    return sorted({normal("/" + route) for route in _routes(get_resolver())})


def _routes(resolver: Any, before: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            # The admin's own addresses are Django's: that it is there is what the docs say.
            yield from [route] if route.startswith("desk/") else _routes(one, route)
        else:
            yield route


def normal(address: str) -> str:
    """Return an address with plain placeholders: /<plural>/<slug>/v<>/."""
    bare = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", address)
    bare = re.sub(r"[\^$]|\\Z", "", re.sub(r"<\w+:(\w+)>", r"<\1>", bare.replace("{", "<")))
    bare = bare.replace("}", ">").replace("//", "/")
    plurals = "|".join(one.plural for one in nouns())
    bare = re.sub(rf"^(/api/v1)?/(?:{plurals}|<plural>)/", r"\1/<plural>/", bare)
    return bare if CATCH_ALL in bare else re.sub(r"<(?!plural>)\w+>", "<>", bare)


def undocumented(found: Iterable[str], text: str) -> list[str]:
    """Return the addresses that a text does not name."""
    named = {normal(one) for one in re.findall(r"/[\w<>{}./-]+|(?<=`)/(?=`)", text)}
    return [one for one in found if one not in named and CATCH_ALL not in one]


def models() -> list[Any]:
    """Return every model of ours."""
    return [model for app in OURS if apps.is_installed(app) for model in _models(app)]


def _models(app: str) -> Iterator[Any]:
    labels = {config.name: config.label for config in apps.get_app_configs()}
    yield from apps.get_app_config(labels[app]).get_models()


def words() -> set[str]:
    """Return every word that a field of ours allows."""
    fields = [field for model in models() for field in model._meta.get_fields()]
    chosen = {str(v) for f in fields for v, _label in getattr(f, "choices", None) or [] if v}
    return chosen | {word for f in fields for word in getattr(f, "words", None) or []}


def section(text: str, title: str) -> str:
    """Return what is under a heading, up to the next heading."""
    found = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#+ |\Z)", text, re.DOTALL | re.MULTILINE)
    return found[1] if found else ""


def pins(text: str) -> set[str]:
    """Return the packages that a requirements file pins."""
    return set(re.findall(r"^([A-Za-z0-9_.-]+)==", text, re.MULTILINE))


def broken_links(page: Path, text: str) -> list[str]:
    """Return the relative links of a page that lead to no file or to no heading."""
    links = re.findall(r"\]\(([^)\s]+)\)", without_code(text))
    return [one for one in links if not re.match(r"[a-z]+:", one) and not _leads(page, one)]


def _leads(page: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    if not target.exists():
        return False
    return not anchor or anchor in _anchors(target.read_text(encoding="utf-8"))


def _anchors(text: str) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", without_code(text), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in titles}


def machine_paths(text: str) -> list[str]:
    """Return what looks like a folder of one person's machine."""
    return re.findall(r"(?<![\w.<>-])(?:/(?:root|home|Users|work|tmp)/[\w./-]*|[A-Z]:\\\w+)", text)
