"""Installations as earlier releases made them; see README.md."""
