"""What exists only at the desk."""

from desk.models.changeset import ChangeSet, ChangeSetItem, Operation, Status
from desk.models.note import Note
from desk.models.redaction import Redaction

__all__ = ["ChangeSet", "ChangeSetItem", "Note", "Operation", "Redaction", "Status"]
