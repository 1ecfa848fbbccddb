"""The public page of a draft, shown at the desk only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import resolve

from desk.admin.overview import find
from publishing.nouns import by_plural
from publishing.reading.addresses import address

MAIN = '<main id="main" class="wide">'


def preview(request: HttpRequest, plural: str, slug: str) -> HttpResponse:
    """Show a record as its public page would show it, marked as a draft.

    The public view runs here as it is; since this is the desk, it reads the working copies.
    """
    try:
        one = by_plural(plural)
    except KeyError as error:
        raise Http404 from error
    record = find(one.kind, slug)
    match = resolve(address(one.kind, slug))
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    banner = render_to_string("desk/preview.html", {"record": record}, request)
    page = response.content.decode(response.charset)
    response.content = page.replace(MAIN, MAIN + banner, 1)
    return response
