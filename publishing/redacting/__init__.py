"""Redacting: the places where words rest, how they are found there, and how they go."""
