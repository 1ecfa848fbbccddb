"""Proposing: freezing records with a reason, so that another editor can look at them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from desk.changesets.naming import people_in_slugs
from desk.models import ChangeSet, ChangeSetItem, Operation
from publishing.databases import DESK, at_desk, in_record
from publishing.envelopes import NEWEST
from publishing.erasing import wrong_erasures
from publishing.formats.checking import problems_of
from publishing.formats.evolving import completed, digest
from publishing.formats.gates import Failure, failures
from publishing.formats.serializers import document_of, documents_of
from publishing.models import Entry, Publishable, Revision
from publishing.nouns import Document, Key, noun, noun_of, nouns
from publishing.publish import GATED, PublicationRefused
from values.canonical import canonical, new_salt, salted_sha256, sha256
from values.validation import validate_plain


@dataclass(frozen=True)
class FrozenText:
    """A document as it is frozen, and the number of its format."""

    document: str
    format: int


WITH_PUBLISHED_WORDS = (Operation.WITHDRAW, Operation.RESTORE)
LONGEST_REASON = 2000


@dataclass(frozen=True)
class Proposal:
    """One record and what is to happen to it.

    ``document`` is frozen in place of what the desk (or, for a withdrawal, the record) holds; it
    may lack keys of later formats. ``erases`` names lines of this record, by seq, whose documents
    go for good; a redaction erases them all without naming any.
    """

    record: Publishable
    operation: Operation = Operation.PUBLISH
    document: Document | None = None
    erases: tuple[int, ...] = ()


def propose(
    proposals: Iterable[Proposal],
    reason: str,
    author: AbstractBaseUser | None = None,
    *,
    public_people: bool = False,
) -> ChangeSet:
    """Freeze the records as they are at the desk and return the change set.

    ``public_people`` says that the author looked at the people whose names are in slugs of new
    records, and that they are in public life. An installation has no author who could be asked.
    Raises PublicationRefused, with nothing written, if the reason is empty, there is nothing to
    propose or a gate fails; it lists everything that prevents it.
    """
    with at_desk(), transaction.atomic(using=DESK):
        chosen = _in_order(proposals)
        texts = _texts_for(chosen)
        items = [_frozen(proposal, texts.get(_key(proposal))) for proposal in chosen]
        _refuse_unless_complete(items, reason, may_name=public_people or author is None)
        changeset = ChangeSet.objects.create(
            reason=reason.strip(),
            author_id=author.pk if author else None,
            envelope=NEWEST,
        )
        for position, item in enumerate(items):
            item.changeset, item.position = changeset, position
        ChangeSetItem.objects.bulk_create(items, batch_size=200)
        return changeset


def seal(changeset: ChangeSet) -> str:
    """Return the digest over what is approved: items, reason, formats, and who approved how."""
    items = changeset.items.order_by("position")
    sealed = {
        "items": [item.sealed(changeset.envelope) for item in items],
        "reason": changeset.reason,
        "formats": changeset.formats,
        "approval": changeset.approval,
        "author": changeset.author_id,
        "approver": changeset.approver_id,
    }
    return sha256(canonical(sealed))


def refresh_digest(record: Publishable) -> None:
    """Store at the desk the digest of what the record's document says now."""
    with at_desk():
        one = noun_of(type(record))
        record.document_sha256 = digest(document_of(record, one.document), one)
        rows = type(record)._default_manager.filter(pk=record.pk)
        rows.update(document_sha256=record.document_sha256)


def _in_order(proposals: Iterable[Proposal]) -> list[Proposal]:
    order = {one.kind: place for place, one in enumerate(nouns())}
    return sorted(proposals, key=lambda p: (order[p.record.kind], p.record.slug))


def _frozen(proposal: Proposal, text: FrozenText | None) -> ChangeSetItem:
    record = proposal.record
    salt = new_salt() if text else ""
    return ChangeSetItem(
        kind=record.kind,
        slug=record.slug,
        operation=proposal.operation,
        base_version=record.published_version,
        document=text.document if text else "",
        sha256=salted_sha256(salt, text.document) if text else "",
        salt=salt,
        format=text.format if text else noun(record.kind).format,
        erases=[] if proposal.operation == Operation.REDACT else sorted(set(proposal.erases)),
    )


