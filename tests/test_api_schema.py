"""The OpenAPI description is made without warnings, and true of the real answers."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from desk.models import Operation
from pegasus_tracker.api.urls import router
from pegasus_tracker.api.views import described_from
from tests.api import BASE, NOUNS, ask, description, get, unlike
from tests.builders import BOTH, make_party, publish
from tests.growing import grown

pytestmark = BOTH


def test_the_description_is_made_without_warnings() -> None:
    call_command("spectacular", "--fail-on-warn", "--validate", stdout=StringIO())


def test_it_is_openapi_3_1_in_json_and_in_yaml() -> None:
    yaml = Client().get(f"{BASE}schema/", headers={"accept": "application/yaml"})

    assert get("schema/")["openapi"].startswith("3.1")
    assert yaml.content.startswith(b"openapi: 3.1")


def test_every_list_and_detail_is_described() -> None:
    paths = set(description()["paths"])

    assert {f"{BASE}{plural}/" for plural, _view, _name in router.registry} <= paths
    assert {f"{BASE}{plural}/{{slug}}/versions/{{number}}/" for plural in NOUNS} <= paths


@pytest.mark.parametrize(("plural", "view"), [(p, v) for p, v, _ in router.registry])
def test_every_parameter_of_a_list_is_described(plural: str, view: Any) -> None:
    said = description()["paths"][f"{BASE}{plural}/"]["get"]["parameters"]

    names = {"cursor", "ordering", "page_size", *view.filterset_class.base_filters}
    names |= {"derived"} if getattr(view, "derivations", None) else set()
    assert {one["name"] for one in said} == names
    assert all(one["description"] for one in said)


@pytest.mark.parametrize("plural", NOUNS)
def test_answers_about_records_are_as_described(plural: str) -> None:
    listed = get(f"{plural}/", page_size=100)
    slug = listed["results"][0]["slug"]
    path = f"{BASE}{plural}/{{slug}}/"

    assert unlike(f"{BASE}{plural}/", "200", listed) == []
    assert unlike(path, "200", get(f"{plural}/{slug}/")) == []
    assert unlike(f"{path}versions/", "200", get(f"{plural}/{slug}/versions/")) == []
    version = get(f"{plural}/{slug}/versions/1/")
    assert unlike(f"{path}versions/{{number}}/", "200", version) == []


def test_derived_answers_are_as_described() -> None:
    answer = get("claims/", derived="standing", page_size=100)

    assert unlike(f"{BASE}claims/", "200", answer) == []


def test_answers_about_the_log_are_as_described() -> None:
    assert unlike(f"{BASE}revisions/", "200", get("revisions/")) == []
    assert unlike(f"{BASE}revisions/{{seq}}/", "200", get("revisions/1/")) == []
    assert unlike(f"{BASE}changes/", "200", get("changes/")) == []
    assert unlike(BASE, "200", get("")) == []


def test_problems_are_as_described() -> None:
    party = make_party()
    publish(party)
    publish(party, operation=Operation.REDACT, reason="A court ordered it.")
    path = f"{BASE}parties/{{slug}}/"

    for status, answer in (
        ("400", ask("parties/x/", y="z")),
        ("404", ask("parties/x/")),
        ("410", ask(f"parties/{party.slug}/")),
    ):
        assert answer.status_code == int(status)
        assert unlike(path, status, answer.json()) == []  # type: ignore[attr-defined]


def test_a_document_that_lacks_a_key_is_not_as_described() -> None:
    answer = get("cases/pegasus-project/")
    del answer["record"]

    assert unlike(f"{BASE}cases/{{slug}}/", "200", answer) != []


def test_a_key_is_required_only_if_the_oldest_format_in_the_record_has_it() -> None:
    with grown("claim", {"citations.quote": ""}), grown("rebuttal", {"citations.quote": ""}):
        with_older = described_from((("claim", 2), ("rebuttal", 1)))
        without = described_from((("claim", 2), ("rebuttal", 2)))

    assert "quote" not in with_older["components"]["schemas"]["CitationDocument"]["required"]
    assert "quote" in without["components"]["schemas"]["CitationDocument"]["required"]


def test_every_key_is_required_while_no_noun_grew() -> None:
    schemas = description()["components"]["schemas"]
    optional = {
        name: set(said["properties"]) - set(said["required"]) - {"derived"}
        for name, said in schemas.items()
        if name.endswith("Document") and name != "RevisionWithDocument"
    }

    assert len(optional) > 20
    assert not [name for name, keys in optional.items() if keys]
