"""Lines that a record lost when an older copy of it was put back, and writing them again."""

import json
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from desk.changesets.frozen import as_published
from desk.changesets.salting import SealBroken
from desk.models import ChangeSet, ChangeSetItem
from publishing.databases import DESK, at_desk
from publishing.formats.serializers import document_of
from publishing.models import newest_seq
from publishing.nouns import Document, Key, noun
from publishing.publish import ApprovedSet
from publishing.repeating import DoesNotFit, repeat


def behind() -> str:
    """Say that the record lost lines which publish_pending can put back; empty if it did not.

    Whatever was published before that would take their places in the log for good.
    """
    with at_desk():
        known = ChangeSetItem.objects.aggregate(newest=Max("seq"))["newest"] or 0
    end = newest_seq()
    if known <= end:
        return ""
    words = _(
        "The record ends with line %(end)d of the log, but line %(known)d was published here: an"
        " older copy of the record was put back. Run publish_pending, which writes the lines in"
        " between again as they were, and then try again."
    )
    return words % {"end": end, "known": known}


def put_back(lost: Iterable[ChangeSet]) -> list[ChangeSet]:
    """Write the lines of lost sets again as they were; return the sets that came back so.

    Of the others the places are forgotten, since what follows takes them. Raises ClockRefused
    if some moment has not come yet by this clock.
    """
    lost = list(lost)
    run = _following([one for one in map(_read, lost) if one])
    back = {approved.id for approved in run[: _repeat(run)]}
    forget_places(one for one in lost if one.pk not in back)
    return [one for one in lost if one.pk in back]


def forget_places(changesets: Iterable[ChangeSet]) -> None:
    """Forget which lines sets became, so that they are published anew, with the present moment."""
    keys = [one.pk for one in changesets]
    with at_desk(), transaction.atomic(using=DESK):
        ChangeSetItem.objects.filter(changeset__in=keys).update(seq=None)
        ChangeSet.objects.filter(pk__in=keys).update(link="", recorded_at=None)


def _read(changeset: ChangeSet) -> ApprovedSet | None:
    if not changeset.link:
        return None
    try:
        return as_published(changeset)
    except SealBroken:
        return None


def _following(found: list[ApprovedSet]) -> list[ApprovedSet]:
    """Return the sets whose lines follow in the log, one after the other."""
    run: list[ApprovedSet] = []
    due = newest_seq() + 1
    for one in sorted((one for one in found if one.items), key=lambda one: one.items[0].seq or 0):
        if one.items[0].seq == due:
            run.append(one)
            due += len(one.items)
    return run


def _repeat(run: list[ApprovedSet]) -> int:
    """Repeat as many of the sets as fit, all in one transaction; return how many."""
    while run:
        try:
            repeat(run, _emptied(run))
        except DoesNotFit as error:
            run = run[: error.fitting]
        else:
            break
    return len(run)


def _emptied(run: list[ApprovedSet]) -> dict[Key, Document]:
    """Return what the desk keeps of the redacted records, so that the links of others hold."""
    found: dict[Key, Document] = {}
    with at_desk():
        for item in (item for one in run for item in one.items if item.operation == "redact"):
            one = noun(item.kind)
            row = one.model._default_manager.filter(slug=item.slug).first() if one.rows else None
            if row:
                found[item.kind, item.slug] = json.loads(document_of(row, one.document))
    return found
