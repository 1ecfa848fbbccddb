"""Anyone can check the log with hashlib and RFC 8785 alone: nothing of this project takes part.

What is read comes over the API, as JSON. Only making the log to be checked is our own.
"""

import hashlib
import json
from typing import Any

import pytest
import rfc8785
from django.test import Client

from desk.models import Operation
from tests.builders import BOTH, edit, make_party, publish
from tests.first_envelope import CORRECTED, first_envelope

pytestmark = BOTH


def get(path: str) -> Any:
    answer = Client().get(path)
    return json.loads(answer.content)


def the_log() -> list[dict[str, Any]]:
    """Return every line with its document and salt, as a stranger would fetch them."""
    lines, page = [], "/api/v1/revisions/?page_size=100"
    while page:
        answer = get(page)
        lines += answer["results"]
        page = (answer["next"] or "").removeprefix("http://testserver")
    return [get(f"/api/v1/revisions/{line['seq']}/") for line in lines]


def sha256(*pieces: bytes) -> str:
    return hashlib.sha256(b"".join(pieces)).hexdigest()


def faults(log: list[dict[str, Any]]) -> list[str]:
    """Return what is wrong with a log: links, order, hashes, and what was erased by whom."""
    found, previous, erased, latest = [], "0" * 64, set(), 1
    for seq, line in enumerate(log, 1):
        envelope = line.get("envelope", 1)
        if line["seq"] != seq or line["previous"] != previous or envelope < latest:
            found.append(f"{seq} is out of order")
        fields = {k: v for k, v in line.items() if k not in ("link", "document", "salt")}
        if sha256(rfc8785.dumps(fields)) != line["link"]:
            found.append(f"the fields of {seq} do not give its link")
        erased |= set(_erased_by(line, log[: seq - 1]))
        previous, latest = line["link"], envelope
    for line in log:
        if line["document"] is None:
            if line["sha256"] and line["seq"] not in erased:
                found.append(f"the document of {line['seq']} is missing")
        elif line["seq"] in erased or not _hashes(line):
            found.append(f"the document of {line['seq']} is not what was hashed")
    return found


def _erased_by(line: dict[str, Any], earlier: list[dict[str, Any]]) -> list[int]:
    if "envelope" in line:
        return list(line["erases"])
    if line["action"] != "redacted":
        return []
    key = (line["kind"], line["slug"])
    return [one["seq"] for one in earlier if (one["kind"], one["slug"]) == key]


def _hashes(line: dict[str, Any]) -> bool:
    salt = bytes.fromhex(line.get("salt", ""))
    return bool(sha256(salt, rfc8785.dumps(line["document"])) == line["sha256"])


@pytest.fixture
def mixed_log() -> Any:
    """Return a log of both envelopes, with corrections, erasures and redactions in both."""
    with first_envelope():
        party = make_party(name={"en": "First"})
        [first] = publish(party)
        [second] = publish(edit(party, name={"en": "Second"}))
        publish(edit(party, name={"en": "Third"}), erases=(first.seq, second.seq))
        publish(party, operation=Operation.WITHDRAW)
        gone = make_party()
        publish(gone)
        publish(gone, operation=Operation.REDACT)
        yield the_log()


def test_a_stranger_finds_nothing_wrong_with_a_log_of_both_envelopes(mixed_log: Any) -> None:
    assert len(mixed_log) == 10
    assert faults(mixed_log) == []


@pytest.mark.parametrize("seq", range(1, 11))
def test_a_stranger_finds_a_changed_reason_in_any_line(mixed_log: Any, seq: int) -> None:
    mixed_log[seq - 1]["reason"] = "Another reason."

    assert faults(mixed_log) == [f"the fields of {seq} do not give its link"]


def test_a_stranger_finds_a_changed_document(mixed_log: Any) -> None:
    line = next(line for line in reversed(mixed_log) if line["document"])
    line["document"]["name"] = {"en": "Other words"}

    assert faults(mixed_log) == [f"the document of {line['seq']} is not what was hashed"]


def test_a_stranger_finds_another_salt(mixed_log: Any) -> None:
    line = next(line for line in reversed(mixed_log) if line["document"])
    line["salt"] = "0" * 32

    assert faults(mixed_log) == [f"the document of {line['seq']} is not what was hashed"]


def test_a_stranger_misses_a_document_that_nothing_erased(mixed_log: Any) -> None:
    line = next(line for line in reversed(mixed_log) if line["document"])
    line["document"] = line["salt"] = None

    assert faults(mixed_log) == [f"the document of {line['seq']} is missing"]


@pytest.mark.usefixtures("published_case")
def test_a_stranger_checks_a_record_by_its_own_answer() -> None:
    for plural in ("claims", "statements", "parties"):
        for answer in get(f"/api/v1/{plural}/?page_size=10")["results"]:
            record = answer.pop("record")
            salt = bytes.fromhex(record["salt"])
            assert sha256(salt, rfc8785.dumps(answer)) == record["sha256"]


def test_a_stranger_checks_a_record_of_the_first_envelope() -> None:
    with first_envelope():
        answer = get(f"/api/v1/parties/{CORRECTED}/")

    record = answer.pop("record")
    assert sha256(rfc8785.dumps(answer)) == record["sha256"]