def _texts_for(proposals: list[Proposal]) -> dict[Key, FrozenText]:
    """Return what is frozen: working copies, or the published words a withdrawal is about."""
    texts: dict[Key, FrozenText] = {}
    for one in nouns():
        here = [p for p in proposals if p.record.kind == one.kind]
        copies = [p.record.pk for p in here if p.operation == Operation.PUBLISH]
        for record, text in documents_of(
            one.model._default_manager.filter(pk__in=copies), one.document
        ):
            texts[one.kind, record.slug] = FrozenText(text, one.format)
        others = [p.record.slug for p in here if p.operation in WITH_PUBLISHED_WORDS]
        texts |= _published_texts(one.kind, others)
    for given in proposals:
        if given.document is not None and given.operation != Operation.REDACT:
            one = noun(given.record.kind)
            text = canonical(completed(given.document, one))
            texts[_key(given)] = FrozenText(text, one.format)
    return texts


def _published_texts(kind: str, slugs: list[str]) -> dict[Key, FrozenText]:
    """Return the newest published documents, in the formats that they were published in."""
    with in_record():
        entries = list(Entry.objects.filter(kind=kind, slug__in=slugs))
        lines = Revision.objects.filter(pk__in=[entry.seq for entry in entries])
        formats = dict(lines.values_list("pk", "format"))
    return {
        (kind, entry.slug): FrozenText(entry.document, formats[entry.seq] or 1)
        for entry in entries
        if entry.document
    }


def _key(proposal: Proposal) -> Key:
    return proposal.record.kind, proposal.record.slug


def _refuse_unless_complete(items: list[ChangeSetItem], reason: str, *, may_name: bool) -> None:
    new = [(item.kind, item.slug) for item in items if not item.base_version and not may_name]
    found = [
        *_faults_of_the_set(items, reason),
        *(one.failure() for one in people_in_slugs(new)),
        *(fault for item in items for fault in _faults_of(item)),
        *failures_of(items),
    ]
    if found:
        raise PublicationRefused(found)


def failures_of(items: Iterable[ChangeSetItem]) -> list[Failure]:
    """Return what the gates find; what is withdrawn or redacted need not pass them again.

    A withdrawal that erases has its own document, so it does.
    """
    items = list(items)
    gated = [item for item in items if item.operation in GATED or item.erases]
    redacted = [(i.kind, i.slug) for i in items if i.operation == Operation.REDACT]
    with in_record():
        wrong = list(wrong_erasures(items))
    return [*failures(documents_in(gated), redacted), *wrong]


def _faults_of_the_set(items: list[ChangeSetItem], reason: str) -> Iterator[Failure]:
    if not items:
        yield _about_the_set("items", _("choose at least one record"))
    if not reason.strip():
        yield _about_the_set("reason", _("say why; readers will see it"))
    if len(reason) > LONGEST_REASON:
        words = _("at most %(limit)d characters; this has %(length)d")
        yield _about_the_set("reason", words % {"limit": LONGEST_REASON, "length": len(reason)})
    try:
        validate_plain(reason)
    except ValidationError as error:
        yield _about_the_set("reason", " ".join(error.messages))
    times = Counter((item.kind, item.slug) for item in items)
    for kind, slug in sorted(key for key, count in times.items() if count > 1):
        yield Failure(kind, slug, "", _("is in the set more than once"))


def _faults_of(item: ChangeSetItem) -> Iterator[Failure]:
    if item.operation != Operation.PUBLISH and not item.base_version:
        yield Failure(item.kind, item.slug, "", _("was never published"))
    if item.operation == Operation.PUBLISH or (item.erases and item.document):
        problems = problems_of(orjson.loads(item.document), noun(item.kind).document)
        for field, words in problems:
            yield Failure(item.kind, item.slug, field, words)


def _about_the_set(field: str, words: str) -> Failure:
    return Failure(_("change set"), "", field, words)


def documents_in(items: Iterable[ChangeSetItem]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the frozen documents by (kind, slug)."""
    return {(i.kind, i.slug): orjson.loads(i.document) for i in items if i.document}
