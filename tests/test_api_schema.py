"""The OpenAPI description is made without warnings, and true of the real answers."""

import json
from functools import cache
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from desk.models import Operation
from pegasus_tracker.api.urls import router
from pegasus_tracker.api.views import described
from tests.api import BASE, NOUNS, ask, get
from tests.builders import BOTH, make_party, publish

pytestmark = BOTH


@cache
def _description() -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(described(), default=str))
    return plain


def _errors(path: str, status: str, answer: Any) -> list[str]:
    said = _description()["paths"][path]["get"]["responses"][status]["content"]
    [schema] = [body["schema"] for body in said.values()]
    whole = {**schema, "components": _description()["components"]}
    return [error.message for error in Draft202012Validator(whole).iter_errors(answer)]


def test_the_description_is_made_without_warnings() -> None:
    call_command("spectacular", "--fail-on-warn", "--validate", stdout=StringIO())


def test_it_is_openapi_3_1_in_json_and_in_yaml() -> None:
    yaml = Client().get(f"{BASE}schema/", headers={"accept": "application/yaml"})

    assert get("schema/")["openapi"].startswith("3.1")
    assert yaml.content.startswith(b"openapi: 3.1")


def test_every_list_and_detail_is_described() -> None:
    paths = set(_description()["paths"])

    assert {f"{BASE}{plural}/" for plural, _view, _name in router.registry} <= paths
    assert {f"{BASE}{plural}/{{slug}}/versions/{{number}}/" for plural in NOUNS} <= paths


@pytest.mark.parametrize(("plural", "view"), [(p, v) for p, v, _ in router.registry])
def test_every_parameter_of_a_list_is_described(plural: str, view: Any) -> None:
    said = _description()["paths"][f"{BASE}{plural}/"]["get"]["parameters"]

    names = {"cursor", "ordering", "page_size", *view.filterset_class.base_filters}
    names |= {"derived"} if getattr(view, "derivations", None) else set()
    assert {one["name"] for one in said} == names
    assert all(one["description"] for one in said)


@pytest.mark.parametrize("plural", NOUNS)
def test_answers_about_records_are_as_described(plural: str) -> None:
    listed = get(f"{plural}/", page_size=100)
    slug = listed["results"][0]["slug"]
    path = f"{BASE}{plural}/{{slug}}/"

    assert _errors(f"{BASE}{plural}/", "200", listed) == []
    assert _errors(path, "200", get(f"{plural}/{slug}/")) == []
    assert _errors(f"{path}versions/", "200", get(f"{plural}/{slug}/versions/")) == []
    version = get(f"{plural}/{slug}/versions/1/")
    assert _errors(f"{path}versions/{{number}}/", "200", version) == []


def test_derived_answers_are_as_described() -> None:
    answer = get("claims/", derived="standing", page_size=100)

    assert _errors(f"{BASE}claims/", "200", answer) == []


def test_answers_about_the_log_are_as_described() -> None:
    assert _errors(f"{BASE}revisions/", "200", get("revisions/")) == []
    assert _errors(f"{BASE}revisions/{{seq}}/", "200", get("revisions/1/")) == []
    assert _errors(f"{BASE}changes/", "200", get("changes/")) == []
    assert _errors(BASE, "200", get("")) == []


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
        assert _errors(path, status, answer.json()) == []  # type: ignore[attr-defined]


def test_a_document_that_lacks_a_key_is_not_as_described() -> None:
    answer = get("cases/pegasus-project/")
    del answer["record"]

    assert _errors(f"{BASE}cases/{{slug}}/", "200", answer) != []
