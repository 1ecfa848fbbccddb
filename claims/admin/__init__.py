"""The desk's pages of cases, statements, claims, families, rebuttals and events."""

from claims.admin import case, claim, event, family, rebuttal, statement

__all__ = ["case", "claim", "event", "family", "rebuttal", "statement"]
