"""Reading an approved set as it was frozen, to publish it or to repeat its lines."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from desk.changesets.salting import SealBroken, check_seal, salt
from desk.models import ChangeSet, ChangeSetItem, Operation, Status
from publishing.databases import DESK, at_desk
from publishing.formats.gates import Failure
from publishing.models import Entry, Revision, State
from publishing.nouns import Key
from publishing.publish import ApprovedSet, Item, PublicationRefused


class RedactedMeanwhile(PublicationRefused):
    """A record of a set was redacted after it was proposed, so the set is closed."""


def frozen(changeset: ChangeSet) -> ApprovedSet:
    """Return an approved set to be published, salted if it was frozen before there were salts.

    Raises SealBroken if it was tampered with, RedactedMeanwhile if one of its records was redacted
    before the set was ever published. Of a set that was published and then lost by the record, only
    what nothing has erased since remains.
    """
    with at_desk(), transaction.atomic(using=DESK, durable=True):
        approved = _sealed(changeset)
        if approved.envelope is None:
            salt(approved)
        items = list(approved.items.order_by("position"))
        if approved.status == Status.APPROVED and not _is_logged(approved):
            refuse_redacted(items)
        if any(item.is_erased and not _was_erased(item) for item in items):
            raise SealBroken(_("Frozen words are missing, although nothing redacted them."))
        return _approved(approved, [_item(item) for item in items if not item.is_erased])


def as_published(changeset: ChangeSet) -> ApprovedSet:
    """Return a set that was published, with the places of its lines; what was erased is empty.

    Raises SealBroken if it was tampered with.
    """
    with at_desk(), transaction.atomic(using=DESK, durable=True):
        approved = _sealed(changeset)
        items = approved.items.filter(seq__isnull=False).order_by("seq")
        return _approved(approved, [_item(item) for item in items])


def refuse_redacted(items: Iterable[ChangeSetItem]) -> None:
    """Raise RedactedMeanwhile if a record was redacted after its item was frozen."""
    items = list(items)
    redacted = _redacted((item.kind, item.slug) for item in items)
    gone = [item for item in items if item.is_erased or (item.kind, item.slug) in redacted]
    words = _("was redacted after this was proposed; propose what is left of the set again")
    if gone:
        raise RedactedMeanwhile(Failure(item.kind, item.slug, "", words) for item in gone)


def _is_logged(changeset: ChangeSet) -> bool:
    return Revision.objects.filter(changeset=changeset.pk).exists()


def _redacted(keys: Iterable[Key]) -> set[Key]:
    entries = Entry.objects.filter(state=State.REDACTED, slug__in=[slug for _kind, slug in keys])
    return set(entries.values_list("kind", "slug"))


def _was_erased(item: ChangeSetItem) -> bool:
    """Tell whether the desk or the record knows what erased this item's words."""
    if _redacted([(item.kind, item.slug)]):
        return True
    others = ChangeSetItem.objects.filter(
        kind=item.kind, slug=item.slug, changeset__status=Status.PUBLISHED
    )
    return any(other.operation == Operation.REDACT or item.seq in other.erases for other in others)


def _sealed(changeset: ChangeSet) -> ChangeSet:
    approved = ChangeSet.objects.get(pk=changeset.pk)
    if approved.status not in (Status.APPROVED, Status.PUBLISHED):
        raise SealBroken(_("The change set is not approved."))
    check_seal(approved)
    return approved


def _approved(changeset: ChangeSet, items: list[Item]) -> ApprovedSet:
    return ApprovedSet(
        id=changeset.pk,
        reason=changeset.reason,
        approval=changeset.approval,
        items=tuple(items),
        recorded_at=changeset.recorded_at,
        envelope=changeset.envelope,
        link=changeset.link,
    )


def _item(item: ChangeSetItem) -> Item:
    return Item(
        kind=item.kind,
        slug=item.slug,
        operation=item.operation,
        base_version=item.base_version,
        document=item.document,
        sha256=item.sha256,
        salt=item.salt,
        format=item.format,
        erases=tuple(item.erases),
        seq=item.seq,
    )
