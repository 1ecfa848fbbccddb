"""From the approved change set to the record, and the repair of what was cut off between."""

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from desk.models import ChangeSet, ChangeSetItem, Operation, Status
from desk.proposing import seal
from publishing.databases import DESK, at_desk, in_record
from publishing.models import Revision
from publishing.publish import ApprovedSet, Item, PublicationRefused, publish
from publishing.registry import noun
from publishing.rows import redact_rows


class SealBroken(Exception):
    """The frozen items are not those that were approved; nothing was published."""


def publish_approved(changeset: ChangeSet) -> list[Revision]:
    """Publish an approved change set and mark it so at the desk.

    Safe to call again at any time: what the log holds already is only marked.
    Raises PublicationRefused (and marks the set refused) if it no longer fits.
    """
    approved = _read(changeset)
    try:
        publish(approved)
    except PublicationRefused as refusal:
        _mark_refused(changeset, refusal)
        raise
    revisions = list(Revision.objects.filter(changeset=changeset.pk))
    _mark_published(changeset, revisions)
    return revisions


def publish_pending() -> Iterator[tuple[ChangeSet, int]]:
    """Publish and repair everything approved; yield each set touched and its line count.

    Compares the change sets' UUIDs with the log, in the order of approval, so it also
    publishes again what a record restored from an older backup has lost.
    """
    with at_desk():
        approved = list(ChangeSet.objects.to_publish())
    with in_record():
        logged = set(Revision.objects.values_list("changeset", flat=True).distinct())
    for changeset in approved:
        if changeset.status == Status.APPROVED or changeset.pk not in logged:
            yield changeset, len(publish_approved(changeset))


def _read(changeset: ChangeSet) -> ApprovedSet:
    """Read the approved set in one transaction; raises SealBroken if it was tampered with."""
    with at_desk(), transaction.atomic(using=DESK, durable=True):
        approved = ChangeSet.objects.get(pk=changeset.pk)
        if approved.status not in (Status.APPROVED, Status.PUBLISHED):
            raise SealBroken(_("The change set is not approved."))
        if seal(approved) != approved.digest:
            raise SealBroken(_("The frozen items differ from what was approved."))
        return ApprovedSet(
            id=approved.pk,
            reason=approved.reason,
            approval=approved.approval,
            formats=approved.formats,
            items=tuple(_item(item) for item in approved.items.order_by("position")),
        )


def _item(item: ChangeSetItem) -> Item:
    return Item(
        kind=item.kind,
        slug=item.slug,
        operation=item.operation,
        base_version=item.base_version,
        document=item.document,
        sha256=item.sha256,
    )


def _mark_published(changeset: ChangeSet, revisions: list[Revision]) -> None:
    with at_desk(), transaction.atomic(using=DESK):
        for revision in revisions:
            model = noun(revision.kind).model
            model._default_manager.using(DESK).filter(slug=revision.slug).update(
                published_version=revision.version, published_sha256=revision.sha256
            )
        for item in changeset.items.filter(operation=Operation.REDACT):
            _forget(item, {(r.kind, r.slug): r.version for r in revisions})
        ChangeSet.objects.filter(pk=changeset.pk).update(status=Status.PUBLISHED)


def _forget(item: ChangeSetItem, versions: dict[tuple[str, str], int]) -> None:
    """Erase a redacted record's words at the desk: its row, parts and frozen copies."""
    redact_rows(noun(item.kind), item.slug, versions[item.kind, item.slug], using=DESK)
    ChangeSetItem.objects.filter(kind=item.kind, slug=item.slug).update(document="")


def _mark_refused(changeset: ChangeSet, refusal: PublicationRefused) -> None:
    with at_desk():
        ChangeSet.objects.filter(pk=changeset.pk, status=Status.APPROVED).update(
            status=Status.REFUSED, rejection=str(refusal)
        )
