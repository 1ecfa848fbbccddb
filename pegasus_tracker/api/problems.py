"""Errors as RFC 9457 problem details: what went wrong, and which parameter is to blame."""

import logging
from collections.abc import Iterator
from http import HTTPStatus
from itertools import islice
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from pegasus_tracker.api.rendering import StoredJSONRenderer
from publishing.reading.parameters import MOST_NAMED
from publishing.unusable import unusable

MEDIA_TYPE = "application/problem+json"
WRONG_PARAMETER = "urn:pegasus-tracker:problem:wrong-parameter"
REDACTED = "urn:pegasus-tracker:problem:redacted"
# The sentence for people repeats the first of the errors only.
MOST_TOLD = 3
ERASED = "urn:pegasus-tracker:problem:erased"
TYPES = {
    "invalid": (WRONG_PARAMETER, "Wrong parameter"),
    "redacted": (REDACTED, "Redacted"),
    "erased": (ERASED, "Erased"),
}

# Seconds after which to ask again when a database cannot be used.
RETRY_AFTER = 60

logger = logging.getLogger("django.request")


class Unavailable(APIException):
    """A database cannot be used now."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_detail = "The record cannot be read now. Ask again in a minute; nothing was lost."
    wait = RETRY_AFTER


def problem_response(error: Exception, context: dict[str, Any]) -> Response:
    """Return the problem that an exception in a view of the API stands for."""
    known = _as_known(error, context)
    answered = exception_handler(known, context)
    headers = dict(answered.headers) if answered else {}
    headers.pop("Content-Type", None)
    request = context["request"]
    # Also where the answer itself would have been YAML.
    request.accepted_renderer = StoredJSONRenderer()
    request.accepted_media_type = StoredJSONRenderer.media_type
    problem = problem_document(known, request.get_full_path())
    return Response(
        problem, status=known.status_code, headers=headers or None, content_type=MEDIA_TYPE
    )


def problem_document(error: APIException, address: str) -> dict[str, Any]:
    """Return the document that says what went wrong."""
    members = getattr(error, "members", {})
    return {**_problem(error), "instance": address[:500], **members}


def _as_known(error: Exception, context: dict[str, Any]) -> APIException:
    if isinstance(error, APIException):
        return error
    if isinstance(error, Http404):
        return NotFound("There is nothing at this address.")
    if isinstance(error, SuspiciousOperation | PermissionDenied):
        return ValidationError("This request is malformed.")
    request = context["request"]._request
    # As Django does for pages, so that tools that watch for failures, and test clients, know.
    got_request_exception.send(sender=None, request=request)
    if found := unusable(error):
        logger.error("%s: %s", request.path, found.said)
        return Unavailable()
    logger.error("Internal Server Error: %s", request.path, exc_info=error)
    return APIException("Something went wrong on our side. It was logged.")


def _problem(error: APIException) -> dict[str, Any]:
    status = error.status_code
    type_, title = TYPES.get(error.default_code, ("about:blank", HTTPStatus(status).phrase))
    if not isinstance(error, ValidationError):
        return {"type": type_, "title": title, "status": status, "detail": str(error.detail)}
    errors = list(islice(_errors(error.detail), MOST_NAMED))
    told = [f"{one['parameter']}: {one['detail']}" for one in errors[:MOST_TOLD]]
    detail = "; ".join([*told, "and more, see errors."] if len(errors) > MOST_TOLD else told)
    return {
        "type": type_,
        "title": title,
        "status": status,
        "detail": detail or "This request is malformed.",
        "errors": errors,
    }


def _errors(detail: Any) -> Iterator[dict[str, str]]:
    if isinstance(detail, dict):
        for parameter, words in detail.items():
            yield {"parameter": str(parameter), "detail": " ".join(str(word) for word in words)}
