"""Making the next line of the log."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from publishing.models import Action, Head, Revision

if TYPE_CHECKING:
    from publishing.publish import ApprovedSet, Item

ACTIONS = {
    "withdraw": Action.WITHDRAWN,
    "restore": Action.RESTORED,
    "redact": Action.REDACTED,
}


def line_after(
    head: Head,
    approved: "ApprovedSet",
    item: "Item",
    *,
    version: int,
    moment: datetime,
    erases: Iterable[int],
) -> Revision:
    """Return the line that an item becomes, and let the head name it.

    *version* is that of the record before, 0 for a new one; *erases* what the line erases.
    """
    head.seq += 1
    line = Revision(
        seq=head.seq,
        kind=item.kind,
        slug=item.slug,
        version=version + 1,
        action=action_of(item.operation, version),
        reason=approved.reason,
        approval=approved.approval,
        changeset=approved.id,
        recorded_at=moment,
        sha256=item.sha256,
        previous=head.link,
        **_of_second_form(approved, item, erases),
    )
    head.link = line.link = line.computed_link()
    return line


def action_of(operation: str, version: int) -> Action:
    """Return what the log calls an operation on a record that has this version by now."""
    if operation == "publish":
        return Action.CORRECTED if version else Action.PUBLISHED
    return ACTIONS[operation]


def _of_second_form(approved: "ApprovedSet", item: "Item", erases: Iterable[int]) -> dict[str, Any]:
    if approved.envelope is None:
        return {}
    return {
        "envelope": approved.envelope,
        "format": item.format,
        "erases": sorted(erases),
    }
