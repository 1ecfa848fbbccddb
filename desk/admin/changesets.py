"""Change sets at the desk: the list, the page of one, and what a reviewer does with it."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from desk.admin.finds import redaction_in_words
from desk.admin.items import items_page
from desk.admin.proposals import in_words
from desk.changesets.naming import Named, people_in_slugs
from desk.changesets.publication import SealBroken
from desk.changesets.review import ReviewRefused, approve, reject
from desk.models import ChangeSet, Operation, Status
from publishing.formats.gates import Failure
from publishing.models import Revision
from publishing.publish import PublicationRefused
from publishing.reading.addresses import address

LINKS_SHOWN = 10


@admin.register(ChangeSet)
class ChangeSetAdmin(admin.ModelAdmin[ChangeSet]):
    """What was proposed; approved and rejected on separate pages."""

    list_display = ["reason_cut", "status", "author", "approver", "records", "proposed_at"]
    list_filter = ["status", "approval"]
    list_select_related = ["author", "approver"]
    search_fields = ["reason", "items__slug"]
    list_per_page = 50
    actions = None

    @admin.display(description=gettext_lazy("reason"))
    def reason_cut(self, changeset: ChangeSet) -> str:
        return str(changeset)

    @admin.display(description=gettext_lazy("records"))
    def records(self, changeset: ChangeSet) -> int:
        counted: Any = changeset
        return int(counted.number)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ChangeSet]:
        return super().get_queryset(request).annotate(number=Count("items"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<uuid:pk>/approve/", view(require_POST(approve_page)), name="approve"),
            path("<uuid:pk>/reject/", view(require_POST(reject_page)), name="reject"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Show the change set; nothing in it can be edited."""
        changeset = self.get_object(request, object_id)
        if not self.has_view_permission(request, changeset):
            raise PermissionDenied
        if changeset is None:
            return HttpResponseRedirect(reverse("admin:desk_changeset_changelist"))
        return changeset_page(request, changeset)


def changeset_page(
    request: HttpRequest, changeset: ChangeSet, against: list[Failure] | None = None
) -> HttpResponse:
    """Show a change set: reason, records, what differs, and what may be done with it."""
    user: Any = request.user
    waiting = changeset.status == Status.PROPOSED
    mine = changeset.author_id == user.pk
    context = {
        **admin.site.each_context(request),
        "title": _("Change set"),
        "changeset": changeset,
        "page": items_page(changeset, request.GET.get("page", "1")),
        "redacts": changeset.items.filter(operation=Operation.REDACT).exists(),
        **redaction_in_words(changeset),
        "named": _named(changeset) if waiting else [],
        "may_review": waiting and user.has_perm("desk.change_changeset"),
        "may_approve": not mine or settings.SINGLE_EDITOR,
        "mine": mine,
        "against": [in_words(one) for one in against or []],
    }
    status = 409 if against else 200
    return TemplateResponse(request, "desk/changeset.html", context, status=status)


def _named(changeset: ChangeSet) -> list[Named]:
    """Return the people whose names are in the slugs of the set's new records."""
    new = changeset.items.filter(base_version=0)
    return people_in_slugs(new.values_list("kind", "slug"))


def _reviewed(request: HttpRequest, pk: Any) -> ChangeSet:
    if not request.user.has_perm("desk.change_changeset"):
        raise PermissionDenied
    return get_object_or_404(ChangeSet, pk=pk)


def approve_page(request: HttpRequest, pk: Any) -> HttpResponse:
    """Approve a change set and publish it. Outside any transaction: publishing has its own."""
    changeset = _reviewed(request, pk)
    redacts = changeset.items.filter(operation=Operation.REDACT).exists()
    if redacts and "sure" not in request.POST:
        messages.error(request, _("Tick that you have read what a redaction does."))
        return _back(changeset)
    if "public_people" not in request.POST and _named(changeset):
        messages.error(request, _("Say that the people named in slugs are in public life."))
        return _back(changeset)
    user: Any = request.user
    try:
        revisions = approve(changeset, user)
    except PublicationRefused as refusal:
        changeset.refresh_from_db()
        return changeset_page(request, changeset, refusal.failures)
    except (ReviewRefused, SealBroken) as refusal:
        messages.error(request, str(refusal))
        return _back(changeset)
    messages.success(request, _published(revisions))
    return _back(changeset)


def reject_page(request: HttpRequest, pk: Any) -> HttpResponse:
    """Reject a change set with a reason, or take back one's own."""
    changeset = _reviewed(request, pk)
    user: Any = request.user
    try:
        reject(changeset, user, request.POST.get("reason", ""))
    except ReviewRefused as refusal:
        messages.error(request, str(refusal))
    else:
        mine = changeset.author_id == user.pk
        taken_back, rejected = _("Taken back."), _("Rejected. Its author can see your reason.")
        messages.success(request, taken_back if mine else rejected)
    return _back(changeset)


def _back(changeset: ChangeSet) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:desk_changeset_change", args=[changeset.pk]))


def _published(revisions: list[Revision]) -> SafeString:
    """Return the good news with links to the public pages."""
    shown = [
        (address(line.kind, line.slug), f"{line.kind}/{line.slug}")
        for line in revisions[:LINKS_SHOWN]
    ]
    links = format_html_join(", ", '<a href="{}">{}</a>', shown)
    more = len(revisions) - len(shown)
    rest = format_html(" {}", _("and %(count)d more") % {"count": more}) if more else ""
    return format_html("{} {}{}.", _("Approved and published:"), links, rest)
