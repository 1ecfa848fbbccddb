"""Proposing records to another editor: what prevents it, and what else it needs."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from desk.admin.overview import find_all
from desk.changesets.dependants import dependants_of
from desk.changesets.naming import Named, people_in_slugs
from desk.changesets.needs import needed_by
from desk.changesets.proposing import Proposal, propose
from desk.models import Operation
from publishing.admin.formfields import PassageFormField
from publishing.admin.labels import change_address, name_of
from publishing.admin.lists import states_in_record
from publishing.formats.gates import Failure, failures
from publishing.formats.serializers import documents_of
from publishing.models import Publishable
from publishing.nouns import Document, Key, noun_of
from publishing.publish import PublicationRefused
from values.validation import validate_plain

TITLES = {
    Operation.PUBLISH: _("Propose to publish"),
    Operation.WITHDRAW: _("Propose to withdraw"),
    Operation.RESTORE: _("Propose to restore"),
}
GRAVE = (Operation.WITHDRAW,)


class ProposalForm(forms.Form):
    """Why, in words that readers will see."""

    reason = PassageFormField(
        label=_("Reason"),
        validators=[validate_plain],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Why these records are published or changed. Readers see this, and it stays."),
        error_messages={"required": _("Say why; readers will see it.")},
    )
    sure = forms.BooleanField(
        label=_("I have read what this does and want to propose it."),
        error_messages={"required": _("Tick this to say that you have read what this does.")},
    )

    public_people = forms.BooleanField(
        label=_("These are people in public life; their names may be in addresses for ever."),
        error_messages={"required": _("Choose another slug, or tick this.")},
    )

    def __init__(self, *args: Any, grave: bool, named: Iterable[Named] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named = list(named)
        if not grave:
            del self.fields["sure"]
        if not self.named:
            del self.fields["public_people"]


def _list_action(operation: Operation) -> Callable[..., HttpResponse]:
    @admin.action(description=f"{operation.label.capitalize()} …", permissions=["view"])
    def action(model_admin: Any, request: HttpRequest, queryset: Any) -> HttpResponse:
        if operation == Operation.REDACT:
            return HttpResponseRedirect(redact_address(queryset))
        records = list(queryset)
        return _page(request, records, operation, _form(records, operation))

    return action


def redact_address(records: Iterable[Publishable]) -> str:
    """Return the address of the page that proposes to redact these records."""
    keys = [("record", f"{one.kind}/{one.slug}") for one in records]
    return f"{reverse('admin:redact')}?{urlencode(keys)}"


LIST_ACTIONS = {f"propose_{operation}": _list_action(operation) for operation in Operation}


def propose_page(request: HttpRequest) -> HttpResponse:
    """Show what is about to be proposed, or propose it."""
    if not request.user.has_perm("desk.add_changeset"):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else request.GET
    operation = _operation(sent.get("operation", ""))
    records = find_all(key.partition("/")[::2] for key in dict.fromkeys(sent.getlist("record")))
    if operation == Operation.REDACT:
        return HttpResponseRedirect(redact_address(records))
    if request.method != "POST":
        return _page(request, records, operation, _form(records, operation))
    if "add_needed" in request.POST:
        records = [*records, *needed_by(records)]
        form = _form(records, operation, initial={"reason": request.POST.get("reason", "")})
        return _page(request, records, operation, form)
    form = _form(records, operation, data=request.POST)
    found = [*about_states(records, operation)]
    if not form.is_valid() or found:
        return _page(request, records, operation, form)
    return _propose(request, records, operation, form)


def _form(records: list[Publishable], operation: Operation, **options: Any) -> ProposalForm:
    """Return the form, which asks about people whose names are in the slugs of new records."""
    new = [(one.kind, one.slug) for one in records if not one.published_version]
    return ProposalForm(grave=operation in GRAVE, named=people_in_slugs(new), **options)


def _operation(value: str) -> Operation:
    return Operation(value) if value in Operation.values else Operation.PUBLISH


def _propose(
    request: HttpRequest, records: list[Publishable], operation: Operation, form: ProposalForm
) -> HttpResponse:
    proposals = [Proposal(record, operation) for record in records]
    try:
        author: Any = request.user
        changeset = propose(
            proposals,
            form.cleaned_data["reason"],
            author,
            public_people=form.cleaned_data.get("public_people", False),
        )
    except PublicationRefused as refusal:
        return _page(request, records, operation, form, refusal.failures)
    messages.success(request, _("Proposed. Another editor can now review it."))
    return HttpResponseRedirect(reverse("admin:desk_changeset_change", args=[changeset.pk]))


def _page(
    request: HttpRequest,
    records: list[Publishable],
    operation: Operation,
    form: ProposalForm,
    found: Iterable[Failure] | None = None,
) -> HttpResponse:
    against = list(found) if found is not None else _against(records, operation)
    needed = needed_by(records) if operation == Operation.PUBLISH else []
    context = {
        **admin.site.each_context(request),
        "title": TITLES[operation],
        "operation": operation,
        "records": [row_of(record) for record in records],
        "form": form,
        "against": [in_words(one) for one in against],
        "needed": [row_of(record) for record in needed],
        "dependants": [row_of(record) for record in _dependants(records, operation)],
    }
    return TemplateResponse(request, "desk/propose.html", context)


def _dependants(records: list[Publishable], operation: Operation) -> list[Publishable]:
    return dependants_of(records) if operation in GRAVE else []


def row_of(record: Publishable) -> dict[str, Any]:
    return {
        "key": f"{record.kind}/{record.slug}",
        "kind": record._meta.verbose_name,
        "name": name_of(record),
        "slug": record.slug,
        "state": record.state_at_desk,
        "version": record.published_version,
        "address": change_address(record),
    }


def in_words(failure: Failure) -> dict[str, Any]:
    """Return a failure with a link to the record at the desk, where it is about one."""
    place = reverse("admin:record", args=[failure.kind, failure.slug]) if failure.slug else ""
    return {
        "address": place,
        "record": f"{failure.kind} {failure.slug}".strip(),
        "field": failure.field,
        "message": failure.message,
    }


def _against(records: list[Publishable], operation: Operation) -> list[Failure]:
    """Return what prevents proposing these records, before anyone tries."""
    found = list(about_states(records, operation))
    if operation != Operation.PUBLISH:
        return found
    return [*found, *failures(_documents(records))]


def _documents(records: list[Publishable]) -> dict[Key, Document]:
    """Return the working copies as documents, in a fixed number of queries a kind."""
    by_model: dict[Any, list[Any]] = defaultdict(list)
    for record in records:
        by_model[type(record)].append(record.pk)
    return {
        (record.kind, record.slug): json.loads(text)
        for model, pks in by_model.items()
        for record, text in documents_of(
            model._default_manager.filter(pk__in=pks), noun_of(model).document
        )
    }


def about_states(records: list[Publishable], operation: Operation) -> Iterable[Failure]:
    """Yield a failure for each record with which this cannot be done in its present state."""
    slugs: dict[str, list[str]] = defaultdict(list)
    for record in records:
        slugs[record.kind].append(record.slug)
    states = {kind: states_in_record(kind, those) for kind, those in slugs.items()}
    for record in records:
        words = WRONG_STATE.get((operation, states[record.kind].get(record.slug, "")))
        if words:
            yield Failure(record.kind, record.slug, "", str(words))


REDACTED = _("was redacted: its words are gone and it cannot be published again")
NEVER = _("was never published")
WRONG_STATE: dict[tuple[Operation, str], Any] = {
    (Operation.PUBLISH, "withdrawn"): _("is withdrawn: propose to restore it first"),
    (Operation.WITHDRAW, "withdrawn"): _("is already withdrawn"),
    (Operation.RESTORE, "live"): _("is not withdrawn, so there is nothing to restore"),
    **{(operation, "redacted"): REDACTED for operation in Operation},
    **{(one, ""): NEVER for one in Operation if one != Operation.PUBLISH},
}
