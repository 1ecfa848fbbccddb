"""Say what is wrong with the templates, besides the indentation, which djhtml looks after.

    .venv/bin/python script/check_templates.py

A line has at most 110 characters, a file at most 80 lines; a sentence is in one template only; what
a template opens, it closes. Needs only Python.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
LONGEST_LINE, MOST_LINES = 110, 80
# Shorter texts are labels, such as “How it was checked”; they may be in several places.
WORDS_OF_A_SENTENCE = 6

TAG = re.compile(r"{[%{#].*?[%}#]}")
TRANSLATED = re.compile(
    r"""{% translate (?:"(.*?)"|'(.*?)')|{% blocktranslate.*?%}(.*?){% endblocktranslate %}""", re.S
)
# Without a name to keep the record under, the tag would print it as Python shows it.
RECORD_WITHOUT_A_NAME = re.compile(r"{% records? (?!(?:(?!%}).)* as \w+ %})")
VOID = {"br", "col", "hr", "img", "input", "link", "meta"}


class Nesting(HTMLParser):
    """Reads HTML and notes the elements that are not closed where they should be."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, int]] = []
        self.faults: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append((tag, self.getpos()[0]))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        opened, line = self.open.pop() if self.open else ("nothing", 0)
        if opened != tag:
            self.faults.append((self.getpos()[0], f"</{tag}> closes {opened} of line {line}"))


def faults_of(source: str) -> Iterator[tuple[int, str]]:
    """Return what is wrong in one template: the line and words."""
    lines = source.splitlines()
    if len(lines) > MOST_LINES:
        yield len(lines), f"more than {MOST_LINES} lines: move a part into another template"
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            yield number, f"{len(line)} characters; at most {LONGEST_LINE}"
        if RECORD_WITHOUT_A_NAME.search(line):
            yield number, "{% record %} needs a name: “as party”; {% link_to %} writes a link"
    yield from _nesting(source)


def _nesting(source: str) -> Iterator[tuple[int, str]]:
    reader = Nesting()
    reader.feed(TAG.sub("", source))
    reader.close()
    yield from reader.faults
    yield from ((line, f"<{tag}> is never closed") for tag, line in reader.open)


def sentences_of(source: str) -> set[str]:
    """Return the sentences that a template says to readers."""
    found = (" ".join("".join(match).split()) for match in TRANSLATED.findall(source))
    return {text for text in found if len(text.split()) >= WORDS_OF_A_SENTENCE}


def faults(folder: Path) -> Iterator[str]:
    """Return what is wrong in all templates of a folder, with file and line."""
    said: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.rglob("*.html")):
        source = path.read_text(encoding="utf-8")
        name = str(path.relative_to(folder.parent))
        yield from (f"{name}:{line}: {words}" for line, words in faults_of(source))
        for sentence in sentences_of(source):
            said[sentence].append(name)
    for sentence, names in said.items():
        if len(names) > 1:
            yield f"{', '.join(names)}: “{sentence}” stands more than once; include it"


def main() -> int:
    found = list(faults(TEMPLATES))
    print(*found, sep="\n", end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
