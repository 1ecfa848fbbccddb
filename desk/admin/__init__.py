"""The desk: what waits, proposals, reviews, notes and previews."""

from desk.admin import changesets

__all__ = ["changesets"]
