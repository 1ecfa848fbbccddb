"""Asking the API in tests."""

import json
from functools import cache
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils.http import urlencode
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from pegasus_tracker.api.views import described

BASE = "/api/v1/"
NOUNS = {
    "cases": "case",
    "parties": "party",
    "sources": "source",
    "evidence": "evidence",
    "devices": "device",
    "indicators": "indicator",
    "statements": "statement",
    "claims": "claim",
    "families": "family",
    "rebuttals": "rebuttal",
    "events": "event",
}
LISTS = [*NOUNS, "revisions", "changes"]


def ask(path: str, **parameters: Any) -> HttpResponse:
    """Ask for an address below /api/v1/, with parameters; failures are answers, not exceptions."""
    query = f"?{urlencode(parameters)}" if parameters else ""
    answer: Any = Client(raise_request_exception=False).get(BASE + path + query)
    return answer  # type: ignore[no-any-return]


def get(path: str, **parameters: Any) -> Any:
    """Return the JSON of an address that has to answer 200."""
    answer = ask(path, **parameters)
    assert answer.status_code == 200, answer.content
    return answer.json()  # type: ignore[attr-defined]


def slugs(path: str, **parameters: Any) -> list[str]:
    """Return the slugs that a list answers."""
    return [row["slug"] for row in get(path, **parameters)["results"]]


def wrong(path: str, **parameters: Any) -> dict[str, str]:
    """Return what a 400 says, by parameter."""
    answer = ask(path, **parameters)
    assert answer.status_code == 400, answer.content
    problem = answer.json()  # type: ignore[attr-defined]
    return {error["parameter"]: error["detail"] for error in problem["errors"]}


def statuses(*paths: str) -> list[int]:
    """Return the status that each address answers."""
    return [ask(path).status_code for path in paths]


@cache
def description() -> dict[str, Any]:
    """Return the OpenAPI description."""
    plain: dict[str, Any] = json.loads(json.dumps(described(), default=str))
    return plain


def unlike(path: str, status: str, answer: Any) -> list[str]:
    """Return in what an answer is unlike its description, at a path as described."""
    said = description()["paths"][path]["get"]["responses"][status]["content"]
    [schema] = [body["schema"] for body in said.values()]
    whole = {**schema, "components": description()["components"]}
    return [error.message for error in Draft202012Validator(whole).iter_errors(answer)]
