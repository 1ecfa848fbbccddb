"""Change sets: proposing, reviewing, publishing. Knows no particular noun."""
