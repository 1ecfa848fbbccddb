"""Coverage: which parts of a complete text were answered."""

from dataclasses import replace
from typing import Any

from claims.derived.coverage import ANSWERED, NOT_A_CLAIM, UNANSWERED, UNMARKED, coverage_of
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


def test_shares_are_in_whole_per_cent() -> None:
    coverage = coverage_of(rendition(text="abcd"), [], [])

    assert coverage
    assert coverage.share(UNMARKED) == 100


def test_a_claim_that_was_withdrawn_covers_nothing() -> None:
    one = replace(claim("c", "We never did."), state="withdrawn")

    coverage = coverage_of(rendition(), [one], ["c"])

    assert coverage
    assert coverage.characters(UNMARKED) == len(TEXT)
