"""Coverage: which parts of a complete text were answered."""

from dataclasses import replace
from typing import Any

import pytest

from claims.derived.coverage import (
    ANSWERED,
    NOT_A_CLAIM,
    UNANSWERED,
    UNMARKED,
    Segment,
    coverage_of,
)
from publishing.reading.records import Record

TEXT = "We never did. It is slander. We thank the press."


def rendition(**changes: Any) -> dict[str, Any]:
    return {"id": "r", "text": TEXT, "complete": True, **changes}


def claim(slug: str, exact: str, passages: tuple[tuple[str, str], ...] = ()) -> Record:
    start = TEXT.index(exact)
    document = {
        "rendition": "r",
        "start": start,
        "end": start + len(exact),
        "passages": [
            {
                "rendition": "r",
                "purpose": purpose,
                "start": TEXT.index(words),
                "end": TEXT.index(words) + len(words),
            }
            for words, purpose in passages
        ],
    }
    return Record("claim", slug, document, {"en": slug}, 1, 1, "", "live")


def test_excerpts_have_no_coverage() -> None:
    assert coverage_of(rendition(complete=False), [claim("c", "We never did.")], []) is None


def test_the_segments_give_the_whole_text_again() -> None:
    coverage = coverage_of(rendition(), [claim("c", "It is slander.")], ["c"])

    assert coverage
    assert "".join(segment.text for segment in coverage.segments) == TEXT


def test_an_answered_claim_covers_its_quote() -> None:
    coverage = coverage_of(rendition(), [claim("c", "We never did.")], ["c"])

    assert coverage
    assert coverage.characters(ANSWERED) == len("We never did.")
    assert coverage.characters(UNMARKED) == len(TEXT) - len("We never did.")


def test_an_unanswered_claim_is_told_apart() -> None:
    coverage = coverage_of(rendition(), [claim("c", "We never did.")], [])

    assert coverage
    assert coverage.characters(UNANSWERED) == len("We never did.")


def test_a_passage_that_asserts_nothing_is_told_apart() -> None:
    one = claim("c", "We never did.", (("We thank the press.", "not_a_claim"),))

    coverage = coverage_of(rendition(), [one], ["c"])

    assert coverage
    assert coverage.characters(NOT_A_CLAIM) == len("We thank the press.")


def test_where_spans_overlap_the_answer_counts() -> None:
    claims = [claim("a", "We never did. It is slander."), claim("b", "It is slander.")]

    coverage = coverage_of(rendition(), claims, ["b"])

    assert coverage
    assert [(s.text, s.kind) for s in coverage.segments[:2]] == [
        ("We never did. ", UNANSWERED),
        ("It is slander.", ANSWERED),
    ]


def test_a_passage_that_asserts_the_same_is_answered_with_its_claim() -> None:
    one = claim("c", "We never did.", (("We thank the press.", "assertion"),))

    answered, open_ = coverage_of(rendition(), [one], ["c"]), coverage_of(rendition(), [one], [])

    assert answered
    assert answered.characters(ANSWERED) == len("We never did.") + len("We thank the press.")
    assert open_
    assert open_.characters(UNANSWERED) == answered.characters(ANSWERED)


def test_a_segment_names_every_claim_that_it_belongs_to() -> None:
    claims = [claim("b", "We never did. It is slander."), claim("a", "It is slander.")]

    coverage = coverage_of(rendition(), claims, [])

    assert coverage
    assert coverage.segments == (
        Segment("We never did. ", UNANSWERED, ("b",)),
        Segment("It is slander.", UNANSWERED, ("a", "b")),
        Segment(" We thank the press.", UNMARKED, ()),
    )


def test_claims_of_another_text_cover_nothing_here() -> None:
    one = claim("c", "We never did.", (("We thank the press.", "not_a_claim"),))

    coverage = coverage_of(rendition(id="another"), [one], ["c"])

    assert coverage
    assert coverage.segments == (Segment(TEXT, UNMARKED, ()),)


def test_a_passage_may_stand_in_another_text_than_its_claim() -> None:
    one = claim("c", "We never did.", (("We thank the press.", "not_a_claim"),))
    one.document["passages"][0]["rendition"] = "another"

    here, there = (coverage_of(rendition(id=id_), [one], ["c"]) for id_ in ("r", "another"))

    assert here
    assert there
    assert (here.characters(ANSWERED), here.characters(NOT_A_CLAIM)) == (13, 0)
    assert (there.characters(ANSWERED), there.characters(NOT_A_CLAIM)) == (0, 19)


@pytest.mark.parametrize("state", ["withdrawn", "redacted"])
def test_a_claim_that_no_longer_stands_covers_nothing(state: str) -> None:
    gone = replace(claim("c", "We never did."), state=state)

    coverage = coverage_of(rendition(), [gone], ["c"])

    assert coverage
    assert coverage.characters(UNMARKED) == len(TEXT)


@pytest.mark.parametrize(
    ("exact", "shares"),
    [("It", (4, 96)), (TEXT, (100, 0)), ("We never did. It is slander.", (58, 42))],
)
def test_shares_are_in_whole_per_cent(exact: str, shares: tuple[int, int]) -> None:
    coverage = coverage_of(rendition(), [claim("c", exact)], ["c"])

    assert coverage
    assert (coverage.share(ANSWERED), coverage.share(UNMARKED)) == shares


def test_of_no_text_nothing_is_covered() -> None:
    coverage = coverage_of(rendition(text=""), [], [])

    assert coverage
    assert (coverage.segments, coverage.share(UNMARKED)) == ((), 0)
