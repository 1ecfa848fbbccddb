"""Derivations that today's gates refuse but an older record may contain."""

from evidence.models import Evidence
from publishing.databases import open_door


def derive_in_record(*links: tuple[Evidence, Evidence]) -> None:
    """Write into the record that the first of each pair derives from the second."""
    with open_door():
        for one, origin in links:
            rows = Evidence.objects.using("default")
            rows.get(slug=one.slug).derived_from.add(rows.get(slug=origin.slug))
