"""From the approved change set to the record, and the repair of what was cut off between."""

from collections.abc import Iterator

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from desk.changesets.salting import SealBroken, check_seal, salt
from desk.models import ChangeSet, ChangeSetItem, Note, Operation, Status
from publishing.databases import DESK, at_desk, in_record
from publishing.formats.evolving import digest
from publishing.models import Entry, Revision, State
from publishing.nouns import Noun, noun
from publishing.publish import ApprovedSet, Item, PublicationRefused, publish
from publishing.rows import redact_rows

MARK = ["published_version", "published_sha256"]


__all__ = ["PendingRefused", "SealBroken", "publish_approved", "publish_pending"]


class PendingRefused(Exception):
    """Some approved sets could not be published; ``failures`` holds why, the others are done."""

    def __init__(self, failures: list[Exception]) -> None:
        self.failures = failures
        super().__init__("\n".join(str(failure) for failure in failures))


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
    publishes again what a record restored from an older backup has lost. A set that is
    refused does not keep back the others; PendingRefused is raised after the last.
    """
    with at_desk():
        approved = list(ChangeSet.objects.to_publish())
    with in_record():
        logged = set(Revision.objects.values_list("changeset", flat=True).distinct())
    failed: list[Exception] = []
    for changeset in approved:
        if changeset.status == Status.APPROVED or changeset.pk not in logged:
            try:
                yield changeset, len(publish_approved(changeset))
            except (PublicationRefused, SealBroken) as error:
                failed.append(error)
    if failed:
        raise PendingRefused(failed)


def _read(changeset: ChangeSet) -> ApprovedSet:
    """Read the approved set in one transaction; raises SealBroken if it was tampered with."""
    with at_desk(), transaction.atomic(using=DESK, durable=True):
        approved = ChangeSet.objects.get(pk=changeset.pk)
        if approved.status not in (Status.APPROVED, Status.PUBLISHED):
            raise SealBroken(_("The change set is not approved."))
        check_seal(approved)
        if approved.envelope is None:
            salt(approved)
        items = list(approved.items.order_by("position"))
        if any(item.is_erased and not _was_redacted(item) for item in items):
            raise SealBroken(_("Frozen words are missing, although nothing redacted them."))
        return ApprovedSet(
            id=approved.pk,
            reason=approved.reason,
            approval=approved.approval,
            items=tuple(_item(item) for item in items if not item.is_erased),
        )


def _was_redacted(item: ChangeSetItem) -> bool:
    """Tell whether the desk or the record knows a redaction of this item's record."""
    key = {"kind": item.kind, "slug": item.slug}
    redactions = ChangeSetItem.objects.filter(operation=Operation.REDACT, **key)
    return (
        redactions.filter(changeset__status=Status.PUBLISHED).exists()
        or Entry.objects.filter(state=State.REDACTED, **key).exists()
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
    )


def _mark_published(changeset: ChangeSet, revisions: list[Revision]) -> None:
    with at_desk(), transaction.atomic(using=DESK):
        for kind, slugs in _slugs_by_kind(revisions).items():
            _mark_rows(noun(kind), slugs)
        versions = {(r.kind, r.slug): r.version for r in revisions}
        for item in changeset.items.filter(operation=Operation.REDACT):
            forget(item.kind, item.slug, versions.get((item.kind, item.slug)))
        forget_erased(revisions)
        ChangeSet.objects.filter(pk=changeset.pk).update(status=Status.PUBLISHED)


def _slugs_by_kind(revisions: list[Revision]) -> dict[str, list[str]]:
    slugs: dict[str, list[str]] = {}
    for revision in revisions:
        slugs.setdefault(revision.kind, []).append(revision.slug)
    return slugs


def _mark_rows(one: Noun, slugs: list[str]) -> None:
    """Write beside the working copies what is published of them now.

    That may be more than this change set: another process may have published a later
    one in between. So the rows are locked first and the record is read after that.
    """
    manager = one.model._default_manager.using(DESK)
    rows = manager.filter(slug__in=slugs).order_by("slug").select_for_update()
    marked = {row.slug: row for row in rows.only("slug", *MARK)}
    for entry in Entry.objects.filter(kind=one.kind, slug__in=slugs):
        if row := marked.get(entry.slug):
            row.published_version = entry.version
            row.published_sha256 = digest(entry.document, one)
    manager.bulk_update(marked.values(), MARK, batch_size=200)


def forget(kind: str, slug: str, version: int | None) -> None:
    """Erase a redacted record's words at the desk: row, parts, frozen copies, notes, admin log.

    *version* is that of the redaction, None if the record does not hold the record at all.
    """
    model = noun(kind).model
    content_type = ContentType.objects.get_for_model(model)
    for pk in model._default_manager.using(DESK).filter(slug=slug).values_list("pk", flat=True):
        LogEntry.objects.filter(content_type=content_type, object_id=str(pk)).delete()
    if version is not None:
        redact_rows(noun(kind), slug, version, using=DESK)
    Note.objects.filter(kind=kind, slug=slug).delete()
    ChangeSetItem.objects.filter(kind=kind, slug=slug).update(document="", salt="")


def forget_erased(lines: list[Revision]) -> None:
    """Erase the frozen copies of the documents that these lines of the log erase."""
    erased = [seq for line in lines for seq in line.erases or ()]
    for gone in Revision.objects.filter(pk__in=erased):
        copies = ChangeSetItem.objects.filter(changeset=gone.changeset)
        copies.filter(kind=gone.kind, slug=gone.slug).update(document="", salt="")


def _mark_refused(changeset: ChangeSet, refusal: PublicationRefused) -> None:
    with at_desk():
        ChangeSet.objects.filter(pk=changeset.pk, status=Status.APPROVED).update(
            status=Status.REFUSED, rejection=str(refusal)
        )
