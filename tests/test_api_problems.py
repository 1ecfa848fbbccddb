"""What the API says when something is wrong: RFC 9457, the parameter named, never a 500."""

from typing import Any
from unittest import mock
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.api.filters import ClaimFilters
from pegasus_tracker.api.urls import router
from publishing.api.revisions import RevisionFilters
from tests.api import BASE, LISTS, NOUNS, ask, wrong
from tests.builders import BOTH, make_party, publish

pytestmark = BOTH

WRONG = [
    ("claims/", {"colour": "red"}, "colour"),
    ("claims/", {"format": "xml"}, "format"),
    ("claims/", {"fields": "slug"}, "fields"),
    ("claims/", {"page": "2"}, "page"),
    ("claims/", {"page_size": "0"}, "page_size"),
    ("claims/", {"page_size": "101"}, "page_size"),
    ("claims/", {"page_size": "-1"}, "page_size"),
    ("claims/", {"page_size": "ten"}, "page_size"),
    ("claims/", {"page_size": "٢٥"}, "page_size"),
    ("claims/", {"page_size": "9" * 30}, "page_size"),
    ("claims/", {"cursor": "x"}, "cursor"),
    ("claims/", {"cursor": "seq.after.3"}, "cursor"),
    ("claims/", {"cursor": "key.after.-3"}, "cursor"),
    ("claims/", {"cursor": "key.after." + "9" * 40}, "cursor"),
    ("claims/", {"ordering": "slug"}, "ordering"),
    ("claims/", {"ordering": "--key"}, "ordering"),
    ("claims/", {"derived": "verdict"}, "derived"),
    ("parties/", {"derived": "standing"}, "derived"),
    ("claims/", {"topic": "weather"}, "topic"),
    ("claims/", {"answered_as": "refuted"}, "answered_as"),
    ("claims/", {"unanswered": "yes"}, "unanswered"),
    ("claims/", {"verification": "seen"}, "verification"),
    ("claims/", {"language": "French"}, "language"),
    ("claims/", {"country": "Morocco"}, "country"),
    ("claims/", {"state": "redacted"}, "state"),
    ("claims/", {"speaker": "No Slug"}, "speaker"),
    ("claims/", {"speaker": "a" * 101}, "speaker"),
    ("claims/", {"speaker": ""}, "speaker"),
    ("claims/", {"speaker": "  "}, "speaker"),
    ("claims/", {"speaker": "nso\x00"}, "speaker"),
    ("claims/", {"q": b"\xff\xfe"}, "q"),
    ("claims/", {"q": "a" * 501}, "q"),
    ("claims/", {"q": " ".join("abcdefghijklmn")}, "q"),
    ("claims/", {"issued_after": "yesterday"}, "issued_after"),
    ("claims/", {"issued_after": "2021-02-30"}, "issued_after"),
    ("claims/", {"issued_before": "2021-07-19T12:00"}, "issued_before"),
    ("claims/", {"issued": "0001"}, "issued"),
    ("claims/", {"since": "-1"}, "since"),
    ("revisions/", {"since": "1.5"}, "since"),
    ("revisions/", {"changeset": "not-a-uuid"}, "changeset"),
    ("revisions/", {"kind": "person"}, "kind"),
    ("revisions/", {"slug": "no-such-slug"}, "slug"),
    ("changes/", {"until": "3"}, "until"),
    ("changes/", {"since": "9" * 19}, "since"),
    ("cases/pegasus-project/", {"page_size": "3"}, "page_size"),
    ("cases/pegasus-project/versions/1/", {"x": "y"}, "x"),
    ("cases/pegasus-project/versions/", {"q": "y"}, "q"),
    ("revisions/1/", {"since": "3"}, "since"),
    ("schema/", {"lang": "fr"}, "lang"),
    ("", {"x": "y"}, "x"),
]


@pytest.mark.parametrize(("path", "parameters", "name"), WRONG)
def test_a_wrong_parameter_is_named(path: str, parameters: dict[str, Any], name: str) -> None:
    assert set(wrong(path, **parameters)) == {name}


