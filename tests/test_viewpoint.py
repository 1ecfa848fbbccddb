"""What a reader chose to see leads to what belongs to it, and to nothing else."""

import pytest

from claims.derived.viewpoint import Viewpoint
from publishing.reading.records import Library, Record
from tests.records import answer, citation, claim, event, evidence, party, rebuttal, statement

pytestmark = pytest.mark.once

RECORDS = [
    party("speaker"),
    party("minister"),
    statement("stm-company"),
    statement("stm-minister", speaker="minister", issued="2022-01-01"),
    claim("clm-company", statement="stm-company", citations=[citation("evd-own")]),
    claim("clm-list", statement="stm-company", topics=["the-list", "motive"]),
    claim("clm-minister", statement="stm-minister", topics=["the-list"]),
    rebuttal("reb-company", answers=[answer("clm-company")], citations=[citation("evd-cited")]),
    rebuttal("reb-both", answers=[answer("clm-list"), answer("clm-minister")]),
    rebuttal("reb-none", answers=[answer("clm-elsewhere")], citations=[citation("evd-none")]),
    evidence("evd-own"),
    evidence("evd-cited"),
    evidence("evd-none"),
    event("evt-said", statements=["stm-company", "stm-elsewhere"]),
    event("evt-shown", evidence=["evd-none", "evd-own"]),
    event("evt-minister", statements=["stm-minister"]),
    event("evt-apart"),
]


def seen(**choices: str) -> list[str]:
    """Return which records are seen, parties left out."""
    library = Viewpoint.of(choices).seen(Library(RECORDS))
    return sorted(record.slug for record in library if record.kind != "party")


def test_without_a_choice_everything_is_seen() -> None:
    library = Library(RECORDS)

    assert Viewpoint.of({}).is_everything
    assert Viewpoint.of({"page": "2"}).seen(library) is library


def test_a_choice_is_read_from_the_address() -> None:
    given = {"speaker": "minister", "topic": "the-list", "as_of": "2021-07-21", "more": "1"}

    assert Viewpoint.of(given) == Viewpoint("minister", "the-list", "2021-07-21")


@pytest.mark.parametrize("choice", ["speaker", "topic", "as_of"])
def test_any_choice_leaves_something_out(choice: str) -> None:
    assert not Viewpoint.of({choice: "2021-07-21"}).is_everything


def test_a_speaker_leads_to_claims_answers_evidence_and_events() -> None:
    assert seen(speaker="speaker") == [
        "clm-company",
        "clm-list",
        "evd-cited",
        "evd-own",
        "evt-said",
        "evt-shown",
        "reb-both",
        "reb-company",
        "stm-company",
    ]


def test_a_topic_leads_to_whoever_spoke_of_it() -> None:
    assert seen(topic="the-list") == [
        "clm-list",
        "clm-minister",
        "evt-minister",
        "evt-said",
        "reb-both",
        "stm-company",
        "stm-minister",
    ]


def test_speaker_and_topic_hold_together() -> None:
    assert seen(speaker="minister", topic="the-list") == [
        "clm-minister",
        "evt-minister",
        "reb-both",
        "stm-minister",
    ]
    assert seen(speaker="minister", topic="motive") == []


def test_a_day_leaves_out_what_came_later_and_keeps_the_rest() -> None:
    expected = sorted(
        record.slug
        for record in RECORDS
        if record.kind not in ("party", "rebuttal")
        and record.slug not in ("stm-minister", "clm-minister")
    )

    assert seen(as_of="2021-07-21") == expected


def test_a_day_and_a_topic_hold_together() -> None:
    assert seen(topic="the-list", as_of="2021-07-21") == ["clm-list", "evt-said", "stm-company"]


def test_parties_are_always_there_to_be_named() -> None:
    library = Viewpoint("minister").seen(Library(RECORDS))

    assert [one.slug for one in library.of_kind("party")] == ["minister", "speaker"]


@pytest.mark.parametrize("said", [None, statement("stm-company", state="redacted")])
def test_a_claim_whose_statement_cannot_be_read_is_nobodys(said: Record | None) -> None:
    lonely = claim("clm-company", statement="stm-company")
    library = Library([lonely, *([said] if said else [])])

    for view in (Viewpoint(topic="no-evidence"), Viewpoint(speaker="speaker")):
        assert view.seen(library).of_kind("claim") == []
