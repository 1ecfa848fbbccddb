"""Reviewing: another editor approves or rejects what was proposed."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from desk.changesets.frozen import RedactedMeanwhile, refuse_redacted
from desk.changesets.lost import behind
from desk.changesets.proposing import failures_of, seal
from desk.changesets.publication import mark_refused, publish_approved
from desk.changesets.salting import salt
from desk.models import ChangeSet, Status
from publishing.databases import DESK, at_desk
from publishing.models import Approval, Revision
from publishing.moments import clock, moment_to_record
from publishing.publish import PublicationRefused


class ReviewRefused(Exception):
    """This review is not possible; the message says why and what to do."""


def approve(changeset: ChangeSet, approver: AbstractBaseUser) -> list[Revision]:
    """Approve a change set as its second editor and publish it.

    Raises ReviewRefused if the approver is the author, it does not wait for review, or the
    record has lost lines; PublicationRefused if it no longer fits the record, and then it
    is closed if one of its records was redacted meanwhile.
    """
    with at_desk():
        _approve(changeset, _approval_by(changeset, approver), approver)
    return publish_approved(changeset)


def approve_installation(changeset: ChangeSet) -> list[Revision]:
    """Approve what came with the installation; readers see that word.

    Raises ReviewRefused if an editor proposed it: then another editor has to approve.
    """
    if changeset.author_id is not None:
        raise ReviewRefused(_("What an editor proposed, another editor approves."))
    with at_desk():
        _approve(changeset, Approval.INSTALLATION, None)
    return publish_approved(changeset)


def reject(changeset: ChangeSet, reviewer: AbstractBaseUser, reason: str) -> None:
    """Reject a change set, or take one's own back; a reason is needed for both.

    Raises ReviewRefused if it does not wait for review or no reason is given.
    """
    if not reason.strip():
        raise ReviewRefused(_("Say why you reject it, so that its author can put it right."))
    with at_desk(), transaction.atomic(using=DESK):
        waiting = _waiting(changeset)
        waiting.status, waiting.rejection = Status.REJECTED, reason.strip()
        is_author = reviewer.pk == waiting.author_id
        waiting.approver = None if is_author else reviewer  # type: ignore[assignment]
        waiting.save(update_fields=["status", "rejection", "approver"])


def _approval_by(changeset: ChangeSet, approver: AbstractBaseUser) -> Approval:
    if changeset.author_id is None:
        words = _("No editor proposed it: reject it, and let publish_case propose it again.")
        raise ReviewRefused(words)
    if changeset.author_id != approver.pk:
        return Approval.SECOND_EDITOR
    if settings.SINGLE_EDITOR:
        return Approval.SINGLE_EDITOR
    raise ReviewRefused(_("Its author cannot approve it: another editor has to."))


def _approve(changeset: ChangeSet, approval: Approval, approver: AbstractBaseUser | None) -> None:
    try:
        _approve_as(changeset, approval, approver)
    except RedactedMeanwhile as refusal:
        mark_refused(changeset, refusal)
        raise


def _approve_as(
    changeset: ChangeSet, approval: Approval, approver: AbstractBaseUser | None
) -> None:
    if words := behind():
        raise ReviewRefused(words)
    with transaction.atomic(using=DESK):
        waiting = _waiting(changeset)
        refuse_redacted(waiting.items.all())
        if waiting.envelope is None:
            salt(waiting)
        found = failures_of(waiting.items.all())
        if found:
            raise PublicationRefused(found)
        waiting.approval = approval
        waiting.approver = approver  # type: ignore[assignment]
        waiting.approved_at, waiting.recorded_at = clock(), moment_to_record()
        waiting.digest = seal(waiting)
        waiting.status = Status.APPROVED
        waiting.save()


def _waiting(changeset: ChangeSet) -> ChangeSet:
    """Return the change set, locked; raises ReviewRefused unless it waits for review."""
    locked = ChangeSet.objects.select_for_update().get(pk=changeset.pk)
    if locked.status != Status.PROPOSED:
        words = _("This change set is no longer waiting for review: it is %(status)s.")
        raise ReviewRefused(words % {"status": locked.get_status_display()})
    return locked
