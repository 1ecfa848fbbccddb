"""What a redaction would do: where the words are found, and the one set that removes them."""

import json
from typing import Any

import pytest

from claims.models import Claim, Statement
from desk.models import Operation
from desk.redactions.decisions import Decisions
from desk.redactions.planning import plan
from evidence.models import Source
from publishing.databases import at_desk
from publishing.models import Entry, Publishable
from publishing.nouns import Document
from tests.builders import (
    BOTH,
    edit,
    make_citation,
    make_claim,
    make_evidence,
    make_family,
    make_party,
    make_passage,
    make_rebuttal,
    make_source,
    make_statement,
    make_tension,
    publish,
    publish_all,
)
from tests.redacting import planned
from values.gaps import MARK

pytestmark = BOTH

CANARY = "The canary of the minister sings at night."
NEIGHBOUR = "We were never a client of anybody."
TEXT = f"First of all. {CANARY} {NEIGHBOUR} That is all."


@pytest.fixture
def statement() -> Statement:
    return make_statement(TEXT)


@pytest.fixture
def canary(statement: Statement) -> Claim:
    return make_claim(statement, CANARY, summary={"en": "The minister has a canary."})


def after(made: Any, record: Publishable) -> Document:
    found: Document = made.corrections[record.kind, record.slug].after
    return found


def test_the_words_are_taken_out_of_the_rendition(statement: Statement, canary: Claim) -> None:
    publish_all(canary)

    made = planned(canary)

    [rendition] = after(made, statement)["renditions"]
    assert rendition["text"] == TEXT.replace(CANARY.rstrip("."), MARK)
    assert made.against == []


def test_the_version_that_holds_the_words_is_erased(statement: Statement, canary: Claim) -> None:
    publish_all(canary)
    first = Entry.objects.get(kind="statement", slug=statement.slug).seq
    [second] = publish(edit(statement, note={"en": "A note."}))

    made = planned(canary)

    assert made.corrections["statement", statement.slug].erases == (first, second.seq)


def test_a_version_without_the_words_stays(statement: Statement, canary: Claim) -> None:
    rebuttal = make_rebuttal(make_claim(statement, NEIGHBOUR))
    publish_all(canary, rebuttal)
    [holding] = publish(edit(rebuttal, short={"en": f"It answers: {CANARY}"}))
    publish(edit(rebuttal, short={"en": "It answers."}))

    made = planned(canary)

    correction = made.corrections["rebuttal", rebuttal.slug]
    assert correction.erases == (holding.seq,)
    assert correction.after == correction.before


def test_words_in_another_form_are_found(canary: Claim) -> None:
    evidence = make_evidence(summary={"en": "THE CANÁRY\nOF THE MINISTER, “sings at night”!"})
    publish_all(canary, evidence)

    made = planned(canary)

    assert after(made, evidence)["summary"]["en"] == f"{MARK}”!"


@pytest.mark.parametrize(
    "field", ["title", "quote", "locator", "note"], ids=["title", "quote", "locator", "note"]
)
def test_words_are_found_in_every_kind_of_text(canary: Claim, field: str) -> None:
    rebuttal = make_rebuttal(make_claim(), evidence=[make_evidence()])
    words = {"title": {"one_line": {"en": CANARY}}, "note": {"note": {"en": CANARY}}}
    publish_all(canary, rebuttal)
    if field in words:
        publish(edit(rebuttal, **words[field]))
    else:
        citation = {"locator": CANARY, "quote": CANARY, "quote_language": "en"}
        given = {key: citation[key] for key in citation if key.startswith(field)}
        make_citation(rebuttal, rebuttal.citations.get().evidence, **given)
        publish(rebuttal)

    made = planned(canary)

    assert CANARY[:-1] not in json.dumps(after(made, rebuttal))
    assert MARK in json.dumps(after(made, rebuttal))


def test_a_neighbours_quote_moves_with_the_text(statement: Statement, canary: Claim) -> None:
    neighbour = make_claim(statement, NEIGHBOUR, prefix="sings at night. ", suffix=" That is all.")
    publish_all(canary, neighbour)

    made = planned(canary)

    document = after(made, neighbour)
    text = after(made, statement)["renditions"][0]["text"]
    assert text[document["start"] : document["end"]] == NEIGHBOUR
    assert text[: document["start"]].endswith(document["prefix"])
    assert document["suffix"] == " That is all."
    assert "sings" not in document["prefix"]


def test_a_neighbour_whose_prefix_held_the_words_loses_that_version(
    statement: Statement, canary: Claim
) -> None:
    neighbour = make_claim(statement, NEIGHBOUR, prefix="minister sings at night. ")
    publish_all(canary, neighbour)
    line = Entry.objects.get(kind="claim", slug=neighbour.slug).seq

    assert planned(canary).corrections["claim", neighbour.slug].erases == (line,)


def test_a_neighbour_that_only_moves_keeps_all_its_versions(
    statement: Statement, canary: Claim
) -> None:
    neighbour = make_claim(statement, "That is all.")
    publish_all(canary, neighbour)

    assert planned(canary).corrections["claim", neighbour.slug].erases == ()


def test_a_quote_that_overlaps_the_words_gets_the_mark(statement: Statement, canary: Claim) -> None:
    over = make_claim(statement, "First of all. The canary of the minister")
    publish_all(canary, over)

    assert after(planned(canary), over)["exact"] == f"First of all. {MARK}"


def test_an_elided_quote_keeps_its_elision(statement: Statement, canary: Claim) -> None:
    elided = make_claim(statement, "First of all. […] We were never […] That is all.")
    publish_all(canary, elided)

    document = after(planned(canary), elided)

    assert document["exact"] == "First of all. […] We were never […] That is all."
    assert document["end"] == len(TEXT) - len(CANARY) + 1 + len(MARK)


