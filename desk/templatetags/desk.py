"""What the pages of records at the desk say besides the form."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from desk.models import Note, Operation
from publishing.admin.lists import badge, states_in_record
from publishing.models import Publishable
from publishing.nouns import noun_of
from publishing.reading.addresses import address, history_address
from values.differences import Piece

register = template.Library()
register.filter("badge", badge)


@register.simple_tag
def tools_for(record: Publishable) -> dict[str, Any]:
    """Return a record's state and where one can go from its page."""
    state = states_in_record(record.kind, [record.slug]).get(record.slug, "")
    gone = state in ("withdrawn", "redacted")
    published = bool(record.published_version)
    plural = noun_of(type(record)).plural
    return {
        "state": state if gone else record.state_at_desk,
        "public": address(record.kind, record.slug) if published else "",
        "history": history_address(record.kind, record.slug) if published else "",
        "preview": reverse("admin:preview", args=[plural, record.slug]),
        "operations": [_link(record, one) for one in _possible(state)],
        "add_claim": _add_claim(record),
    }


def _possible(state: str) -> list[Operation]:
    if state == "redacted":
        return []
    if state == "withdrawn":
        return [Operation.RESTORE, Operation.REDACT]
    return [Operation.PUBLISH, *([Operation.WITHDRAW, Operation.REDACT] if state else [])]


def _link(record: Publishable, operation: Operation) -> dict[str, str]:
    path = reverse("admin:propose")
    query = f"?operation={operation}&record={record.kind}/{record.slug}"
    return {"label": str(operation.label), "name": str(operation), "address": path + query}


def _add_claim(record: Publishable) -> str:
    if record.kind != "statement":
        return ""
    return reverse("admin:claims_claim_add") + f"?statement={record.pk}"


@register.filter
def place_of(failure: Mapping[str, str]) -> SafeString:
    """Return the record in which something is wrong, linked if it is there, and the field."""
    record = format_html("{}", failure["record"])
    if failure["address"]:
        record = format_html('<a href="{}">{}</a>', failure["address"], record)
    field = failure["field"]
    return format_html("{} <code>{}</code>", record, field) if field else record


@register.filter
def unmarked(pieces: Iterable[Piece]) -> str:
    """Return the text of a new record, in which everything was added."""
    return "".join(piece.text for piece in pieces)


@register.simple_tag
def notes_on(record: Publishable) -> list[Note]:
    """Return the private notes on a record, newest first."""
    notes = Note.objects.filter(kind=record.kind, slug=record.slug)
    return list(notes.select_related("author"))
