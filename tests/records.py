"""Published records as pages read them, without a database: only the keys that are derived from."""

from typing import Any

from publishing.reading.records import Record


def record(kind: str, slug: str, state: str = "live", **document: Any) -> Record:
    """Make the first published version of a record; one that was redacted has no words."""
    stored = {} if state == "redacted" else document
    return Record(kind, slug, stored, {"en": slug}, 1, 1, "", state)


def party(slug: str, **given: Any) -> Record:
    return record("party", slug, **{"name": {"en": slug}, **given})


def rendition(name: str) -> dict[str, Any]:
    return {"id": name, "language": "en", "direction": "ltr", "source": "src"}


def statement(slug: str = "stm", **given: Any) -> Record:
    defaults = {
        "issued": "2021-07-21",
        "time_zone": "",
        "speaker": "speaker",
        "renditions": [rendition("first"), rendition("second")],
    }
    return record("statement", slug, **{**defaults, **given})


def claim(slug: str = "clm", **given: Any) -> Record:
    defaults = {
        "statement": "stm",
        "rendition": "first",
        "exact": "never",
        "start": 0,
        "end": 5,
        "passages": [],
        "citations": [],
        "topics": ["no-evidence"],
    }
    return record("claim", slug, **{**defaults, **given})


def answer(to: str = "clm", relation: str = "contradicts", by: str = "speaker") -> dict[str, Any]:
    return {"claim": to, "relation": relation, "paired_by": by}


def citation(evidence: str = "evd", relation: str = "supports_answer") -> dict[str, Any]:
    return {"evidence": evidence, "relation": relation, "source": "src"}


def rebuttal(slug: str = "reb", **given: Any) -> Record:
    defaults = {
        "issued": "2021-07-22",
        "time_zone": "",
        "speaker": "newspaper",
        "answers": [answer()],
        "citations": [],
    }
    return record("rebuttal", slug, **{**defaults, **given})


def evidence(slug: str = "evd", **given: Any) -> Record:
    defaults = {
        "became_public": "2021-07-18",
        "time_zone": "",
        "producer": "producer",
        "verification": "publisher",
    }
    return record("evidence", slug, **{**defaults, **given})


def event(slug: str = "evt", **given: Any) -> Record:
    defaults = {
        "happened": "2021-07-18",
        "time_zone": "",
        "type": "publication",
        "statements": [],
        "evidence": [],
    }
    return record("event", slug, **{**defaults, **given})