def test_a_parameter_given_twice_is_named() -> None:
    answer = ask("claims/?state=live&state=withdrawn")

    assert "state: Give this parameter once." in answer.json()["detail"]  # type: ignore[attr-defined]


def test_all_wrong_parameters_are_named_at_once() -> None:
    assert set(wrong("claims/", topic="x", language="x", unanswered="x")) == {
        "topic",
        "language",
        "unanswered",
    }


def hostile(*names: str) -> dict[str, str]:
    """Return parameters that take as much space in an answer as they can."""
    return {**dict.fromkeys(names, "😀" * 500)}


@pytest.mark.parametrize(
    "asked",
    [
        "&".join(f"{number}=1" for number in range(12_000)),
        "&".join(f"{quote(chr(0x20000 + number) * 70)}=1" for number in range(100)),
        "&".join(f"%5C%22{quote(chr(0x20000 + n) * 70)}=1" for n in range(100)),
        urlencode(dict.fromkeys(ClaimFilters.base_filters, "😀" * 501)),
        urlencode(dict.fromkeys(ClaimFilters.base_filters, "😀" * 60)),
    ],
)
def test_a_problem_is_bounded_whatever_was_asked(asked: str) -> None:
    answer = ask(f"claims/?{asked}")

    problem = answer.json()  # type: ignore[attr-defined]
    assert answer.status_code == 400
    assert 3 < len(problem["errors"]) <= 20
    assert len(answer.content) <= 20_000
    assert problem["detail"].endswith("; and more, see errors.")


def test_what_is_known_is_listed_once_where_something_is_unknown() -> None:
    answer = ask("revisions/?colour=red&shape=round")

    problem = answer.json()  # type: ignore[attr-defined]
    assert {error["detail"] for error in problem["errors"]} == {"There is no such parameter here."}
    assert problem["known_parameters"] == sorted(
        [*RevisionFilters.base_filters, "cursor", "ordering", "page_size"]
    )
    assert "known_parameters" not in ask("claims/?q=").json()  # type: ignore[attr-defined]


def test_a_plus_that_became_a_space_is_explained() -> None:
    answer = ask("claims/?issued_after=2021-07-19T17:04+02:00")

    assert "write “+” as %2B" in answer.json()["detail"]  # type: ignore[attr-defined]


def test_a_problem_has_the_members_of_rfc_9457() -> None:
    answer = ask("claims/", page_size=0)

    problem = answer.json()  # type: ignore[attr-defined]
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert {**problem, "detail": ""} == {
        "type": "urn:pegasus-tracker:problem:wrong-parameter",
        "title": "Wrong parameter",
        "status": 400,
        "detail": "",
        "instance": "/api/v1/claims/?page_size=0",
        "errors": [
            {"parameter": "page_size", "detail": "Give a whole number from 1 to 100."},
        ],
    }


UNKNOWN = [
    "nothing/",
    "nothing",
    "claims/no-such-claim/",
    "claims/UPPER/",
    "claims/%00/",
    "claims/" + "a" * 300 + "/",
    "claims/no-such-claim/versions/",
    "cases/pegasus-project/versions/99/",
    "cases/pegasus-project/versions/0/",
    "cases/pegasus-project/versions/" + "9" * 40 + "/",
    "revisions/0/",
    "revisions/999999/",
    "revisions/" + "9" * 30 + "/",
    "changes/1/",
    "claims.json",
]


@pytest.mark.parametrize("path", UNKNOWN)
def test_an_unknown_address_is_a_404_problem(path: str) -> None:
    answer = ask(path)

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 404  # type: ignore[attr-defined]


def test_a_forgotten_slash_is_added() -> None:
    answer = ask("claims?topic=legality")

    assert answer.status_code == 301
    assert answer.headers["Location"] == "/api/v1/claims/?topic=legality"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["", "claims/", "cases/pegasus-project/", "revisions/", "schema/"])
