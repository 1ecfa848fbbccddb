"""Independent lines: evidence that rests on one origin counts once.

The origins of a piece of evidence are the ends of its derivation: itself if it
derives from nothing. An end that was withdrawn or redacted stays the origin, so
that two items which share it are never two lines; whether the cited item itself
is live is for those who count. A recursive query on the database in force.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connections

from publishing.databases import current_database

# Evidence is linked to what it derives from; UNION drops what was visited, so circles end.
ORIGINS = """
WITH RECURSIVE line(start, node) AS (
    SELECT id, id FROM evidence_evidence WHERE slug IN ({marks})
    UNION
    SELECT line.start, link.to_evidence_id
    FROM line JOIN evidence_evidence_derived_from link ON link.from_evidence_id = line.node
)
SELECT cited.slug, origin.slug
FROM line
JOIN evidence_evidence cited ON cited.id = line.start
JOIN evidence_evidence origin ON origin.id = line.node
WHERE NOT EXISTS (
    SELECT 1 FROM evidence_evidence_derived_from link WHERE link.from_evidence_id = line.node
)
"""


def origins_of(slugs: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the slugs of the origins of each piece of evidence, in one query."""
    wanted = sorted(set(slugs))
    if not wanted:
        return {}
    found: dict[str, set[str]] = defaultdict(set)
    marks = ", ".join(["%s"] * len(wanted))
    with connections[current_database()].cursor() as cursor:
        cursor.execute(ORIGINS.format(marks=marks), wanted)
        for slug, origin in cursor.fetchall():
            found[slug].add(origin)
    return {slug: frozenset(origins) for slug, origins in found.items()}
