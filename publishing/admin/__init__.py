"""The desk's pages for records: what all kinds share, and the log, which is only read."""

from publishing.admin import log

__all__ = ["log"]
