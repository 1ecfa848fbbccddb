"""What is left of a record that was removed for legal reasons."""

from typing import Any

from rest_framework.exceptions import APIException

from publishing.models import Action, Revision
from values.canonical import instant


class Redacted(APIException):
    """The record was here; its words are gone, the reason and the hashes are not."""

    status_code = 410
    default_code = "redacted"

    def __init__(self, detail: str, members: dict[str, Any]) -> None:
        super().__init__(detail)
        self.members = members


def redaction_of(kind: str, slug: str) -> Redacted:
    """Return the answer for a redacted record: when, why, and the hashes of what it was."""
    columns = ("version", "seq", "action", "reason", "recorded_at", "sha256")
    lines = list(Revision.objects.filter(kind=kind, slug=slug).order_by("seq").values(*columns))
    hashes = [{"version": x["version"], "sha256": x["sha256"]} for x in lines if x["sha256"]]
    last = next(x for x in reversed(lines) if x["action"] == Action.REDACTED)
    return Redacted(
        f"The {kind} “{slug}” was removed from this record. Its hashes and the reason stay.",
        {
            "kind": kind,
            "slug": slug,
            "reason": last["reason"],
            "recorded_at": instant(last["recorded_at"]),
            "seq": last["seq"],
            "sha256": hashes[-1]["sha256"] if hashes else "",
            "versions": hashes,
        },
    )