def test_a_passage_of_which_nothing_is_left_is_left_out(
    statement: Statement, canary: Claim
) -> None:
    other = make_claim(statement, NEIGHBOUR)
    make_passage(other, CANARY.rstrip("."))
    publish_all(canary, other)

    made = planned(canary)

    assert after(made, other)["passages"] == []
    assert made.against == []


def test_a_withdrawn_neighbour_moves_and_stays_withdrawn(
    statement: Statement, canary: Claim
) -> None:
    neighbour = make_claim(statement, NEIGHBOUR)
    publish_all(canary, neighbour)
    publish(neighbour, operation=Operation.WITHDRAW)

    made = planned(canary)

    assert made.corrections["claim", neighbour.slug].operation == Operation.WITHDRAW
    assert made.against == []


def test_links_to_what_is_redacted_are_taken_out_of_what_is_corrected(canary: Claim) -> None:
    other = make_claim()
    family = make_family(note={"en": f"Once it was said: {CANARY}"})
    make_tension(family, canary, other)
    publish_all(family)

    made = planned(canary)

    assert after(made, family)["tensions"] == []


def test_a_record_that_cannot_do_without_the_link_is_named(canary: Claim) -> None:
    rebuttal = make_rebuttal(canary, one_line={"en": CANARY})
    publish_all(rebuttal)

    [failure] = planned(canary).against

    assert failure.slug == rebuttal.slug
    assert "needs at least one answer" in failure.message


def test_redacting_that_record_as_well_settles_it(canary: Claim) -> None:
    rebuttal = make_rebuttal(canary, one_line={"en": CANARY})
    publish_all(rebuttal)

    assert planned(canary, rebuttal).against == []


def test_words_in_an_address_cannot_be_marked(canary: Claim) -> None:
    url = "https://example.org/the-canary-of-the-minister-sings-at-night"
    source = make_source(url=url)
    publish_all(canary, source)

    [failure] = planned(canary).against

    assert (failure.kind, failure.slug) == ("source", source.slug)
    assert "no mark can" in failure.message


def test_a_turn_of_phrase_stays_unless_an_editor_decides(canary: Claim) -> None:
    source = make_source(title="A canary of the minister of finance")
    publish_all(canary, source)

    made = planned(canary)
    [find] = [one for one in made.finds if one.key == ("source", source.slug)]

    assert ("source", source.slug) not in made.corrections
    assert "source" in {key[0] for key in planned(canary, goes=frozenset({find.id})).corrections}


def test_a_long_part_of_the_words_has_to_be_decided(statement: Statement) -> None:
    claim = make_claim(statement, f"{CANARY} {NEIGHBOUR}")
    source = make_source(title=f"He said: {CANARY}")
    publish_all(claim, source)

    with at_desk():
        made = plan([claim], [claim.exact], Decisions())

    assert [one.slug for one in made.against] == [source.slug]
    assert "decide" in made.against[0].message


def test_words_that_may_stay_need_a_reason(statement: Statement) -> None:
    claim = make_claim(statement, f"{CANARY} {NEIGHBOUR}")
    source = make_source(title=f"He said: {CANARY}")
    publish_all(claim, source)
    made = planned(claim)
    [find] = [one for one in made.finds if one.key == ("source", source.slug)]

    [failure] = planned(claim, stays={find.id: ""}).against

    assert "say why these words may stay" in failure.message


def test_what_a_slug_holds_lasts(canary: Claim) -> None:
    party = make_party(slug="the-canary-of-the-minister")
    publish_all(canary, party)

    made = planned(canary)

    assert "name/party/the-canary-of-the-minister" in {one.subject for one in made.lasting}
    assert not made.is_everywhere


def test_what_a_reason_in_the_log_holds_lasts(canary: Claim) -> None:
    publish_all(canary, reason=f"He said: {CANARY}")

    made = planned(canary)

    assert [one.shown for one in made.lasting] == [CANARY[:-1]]
    assert not made.is_everywhere


def test_words_that_are_nowhere_else_are_erased_everywhere(canary: Claim) -> None:
    publish_all(canary)

    assert planned(canary).is_everywhere


def test_words_that_are_left_on_purpose_are_not_erased_everywhere(
    statement: Statement, canary: Claim
) -> None:
    publish_all(canary)
    made = planned(canary)
    [find] = [one for one in made.finds if one.key == ("statement", statement.slug)]

    left = planned(canary, stays={find.id: "It is a public speech."})

    assert not left.is_everywhere
    assert left.corrections == {}


def test_a_name_is_found_as_a_whole_word(canary: Claim) -> None:
    source = make_source(title="What Anna Roe and Joanna Roebuck know")
    publish_all(canary, source)

    made = planned(canary, lines=["Anna Roe"])

    assert after(made, source)["title"] == f"What {MARK} and Joanna Roebuck know"


def test_the_rendition_that_was_marked_has_its_own_hash(
    statement: Statement, canary: Claim
) -> None:
    publish_all(canary)

    made = planned(canary)

    [before] = made.corrections["statement", statement.slug].before["renditions"]
    [rendition] = after(made, statement)["renditions"]
    assert rendition["text_sha256"] != before["text_sha256"]
    assert made.against == []


def test_a_redacted_source_keeps_nothing_to_be_found(canary: Claim) -> None:
    source = make_source(title=CANARY)
    publish_all(canary, source)
    publish(source, operation=Operation.REDACT)

    assert [one for one in planned(canary).finds if one.key == ("source", source.slug)] == []
    assert Source.objects.get(slug=source.slug).title != CANARY
