"""Proving the record: the log, the rows, the engine, and rebuilding from the log."""
