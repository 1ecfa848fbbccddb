"""Redactions: finding the words, the set that removes them, the desk's own places, finishing."""
