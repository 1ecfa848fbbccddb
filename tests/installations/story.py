"""What happens in a small installation: a chapter a day, with all that a log and a desk can hold.

The matter is invented. Chapters are only ever added, each at the end of CHAPTERS: so an
installation of a later release holds what those before it hold.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any
from unittest import mock

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import override_settings

from claims.models import Case, Claim, Event, Family, Rebuttal, Statement
from desk.models import ChangeSet, Note, Operation
from evidence.models import Evidence, Indicator, Party, Source
from publishing.databases import at_desk
from publishing.publish import PublicationRefused
from tests import builders as b

# By its name alone, as in matter.py.
Matter = import_module("matter").Matter
# Where releases after the first one keep them.
ROOM = "desk.changesets" if find_spec("desk.changesets") else "desk"
proposing = import_module(f"{ROOM}.proposing")
review = import_module(f"{ROOM}.review")

_editors: dict[str, Any] = {}


def editor(name: str) -> Any:
    """Return the account with this name."""
    if name not in _editors:
        _editors[name] = b.make_editor(name)
    return _editors[name]


def proposed(
    reason: str, *records: Any, does: str = "publish", by: str | None = "amal"
) -> ChangeSet:
    """Propose that the same happens to all these records; *by* nobody for the installation."""
    with at_desk():
        fresh = [type(one)._default_manager.get(slug=one.slug) for one in records]
    proposals = [proposing.Proposal(one, Operation(does)) for one in fresh]
    changeset: ChangeSet = proposing.propose(proposals, reason, editor(by) if by else None)
    return changeset


def published(reason: str, *records: Any, does: str = "publish") -> None:
    """Let one editor propose and another approve."""
    review.approve(proposed(reason, *records, does=does), editor("badr"))


def came_with_the_installation() -> None:
    """Publish the matter, approved by nobody here."""
    records = Matter().records()
    review.approve_installation(proposed("The matter as it was collected.", *records, by=None))


def corrected() -> None:
    """Correct one source twice and the evidence under two answers; look at one of these again."""
    words = {"en": "A private name stood here twice."}
    published("A better note.", b.edit(_of(Evidence, "ev-removed"), note=words))
    published("The title as printed.", b.edit(_of(Source, "src-copy"), title="Letters: a copy"))
    published("Its date.", b.edit(_of(Source, "src-copy"), published="2021-07-19"))
    letters = b.edit(_of(Evidence, "ev-letters"), summary={"en": "Four letters were found."})
    analysis = b.edit(_of(Evidence, "ev-analysis"), method={"en": "A copy of the device was read."})
    published("What the laboratory says of it now.", letters, analysis)
    words = {"en": "The answer stands on four letters as it did on three."}
    published("Looked at again.", b.edit(_of(Rebuttal, "reb-looked-at"), note=words))


def approved_by_its_only_editor() -> None:
    """Publish what is new by the word of one editor."""
    records = [
        b.make_party(slug="harbour-master", name={"en": "The harbour master"}, type="public_body"),
        b.make_event(slug="event-hearing", type="court", title={"en": "A hearing"}, happened="2022",
                     cases=[_of(Statement, "stm-denial").cases.using("desk").get()],
                     sources=[_of(Source, "src-report")]),
    ]  # fmt: skip
    changeset = proposed("A hearing, reported later.", *records)
    with override_settings(SINGLE_EDITOR=True):
        review.approve(changeset, editor("amal"))


def withdrawn_and_restored() -> None:
    """Withdraw two records and restore one of them."""
    published("It is another page.", _of(Source, "src-withdrawn"), does="withdraw")
    published("Doubted.", _of(Event, "event-inquiry"), does="withdraw")
    published("Confirmed after all.", _of(Event, "event-inquiry"), does="restore")


def redacted() -> None:
    """Erase a record that was corrected before, and whose edition another record names."""
    published("Removed on legal grounds.", _of(Evidence, "ev-removed"), does="redact")


def left_at_the_desk() -> None:
    """Leave a draft, an edit, and change sets in each state that one can be in."""
    b.make_party(slug="draft", name={"en": "A draft"})
    edited = b.edit(_of(Claim, "clm-signed"), note={"en": "Not published yet."})
    party = b.edit(_of(Party, "harbour-master"), country="MA")
    review.reject(proposed("Its country.", party), editor("badr"), "Which country is not sourced.")
    stale = proposed("Frozen before the other.", b.edit(_of(Party, "newspaper"), country="FR"))
    published("Its country.", b.edit(_of(Party, "newspaper"), country="BE"))
    _approve_in_vain(stale)
    proposed(
        "Waits for another editor.",
        b.edit(_of(Source, "src-report"), note={"en": "The address changed in September."}),
        b.make_source(slug="src-waiting", title="A page that waits", language="en"),
        b.edit(_of(Family, "fam-never"), note={"en": "Later it says “signed anything”."}),
    )
    proposed("Waits to be withdrawn.", _of(Indicator, "ind-bh"), does="withdraw")
    approved = proposed("Approved, then cut off.", b.make_party(slug="cut-off", country="FR"))
    with mock.patch.object(review, "publish_approved"):
        review.approve(approved, editor("badr"))
    Note.objects.create(kind="claim", slug=edited.slug, author=editor("amal"), text="Ask again.")
    with at_desk():
        LogEntry.objects.create(
            user=editor("amal"),
            content_type=ContentType.objects.get_for_model(Claim),
            object_id=str(edited.pk),
            object_repr=edited.slug,
            action_flag=CHANGE,
        )


def words_removed() -> None:
    """Redact a claim whose words are in its statement, and next to those of its neighbour."""
    redacting = import_module("tests.redacting")
    statement = b.make_statement(
        "First of all: the private name of a clerk. We signed nothing.",
        slug="stm-clerk",
        cases=[_of(Case, "harbour-letters")],
        speaker=_of(Party, "ministry"),
        sources=[_of(Source, "src-report")],
        issued="2021-07-30",
        original_language="en",
    )
    claim = b.make_claim(statement, "the private name of a clerk", slug="clm-clerk")
    neighbour = b.make_claim(statement, "We signed nothing", slug="clm-nothing", prefix="clerk. ")
    published("Said ten days later.", statement, claim, neighbour)
    redacting.redact(claim)


def _approve_in_vain(changeset: ChangeSet) -> None:
    with pytest.raises(PublicationRefused, match="propose again"):
        review.approve(changeset, editor("badr"))


def _of(model: Any, slug: str) -> Any:
    with at_desk():
        return model._default_manager.get(slug=slug)


CHAPTERS = (
    came_with_the_installation,
    corrected,
    approved_by_its_only_editor,
    withdrawn_and_restored,
    redacted,
    left_at_the_desk,
    *((words_removed,) if find_spec("desk.redactions") else ()),
)
BACKED_UP_AFTER = corrected
