"""From the approved change set to the record, and the repair of what was cut off between."""

from collections.abc import Iterator

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from desk.changesets.frozen import frozen
from desk.changesets.lost import forget_places, put_back
from desk.changesets.salting import SealBroken
from desk.models import ChangeSet, ChangeSetItem, Note, Operation, Status
from desk.redactions.cleansing import cleanse_desk
from desk.redactions.finishing import finish_redaction_of
from publishing.databases import DESK, at_desk, in_record
from publishing.formats.evolving import digest
from publishing.models import Entry, Revision
from publishing.nouns import Noun, noun
from publishing.publish import ClockRefused, PublicationRefused, publish
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

    Safe to call again at any time: what the log holds already is only marked. Raises
    PublicationRefused (and marks the set refused) if it no longer fits, ClockRefused (and leaves
    it approved) if the clock is wrong.
    """
    try:
        publish(frozen(changeset))
    except ClockRefused:
        raise
    except PublicationRefused as refusal:
        mark_refused(changeset, refusal)
        raise
    revisions = _lines_of(changeset)
    if revisions:
        _mark_published(changeset, revisions)
        finish_redaction_of(changeset)
    return revisions


def publish_pending(*, anew: bool = False) -> Iterator[tuple[ChangeSet, int]]:
    """Publish and repair everything approved; yield each set touched and its line count.

    Compares the change sets' UUIDs with the log. What a record restored from an older backup has
    lost is written again byte for byte, where it follows in the log (never with *anew*); what does
    not follow, and what was never published, is published in the order of approval. A set that is
    refused does not hold back the others; PendingRefused is raised after the last, or at once if a
    clock is wrong.
    """
    with at_desk():
        approved = list(ChangeSet.objects.to_publish())
    with in_record():
        logged = set(Revision.objects.values_list("changeset", flat=True).distinct())
    lost = [c for c in approved if c.status == Status.PUBLISHED and c.pk not in logged]
    back = _put_back(lost, anew=anew)
    yield from ((changeset, len(_lines_of(changeset))) for changeset in back)
    done = logged | {changeset.pk for changeset in back}
    failed: list[Exception] = []
    for changeset in approved:
        try:
            if changeset.status == Status.APPROVED or changeset.pk not in done:
                if lines := publish_approved(changeset):
                    yield changeset, len(lines)
            elif not changeset.link:
                note_places(changeset, _lines_of(changeset))
        except (PublicationRefused, SealBroken) as error:
            failed.append(error)
    if failed:
        raise PendingRefused(failed)


def _put_back(lost: list[ChangeSet], *, anew: bool) -> list[ChangeSet]:
    if anew:
        forget_places(lost)
    try:
        return [] if anew or not lost else put_back(lost)
    except ClockRefused as error:
        raise PendingRefused([error]) from error


def _lines_of(changeset: ChangeSet) -> list[Revision]:
    return list(Revision.objects.filter(changeset=changeset.pk).order_by("seq"))


def _mark_published(changeset: ChangeSet, revisions: list[Revision]) -> None:
    with at_desk(), transaction.atomic(using=DESK):
        cleanse_desk(changeset)
        for kind, slugs in _slugs_by_kind(revisions).items():
            _mark_rows(noun(kind), slugs)
        versions = {(r.kind, r.slug): r.version for r in revisions}
        for item in changeset.items.filter(operation=Operation.REDACT):
            forget(item.kind, item.slug, versions.get((item.kind, item.slug)))
        forget_erased(revisions)
        note_places(changeset, revisions)
        ChangeSet.objects.filter(pk=changeset.pk).update(status=Status.PUBLISHED)


def note_places(changeset: ChangeSet, revisions: list[Revision]) -> None:
    """Keep with a set what its lines say, so that they can be repeated byte for byte."""
    seqs = {(line.kind, line.slug): line.seq for line in revisions}
    with at_desk(), transaction.atomic(using=DESK):
        items = list(changeset.items.only("pk", "kind", "slug"))
        for item in items:
            item.seq = seqs.get((item.kind, item.slug))
        ChangeSetItem.objects.bulk_update(items, ["seq"], batch_size=200)
        ChangeSet.objects.filter(pk=changeset.pk).update(
            recorded_at=revisions[-1].recorded_at, link=revisions[-1].link
        )


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


def mark_refused(changeset: ChangeSet, refusal: PublicationRefused) -> None:
    """Close a set that waits or is approved; one that was published once stays so."""
    with at_desk():
        open_ = ChangeSet.objects.filter(status__in=[Status.PROPOSED, Status.APPROVED])
        open_.filter(pk=changeset.pk).update(status=Status.REFUSED, rejection=str(refusal))