def test_the_api_only_reads(method: str, path: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)(BASE + path)

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("accept", ["text/csv", "application/xml", "text/html"])
@pytest.mark.parametrize("path", ["", "claims/", "cases/pegasus-project/", "changes/"])
def test_a_media_type_that_cannot_be_given_is_a_406_problem(path: str, accept: str) -> None:
    answer = Client().get(BASE + path, headers={"accept": accept})

    assert answer.status_code == 406
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_problem_is_json_also_where_yaml_was_accepted() -> None:
    answer = Client().get(f"{BASE}schema/?x=1", headers={"accept": "application/yaml"})

    assert answer.json()["errors"][0]["parameter"] == "x"


def test_a_failure_of_ours_is_a_problem_that_says_nothing_of_its_cause() -> None:
    with mock.patch("publishing.api.records.composed", side_effect=RuntimeError("a secret")):
        answer = ask("claims/")

    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert b"secret" not in answer.content


def test_more_parameters_than_django_reads_are_a_400() -> None:
    answer = ask("claims/?" + "&".join(f"a{n}=1" for n in range(1100)))

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", [*(f"{p}/" for p in LISTS), "", "schema/"])
def test_head_answers_the_headers_of_get(path: str) -> None:
    answer = Client().head(BASE + path)

    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers["ETag"]


@pytest.mark.parametrize("path", ["claims/", "cases/pegasus-project/", "changes/", ""])
def test_an_unchanged_record_answers_304(path: str) -> None:
    tag = Client().get(BASE + path).headers["ETag"]

    again = Client().get(BASE + path, headers={"if-none-match": tag})

    assert again.status_code == 304
    assert again.content == b""


def test_a_publication_changes_the_etag() -> None:
    tag = Client().get(f"{BASE}claims/").headers["ETag"]
    publish(make_party())

    assert Client().get(f"{BASE}claims/", headers={"if-none-match": tag}).status_code == 200


def test_a_problem_has_no_etag() -> None:
    assert "ETag" not in ask("claims/", page_size=0).headers


@pytest.mark.parametrize("path", ["claims/", "claims/?page_size=0", "nothing/"])
def test_any_site_may_read_it_without_cookies(path: str) -> None:
    answer = ask(path)

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert not answer.cookies


def test_a_preflight_is_answered() -> None:
    answer = Client().options(f"{BASE}claims/", headers={"origin": "https://example.org"})

    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


REGISTERED: list[tuple[str, Any, str]] = router.registry
KNOWN = sorted({n for _, view, _ in REGISTERED for n in view.filterset_class.base_filters})
NAMES = st.sampled_from([*KNOWN, "cursor", "page_size", "ordering", "derived"]) | st.text(
    max_size=8
)
ODD = ["2021-07-19", "..", "1900/..", "2100-12-31", "true", "key.after.1", "key.before.0", "a-b"]
VALUES = (
    st.sampled_from(ODD)
    | st.text(max_size=20)
    | st.binary(max_size=8)
    | st.integers(min_value=-1, max_value=10**30).map(str)
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    plural=st.sampled_from(LISTS),
    pairs=st.lists(st.tuples(NAMES, VALUES), min_size=1, max_size=4),
)
def test_no_parameters_bring_the_api_down(plural: str, pairs: list[tuple[str, Any]]) -> None:
    query = "&".join(
        f"{quote(name, errors='replace')}={quote(value)}"
        if isinstance(value, bytes)
        else f"{quote(name, errors='replace')}={quote(value, errors='replace')}"
        for name, value in pairs
    )

    answer = ask(f"{plural}/?{query}")

    assert answer.status_code in (200, 400)
    if answer.status_code == 400:
        assert answer.json()["errors"]  # type: ignore[attr-defined]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(plural=st.sampled_from([*NOUNS, "revisions"]), rest=st.text(max_size=30))
def test_no_address_brings_the_api_down(plural: str, rest: str) -> None:
    answer = ask(f"{plural}/{quote(rest, errors='replace')}")

    assert answer.status_code in (200, 301, 404)
