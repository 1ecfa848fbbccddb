"""Salting sets that were frozen before the log's lines had salted hashes."""

from django.utils.translation import gettext as _

from desk.changesets.proposing import seal
from desk.models import ChangeSet
from publishing.envelopes import NEWEST
from values.canonical import new_salt, salted_sha256, sha256


class SealBroken(Exception):
    """The frozen items are not those that were approved; nothing was published."""


def salt(changeset: ChangeSet) -> None:
    """Draw the salts of a set that has none, and seal it again if it was approved.

    The approval stays what it was: over the same documents, now by the hashes that the log
    will show. Raises SealBroken if the items are not those that were sealed.
    """
    check_seal(changeset)
    for item in changeset.items.exclude(document=""):
        if sha256(item.document) != item.sha256:
            raise SealBroken(_("The frozen items differ from what was approved."))
        item.salt = new_salt()
        item.sha256 = salted_sha256(item.salt, item.document)
        item.save(update_fields=["salt", "sha256"])
    changeset.envelope = NEWEST
    changeset.digest = seal(changeset) if changeset.digest else ""
    changeset.save(update_fields=["envelope", "digest"])


def check_seal(changeset: ChangeSet) -> None:
    """Raise SealBroken if the items of an approved set are not those that were approved."""
    if changeset.digest and seal(changeset) != changeset.digest:
        raise SealBroken(_("The frozen items differ from what was approved."))
