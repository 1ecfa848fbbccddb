"""For each claim of the real case: the set that removes its words breaks no other claim's quote."""

import json
from functools import cache
from pathlib import Path

import pytest

from claims.models import Claim, Rebuttal
from desk.redactions.planning import Plan
from publishing.databases import at_desk
from publishing.nouns import Document, Key
from tests.builders import BOTH
from tests.redacting import planned
from values.quotes import spans_quote
from values.sought import Sought

pytestmark = [BOTH, pytest.mark.once]

CASE = Path(__file__).resolve().parent.parent / "cases" / "pegasus-project"
CLAIMS = json.loads((CASE / "claims.json").read_text(encoding="utf-8"))
SLUGS = sorted(claim["slug"] for claim in CLAIMS)
# How many of the 54 claims have a neighbour that is touched.
WITH_A_NEIGHBOUR_BESIDE, WITH_A_NEIGHBOUR_AFTER = 22, 12


@cache
def plan_for(slug: str) -> Plan:
    """Plan to redact a claim, and with it what answers nothing else and repeats its words."""
    with at_desk():
        claim = Claim.objects.get(slug=slug)
        made = planned(claim)
        left = [one for one in made.against if "needs at least one answer" in one.message]
        others = [Rebuttal.objects.get(slug=one.slug) for one in left]
    return planned(claim, *others) if others else made


@pytest.mark.parametrize("slug", SLUGS)
def test_every_quote_still_stands_when_a_claim_is_redacted(slug: str) -> None:
    made = plan_for(slug)

    assert made.against == []
    statements = {key: one.after for key, one in made.corrections.items() if key[0] == "statement"}
    assert statements
    for key, one in made.corrections.items():
        for span in _spans(key, one.after):
            text = _text_of(span, one.after["statement"], statements)
            assert spans_quote(text, span["exact"], span["start"], span["end"])
            assert text[: span["start"]].endswith(span["prefix"])
            assert text[span["end"] :].startswith(span["suffix"])


@pytest.mark.parametrize("slug", SLUGS)
def test_no_whole_line_of_the_words_is_left_in_what_is_published_anew(slug: str) -> None:
    made = plan_for(slug)

    sought = Sought(made.lines)
    for one in made.corrections.values():
        runs = sought.runs(json.dumps(one.after, ensure_ascii=False))
        assert not [run for run in runs if run.is_whole]


def test_as_many_neighbours_are_touched_as_the_case_has() -> None:
    beside, after = set(), set()
    for slug in SLUGS:
        for key, one in plan_for(slug).corrections.items():
            if key[0] == "claim":
                beside |= {slug} if _context(one.after) != _context(one.before) else set()
                after |= {slug} if one.after["start"] != one.before["start"] else set()

    assert (len(beside), len(after)) == (WITH_A_NEIGHBOUR_BESIDE, WITH_A_NEIGHBOUR_AFTER)


def _context(claim: Document) -> tuple[str, str]:
    return claim["prefix"], claim["suffix"]


def _spans(key: Key, document: Document) -> list[Document]:
    return [document, *document["passages"]] if key[0] == "claim" else []


def _text_of(span: Document, slug: str, statements: dict[Key, Document]) -> str:
    texts = {one["id"]: one["text"] for one in statements["statement", slug]["renditions"]}
    return str(texts[span["rendition"]])
