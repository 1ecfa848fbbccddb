"""Damaging a small record at random, in its rows and in its files, and what readers are told."""
