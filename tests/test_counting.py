"""What was withdrawn counts nowhere; it stays where it was, struck through and marked."""

from typing import Any

from django.test import Client

from desk.models import Operation
from tests.builders import (
    BOTH,
    make_case,
    make_citation,
    make_claim,
    make_evidence,
    make_rebuttal,
    make_statement,
    publish,
    publish_all,
)
from tests.pages import read, words_of

pytestmark = BOTH


def figures(client: Client) -> dict[str, int]:
    found: dict[str, int] = client.get("/").context["figures"]
    return found


def test_a_withdrawn_answer_counts_on_no_page(client: Client) -> None:
    case = make_case()
    claim = make_claim(make_statement("We were never a client. Good night.", cases=[case]))
    rebuttal = make_rebuttal(claim, evidence=[make_evidence(became_public="2018")])
    publish_all(rebuttal)
    statement, timeline = f"/statements/{claim.statement.slug}/", f"/cases/{case.slug}/"
    assert "Of this text, by characters: 0 %" not in words_of(read(client, statement))

    publish(rebuttal, operation=Operation.WITHDRAW)

    page = read(client, f"/claims/{claim.slug}/")
    assert "Not answered in this record" in page
    assert "It was withdrawn and does not count." in page
    assert f"/rebuttals/{rebuttal.slug}/" in page
    assert "Of this text, by characters: 0 %" in words_of(read(client, statement))
    for address in (statement, timeline):
        said = words_of(read(client, address))
        assert "This record has no answer to this claim." in said
        assert "1 withdrawn answer, not counted" in said
    assert figures(client)["answers"] == figures(client)["already"] == 0
    assert figures(client)["unanswered"] == figures(client)["claims"] == 1
    standing = client.get(f"/api/v1/claims/{claim.slug}/?derived=standing").json()["derived"]
    assert standing["standing"]["how"] == ["unanswered"]


def test_withdrawn_evidence_makes_no_answer_older(client: Client) -> None:
    case = make_case()
    claim = make_claim(make_statement(cases=[case]))
    evidence = make_evidence(became_public="2018")
    rebuttal = make_rebuttal(claim, evidence=[evidence])
    make_citation(rebuttal, evidence, relation="helps_denial")
    publish_all(rebuttal)
    before = figures(client)
    assert (before["already"], before["evidence"], before["helping"]) == (1, 1, 1)

    publish(evidence, operation=Operation.WITHDRAW)

    after = figures(client)
    assert (after["already"], after["evidence"], after["helping"]) == (0, 0, 0)
    assert "withdrawn, not counted" in read(client, f"/claims/{claim.slug}/")


def test_a_withdrawn_claim_and_statement_are_not_counted(client: Client) -> None:
    case = make_case()
    claim = make_claim(make_statement(cases=[case]))
    publish_all(claim)

    publish(claim, claim.statement, operation=Operation.WITHDRAW)

    assert figures(client)["statements"] == figures(client)["claims"] == 0
    assert f"/statements/{claim.statement.slug}/" in read(client, f"/cases/{case.slug}/")


def test_the_page_says_how_a_claim_was_answered_as_the_api_does(client: Client) -> None:
    claim = make_claim()
    publish_all(
        make_rebuttal(claim, relation="undercuts"), make_rebuttal(claim, relation="off_point")
    )

    context: Any = client.get(f"/claims/{claim.slug}/").context
    asked = client.get(f"/api/v1/claims/{claim.slug}/?derived=standing").json()

    assert asked["derived"]["standing"]["how"] == ["undercuts"]
    assert context["how"] == [("undercuts", 1)]
    assert context["beside_the_point"] == 1


def test_a_line_whose_origin_was_withdrawn_is_marked(client: Client) -> None:
    origin = make_evidence()
    claim = make_claim()
    publish_all(make_rebuttal(claim, evidence=[make_evidence(derived_from=[origin])]))
    publish(origin, operation=Operation.WITHDRAW)

    said = words_of(read(client, f"/claims/{claim.slug}/"))

    assert "1 independent line of evidence" in said
    assert "its origin was withdrawn" in said
