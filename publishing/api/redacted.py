"""What is left of words that were removed for legal reasons: of a record or of a version."""

from typing import Any

from rest_framework.exceptions import APIException

from publishing.reading.erasure import Erasure
from values.canonical import instant


class Erased(APIException):
    """The words were here; they are gone, the reason and the hashes are not."""

    status_code = 410
    default_code = "erased"

    def __init__(self, detail: str, members: dict[str, Any]) -> None:
        super().__init__(detail)
        self.members = members


class Redacted(Erased):
    """The whole record is gone."""

    default_code = "redacted"


def answer_for(kind: str, slug: str, erasure: Erasure) -> Erased:
    """Return the answer for erased words: when, why, and the hashes of what there was."""
    hashes = [{"version": x.version, "sha256": x.sha256} for x in erasure.lines if x.sha256]
    words = erasure.last_with_words
    members = {
        "kind": kind,
        "slug": slug,
        "version": erasure.asked.version if erasure.asked else None,
        "reason": erasure.by.reason,
        "recorded_at": instant(erasure.by.recorded_at),
        "seq": erasure.by.seq,
        "sha256": words.sha256 if words else "",
        "next_version": erasure.next_version,
        "versions": hashes,
    }
    if erasure.is_of_record:
        detail = f"The {kind} “{slug}” was removed from this record."
        return Redacted(f"{detail} Its hashes and the reason stay.", members)
    detail = f"The words of version {members['version']} of the {kind} “{slug}” were removed."
    return Erased(f"{detail} Version {erasure.next_version} can be read.", members)
