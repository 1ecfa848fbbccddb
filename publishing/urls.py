"""Addresses of records, alike for every kind, and of the log."""

from django.urls import URLPattern, path

from publishing.nouns import noun
from publishing.reading import pages
from publishing.reading.strictness import View

urlpatterns = [path("changes/", pages.to_read(pages.changes), name="changes")]


def record_paths(kind: str, page: View, related: pages.Related | None = None) -> list[URLPattern]:
    """Return the addresses of a kind: its list, each record, every version, the history.

    ``related`` says which other records the rows of the list name.
    """
    plural = noun(kind).plural
    record = f"{plural}/<slug:slug>/"
    return [
        path(f"{plural}/", pages.to_read(pages.list_page(kind, related)), name=f"{kind}-list"),
        path(record, pages.to_read(page), name=kind),
        path(f"{record}v<int:version>/", pages.to_read(page), name=f"{kind}-version"),
        path(
            f"{record}history/",
            pages.to_read(pages.history),
            {"kind": kind},
            name=f"{kind}-history",
        ),
    ]
