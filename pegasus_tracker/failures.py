"""What is answered when a request failed: 503 while a database cannot be used, else 500."""

import sys

from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.log import log_response
from django.views import defaults
from rest_framework.exceptions import APIException

from pegasus_tracker.api.problems import MEDIA_TYPE, RETRY_AFTER, Unavailable, problem_document
from pegasus_tracker.cross_origin import API
from publishing.unusable import Unusable, unusable


def failed(request: HttpRequest) -> HttpResponse:
    """Answer for the exception that is being handled, without asking any database."""
    return _answered(request, unusable(sys.exc_info()[1]))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a bad request; to Django a session that could not be written is one too."""
    found = _behind(exception) if isinstance(exception, SessionInterrupted) else None
    return _answered(request, found) if found else defaults.bad_request(request, exception)


def _behind(error: BaseException) -> Unusable | None:
    """Return the trouble that was being handled when this error was raised."""
    before = error.__context__
    return (unusable(before) or _behind(before)) if before else None


def _answered(request: HttpRequest, found: Unusable | None) -> HttpResponse:
    response = _answer(request, 503 if found else 500)
    response.headers["Cache-Control"] = "no-store"
    if found:
        response.headers["Retry-After"] = str(RETRY_AFTER)
        # One line: the traceback of each request would fill a disk that is nearly full.
        log_response("%s: %s", request.path, found.said, response=response, request=request)
    return response


def _answer(request: HttpRequest, status: int) -> HttpResponse:
    if request.path_info.startswith(API):
        problem = problem_document(_problem(status), request.get_full_path())
        return JsonResponse(problem, status=status, content_type=MEDIA_TYPE)
    context = {"is_desk": request.path_info.startswith("/desk/")}
    # Without the request: what templates know of it may have to be asked of a database.
    return HttpResponse(render_to_string(f"{status}.html", context), status=status)


def _problem(status: int) -> APIException:
    return Unavailable() if status == 503 else APIException("Something went wrong on our side.")
