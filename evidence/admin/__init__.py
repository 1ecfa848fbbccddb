"""The desk's pages of evidence, sources, parties, devices and indicators."""

from evidence.admin import device, evidence, indicator, party, source

__all__ = ["device", "evidence", "indicator", "party", "source"]
