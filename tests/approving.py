"""Change sets that were approved and cut off there."""

from desk.changesets.review import _approve
from desk.models import ChangeSet
from publishing.databases import at_desk
from publishing.models import Approval
from tests.builders import make_editor


def approved_but_not_published(changeset: ChangeSet) -> None:
    """Leave a set as it is when the process dies right after its approval."""
    with at_desk():
        _approve(changeset, Approval.SECOND_EDITOR, make_editor())
