"""What is left of words in the files of a database, or in its columns, byte by byte.

A file holds words raw, escaped as in JSON, or folded for the search, so each fragment is
looked for in all three forms. Words in compressed columns are invisible to this: there the
columns are read through SQL.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import connections

from values.folding import fold_with_places
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

    def __init__(self, sought: Sought, texts: Iterable[str], lawful: set[str]) -> None:
        self._by_head: dict[bytes, set[bytes]] = defaultdict(set)
        for text in (*texts, *sought.lines):
            for fragment, raw in _fragments_of(text):
                if fragment not in lawful and sought.fragments_in(fragment):
                    for form in _forms(fragment, raw):
                        self._by_head[form[:HEAD]].add(form)
        self._lengths = {len(head) for head in self._by_head}
        self.longest = max((len(f) for forms in self._by_head.values() for f in forms), default=0)

    def in_bytes(self, data: bytes) -> Iterator[int]:
        """Yield each place where one of the fragments stands; the work grows with the data."""
        for length in self._lengths:
            for place in range(len(data) - length + 1):
                forms = self._by_head.get(data[place : place + length], ())
                if any(data.startswith(form, place) for form in forms):
                    yield place


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
    """Yield each fragment of a text, folded and as it stands there."""
    folded, places = fold_with_places(text)
    length = min(FRAGMENT, len(folded))
    for start in range(len(folded) - length + 1):
        fragment = folded[start : start + length]
        # One that begins or ends between two words is a shorter one of theirs.
        if fragment and fragment == fragment.strip():
            yield fragment, text[places[start] : places[start + length - 1] + 1]


def _forms(fragment: str, raw: str) -> set[bytes]:
    plain, ascii_only = (json.dumps(raw, ensure_ascii=one)[1:-1] for one in (False, True))
    return {form.encode() for form in (fragment, raw, plain, ascii_only)}
