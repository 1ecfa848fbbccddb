"""Proposing a redaction: one change set, and beside it the words and what was decided of them."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from desk.changesets.proposing import propose
from desk.models import ChangeSet, Redaction
from desk.redactions.planning import Plan
from publishing.databases import DESK, at_desk
from publishing.formats.gates import Failure
from publishing.publish import PublicationRefused


def propose_redaction(made: Plan, reason: str, author: AbstractBaseUser | None) -> ChangeSet:
    """Freeze what a plan says and keep with it the words that are sought.

    Raises PublicationRefused, with nothing written, if something prevents it, or if the reason,
    which stays for ever, holds any of the words.
    """
    against = [*made.against, *_words_in_reasons(made, reason)]
    if against:
        raise PublicationRefused(against)
    with at_desk(), transaction.atomic(using=DESK):
        changeset = propose(made.proposals(), reason, author)
        redaction = Redaction(changeset=changeset, decisions=made.decisions.as_json())
        spellings = {one.shown for one in (*made.own, *filter(made.is_gone, made.finds))}
        redaction.words = {"lines": list(made.lines), "spellings": sorted(spellings)}
        redaction.save()
        return changeset


def _words_in_reasons(made: Plan, reason: str) -> Iterable[Failure]:
    for text in (reason, *made.decisions.stays.values()):
        for run in made.sought.runs(text):
            words = _("holds words that are to be removed: “%(words)s”; say it without them")
            shown = text[run.start : run.end]
            yield Failure(_("change set"), "", "reason", words % {"words": shown})
