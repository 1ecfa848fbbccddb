"""Redacting: the places where words are kept, how they are found there, and how they go."""
