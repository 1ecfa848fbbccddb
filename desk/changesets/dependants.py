"""Which published records link to some others: they may rest on them, or repeat their words."""

from collections.abc import Iterable

from publishing.databases import at_desk
from publishing.models import Publishable
from publishing.reading.links import linking_to


def dependants_of(records: Iterable[Publishable]) -> list[Publishable]:
    """Return the published records that link to these or to their parts, each once."""
    with at_desk():
        chosen = {(one.kind, one.slug): one for one in records}
        found = linking_to(chosen.values())
    return [
        found[key]
        for key in sorted(found.keys() - chosen.keys())
        if found[key].published_version and found[key].published_sha256
    ]
