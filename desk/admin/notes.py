"""Notes of editors on a record; never published."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.admin.overview import find
from desk.models import Note
from publishing.admin.labels import change_address
from publishing.admin.widgets import one_newline


@require_POST
def add(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Write a note on a record."""
    if not request.user.has_perm("desk.add_note"):
        raise PermissionDenied
    record = find(kind, slug)
    text = one_newline(request.POST.get("text", "")).strip()
    if text:
        Note.objects.create(kind=kind, slug=slug, author_id=request.user.pk, text=text)
        messages.success(request, _("The note was added. Only editors see it."))
    else:
        messages.error(request, _("The note is empty, so it was not added."))
    return HttpResponseRedirect(change_address(record) + "#notes")
