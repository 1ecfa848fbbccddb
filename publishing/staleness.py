"""Whether a frozen item still fits what is now published."""

import json
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from publishing.formats.evolving import has_keys_of
from publishing.formats.gates import Failure
from publishing.models import Entry, State
from publishing.nouns import noun
from values.canonical import salted_sha256

if TYPE_CHECKING:
    from publishing.publish import Item


def staleness(item: "Item", old: Entry | None) -> Failure | None:
    """Return why this item no longer fits what is published, or None."""
    newest = old.version if old else 0
    state = old.state if old else None
    words = None
    if state == State.REDACTED:
        words = _("was redacted and cannot be published again")
    elif item.operation != "redact" and item.base_version != newest:
        words = _(
            "was made from version %(base)d, but version %(newest)d is published now;"
            " look at it and propose again"
        ) % {"base": item.base_version, "newest": newest}
    else:
        words = _wrong_state(item, state)
    if not words and item.operation != "redact":
        words = _wrong_document(item)
    return Failure(item.kind, item.slug, "", words) if words else None


def _wrong_state(item: "Item", state: str | None) -> str:
    if item.operation == "publish" and state == State.WITHDRAWN:
        return _("is withdrawn; restore it instead")
    if item.operation == "restore" and state != State.WITHDRAWN:
        return _("is not withdrawn, so there is nothing to restore")
    # Withdrawn once more: by a line that only erases words of earlier versions.
    again = state == State.WITHDRAWN and bool(item.erases)
    if item.operation == "withdraw" and state != State.LIVE and not again:
        return _("is not live, so it cannot be withdrawn")
    if item.operation == "withdraw" and state == State.LIVE and item.erases:
        return _("is live: correct it to erase words, and withdraw it by itself")
    return ""


def _wrong_document(item: "Item") -> str:
    if not _is_as_frozen(item):
        return _("its frozen document does not match its hash")
    if not has_keys_of(json.loads(item.document), noun(item.kind), item.format):
        return _("its frozen document does not have the keys of format %d") % item.format
    return ""


def _is_as_frozen(item: "Item") -> bool:
    return bool(item.salt) and salted_sha256(item.salt, item.document) == item.sha256
