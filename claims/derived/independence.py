"""Independent lines: evidence that rests on one origin counts once; standing.py counts.

The origins of a piece of evidence are the ends of its derivation: itself if it
derives from nothing. An end that was withdrawn or redacted stays the origin, so
that two items which share it are never two lines; whether the cited item itself
is live is for those who count. A circle, which the gates refuse and an older
record may hold, is one end, named by the first of its slugs.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connections

from publishing.databases import current_database

Links = dict[str, set[str]]

# Evidence is linked to what it derives from; UNION drops what was visited, so circles end.
DERIVATION = """
WITH RECURSIVE line(node) AS (
    SELECT id FROM evidence_evidence WHERE slug IN ({marks})
    UNION
    SELECT link.to_evidence_id
    FROM line JOIN evidence_evidence_derived_from link ON link.from_evidence_id = line.node
)
SELECT derived.slug, origin.slug
FROM line
JOIN evidence_evidence derived ON derived.id = line.node
LEFT JOIN evidence_evidence_derived_from link ON link.from_evidence_id = line.node
LEFT JOIN evidence_evidence origin ON origin.id = link.to_evidence_id
"""


def origins_of(slugs: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the slugs of the origins of each piece of evidence, in one query."""
    wanted = sorted(set(slugs))
    if not wanted:
        return {}
    links = _derivation(wanted)
    return {slug: _ends(slug, links) for slug in wanted if slug in links}


def _derivation(slugs: list[str]) -> Links:
    """Return what each of these, and all that they derive from, is derived from."""
    links: Links = defaultdict(set)
    marks = ", ".join(["%s"] * len(slugs))
    with connections[current_database()].cursor() as cursor:
        cursor.execute(DERIVATION.format(marks=marks), slugs)
        for slug, origin in cursor.fetchall():
            links[slug] |= {origin} - {None}
    return links


def _ends(slug: str, links: Links) -> frozenset[str]:
    """Return where a derivation ends: at what derives from nothing, or in a circle."""
    below = _reached(slug, links)
    ends = {one for one in below if not links[one]}
    turning = below - {one for one in below if _reached(one, links) & ends}
    # Whatever leads to no origin is in a circle, or leads into one.
    circles = {frozenset(_reached(one, links)) for one in turning}
    innermost = {one for one in circles if not any(other < one for other in circles)}
    return frozenset(ends | {min(one) for one in innermost})


def _reached(slug: str, links: Links) -> set[str]:
    """Return a piece of evidence and all that it derives from."""
    seen, waiting = {slug}, [slug]
    while waiting:
        waiting += (new := links[waiting.pop()] - seen)
        seen |= new
    return seen
