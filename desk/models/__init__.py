"""What exists only at the desk."""

from desk.models.changeset import ChangeSet, ChangeSetItem, Operation, Status
from desk.models.note import Note

__all__ = ["ChangeSet", "ChangeSetItem", "Note", "Operation", "Status"]
