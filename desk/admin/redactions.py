"""Proposing a redaction: where the words are, what becomes of each, and the set that follows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from desk.admin.finds import corrections_in_words, in_groups
from desk.admin.overview import find_all
from desk.admin.proposals import ProposalForm, about_states, in_words, row_of
from desk.changesets.dependants import dependants_of
from desk.models import Operation
from desk.redactions.decisions import GOES, STAYS, Decisions
from desk.redactions.planning import Plan, plan
from desk.redactions.proposing import propose_redaction
from publishing.admin.formfields import PassageFormField
from publishing.databases import in_record
from publishing.formats.gates import Failure
from publishing.models import Entry, Publishable
from publishing.publish import PublicationRefused
from publishing.redacting.texts import own_words
from values.sought import SHORTEST_LINE, Sought

MOST_LINES = 200
WORDS, DECISION, WHY = "words", "decision:", "why:"


class RedactionForm(ProposalForm):
    """Which words are sought, and why they have to go, in words that readers will see."""

    words = PassageFormField(
        label=_("Words to look for"),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_(
            "One on each line: what the record itself says. Add whatever else has to go, such as a"
            " name. Case, accents and line breaks do not matter. Of a long line every part of 12"
            " characters is found; a shorter line is found as whole words."
        ),
        error_messages={"required": _("Give the words to look for.")},
    )
    field_order = [WORDS, "reason", "sure"]

    def clean_words(self) -> str:
        words: str = self.cleaned_data[WORDS]
        lines = lines_of(words)
        if len(lines) > MOST_LINES:
            raise ValidationError(_("At most %(most)d lines."), params={"most": MOST_LINES})
        for line in lines:
            if any(len(folded) < SHORTEST_LINE for folded in Sought([line]).lines or ("",)):
                message = _("“%(line)s” is too short to look for: it would be found everywhere.")
                raise ValidationError(message, params={"line": line})
        return words


def lines_of(words: str) -> list[str]:
    """Return the lines to look for; lines without a letter say nothing."""
    return [line.strip() for line in words.splitlines() if line.strip()]


def redact_page(request: HttpRequest) -> HttpResponse:
    """Show what a redaction of some records would do, or propose exactly that."""
    if not request.user.has_perm("desk.add_changeset"):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else request.GET
    records = find_all(key.partition("/")[::2] for key in dict.fromkeys(sent.getlist("record")))
    if request.method != "POST":
        return show_redaction(request, records)
    form = RedactionForm(request.POST, grave=True)
    made = plan(records, lines_of(request.POST.get(WORDS, "")), decisions_in(request.POST))
    found = list(about_states(records, Operation.REDACT))
    is_seen = request.POST.get("seen") == made.digest
    if "propose" not in request.POST or not form.is_valid() or found or not is_seen:
        return _page(request, made, form, found, is_seen="propose" not in request.POST or is_seen)
    try:
        user: Any = request.user
        changeset = propose_redaction(made, form.cleaned_data["reason"], user)
    except PublicationRefused as refusal:
        return _page(request, made, form, refusal.failures)
    messages.success(request, _("Proposed. Another editor can now review it."))
    return HttpResponseRedirect(reverse("admin:desk_changeset_change", args=[changeset.pk]))


def show_redaction(request: HttpRequest, records: list[Publishable]) -> HttpResponse:
    """Show what a redaction would do, with the records' own words to look for."""
    lines = list(dict.fromkeys(_published_words(records)))
    form = RedactionForm(grave=True, initial={WORDS: "\n".join(lines)})
    found = list(about_states(records, Operation.REDACT))
    return _page(request, plan(records, lines, Decisions()), form, found)


def decisions_in(sent: QueryDict) -> Decisions:
    """Return what an editor decided on the page, find by find."""
    decided = {
        name.removeprefix(DECISION): sent[name] for name in sent if name.startswith(DECISION)
    }
    return Decisions(
        goes=frozenset(name for name, what in decided.items() if what == GOES),
        stays={
            name: sent.get(WHY + name, "").strip()
            for name, what in decided.items()
            if what == STAYS
        },
    )


def _published_words(records: list[Publishable]) -> Iterator[str]:
    """Yield the words of the records as they are published; asks once a kind."""
    slugs: dict[str, list[str]] = defaultdict(list)
    for record in records:
        slugs[record.kind].append(record.slug)
    with in_record():
        documents = {
            (kind, entry.slug): orjson.loads(entry.document)
            for kind, those in slugs.items()
            for entry in Entry.objects.readable().filter(kind=kind, slug__in=those)
        }
    for record in records:
        if document := documents.get((record.kind, record.slug)):
            yield from own_words(document, record.kind)


def _page(
    request: HttpRequest,
    made: Plan,
    form: RedactionForm,
    found: Iterable[Failure] = (),
    *,
    is_seen: bool = True,
) -> HttpResponse:
    holding = {find.key for find in made.finds if find.run.is_striking}
    against = list(found) or (made.against if request.method == "POST" else [])
    context = {
        **admin.site.each_context(request),
        "title": _("Propose to redact"),
        "operation": Operation.REDACT,
        "plan": made,
        "form": form,
        "is_seen": is_seen,
        "against": [in_words(one) for one in dict.fromkeys(against)],
        "records": [row_of(record) for record in made.redacted],
        "dependants": [
            {**row_of(one), "holds": (one.kind, one.slug) in holding}
            for one in dependants_of(made.redacted)
        ],
        "groups": in_groups(made),
        "corrections": corrections_in_words(made),
    }
    return TemplateResponse(request, "desk/redact.html", context)
