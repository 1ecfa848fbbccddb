"""What is left of words in the files of a database, or in its columns, byte by byte.

A file holds words raw, escaped as in JSON, or folded for the search, so each fragment is
looked for in all three forms. Words in compressed columns are invisible to this: there the
columns are read through SQL.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path

from django.db import connections

from values.folding import fold, fold_with_places
from values.sought import FRAGMENT, Sought

HEAD = 12
CHUNK = 1 << 20
ROWS = 500
TEXT_COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema = current_schema()
  AND data_type IN ('text', 'character varying', 'character', 'json', 'jsonb', 'ARRAY')
ORDER BY table_name, ordinal_position
"""


class Traces:
    """The fragments of words that must not be left, as the bytes that they would leave."""

    def __init__(self, sought: Sought, texts: Collection[str], lawful: set[str]) -> None:
        self._forms: dict[bytes, set[bytes]] = defaultdict(set)
        self._short: set[bytes] = set()
        for text in (*texts, *sought.lines):
            for fragment, raw in _fragments_of(text):
                if fragment not in lawful and sought.fragments_in(fragment):
                    self._add(_forms(fragment, raw), is_short=False)
        for line in sought.lines:
            if len(line) < FRAGMENT and f" {line} " not in lawful:
                spelled = {text for text in texts if fold(text) == line}
                self._add({form for raw in (line, *spelled) for form in _forms(line, raw)})
        self._lengths = {len(head) for head in self._forms}
        self.longest = max((len(f) for forms in self._forms.values() for f in forms), default=0)

    def _add(self, forms: set[bytes], *, is_short: bool = True) -> None:
        for form in forms:
            self._forms[form[:HEAD]].add(form)
        if is_short:
            self._short |= forms

    def in_bytes(self, data: bytes) -> Iterator[int]:
        """Yield each place of one of the fragments; the work grows with the data."""
        for length in self._lengths:
            for place in range(len(data) - length + 1):
                forms = self._forms.get(data[place : place + length], ())
                if any(self._stands(data, form, place) for form in forms):
                    yield place

    def _stands(self, data: bytes, form: bytes, place: int) -> bool:
        """Tell whether a fragment is at a place; a short one only as a separate word."""
        end = place + len(form)
        around = data[place - 1 : place] + data[end : end + 1] if place else data[end : end + 1]
        return data[place:end] == form and not (
            form in self._short and any(chr(one).isalnum() for one in around)
        )


def in_file(path: Path, traces: Traces) -> Iterator[int]:
    """Yield each place in a file at which a fragment is left."""
    with path.open("rb") as file:
        before, offset = b"", 0
        while chunk := file.read(CHUNK):
            data = before + chunk
            yield from (offset - len(before) + place for place in traces.in_bytes(data))
            offset += len(chunk)
            before = data[max(0, len(data) - traces.longest) :]


def in_columns(alias: str, traces: Traces) -> Iterator[str]:
    """Yield each text column of a PostgreSQL database in which a fragment is left."""
    connection = connections[alias]
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(TEXT_COLUMNS)
        columns = cursor.fetchall()
        for table, column in columns:
            # Only names of tables and columns are put in.
            cursor.execute(f"SELECT {quote(column)}::text FROM {quote(table)}")  # noqa: S608
            while rows := cursor.fetchmany(ROWS):
                if any(True for (value,) in rows for _ in traces.in_bytes((value or "").encode())):
                    yield f"{table}.{column}"


def files_of(alias: str) -> list[Path]:
    """Return the files in which SQLite keeps a database: its own and those beside it."""
    name = Path(str(connections[alias].settings_dict["NAME"]))
    beside = (name.with_name(f"{name.name}{end}") for end in ("-wal", "-journal"))
    return [path for path in (name, *beside) if path.is_file()]


def _fragments_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield each fragment of a text, folded and as it is written there."""
    folded, places = fold_with_places(text)
    for start in range(len(folded) - FRAGMENT + 1):
        fragment = folded[start : start + FRAGMENT]
        # One that begins or ends between two words would be a shorter one in the bytes.
        if fragment == fragment.strip():
            yield fragment, text[places[start] : places[start + FRAGMENT - 1] + 1]


def _forms(fragment: str, raw: str) -> set[bytes]:
    plain, ascii_only = (json.dumps(raw, ensure_ascii=one)[1:-1] for one in (False, True))
    return {form.encode() for form in (fragment, raw, plain, ascii_only)}
