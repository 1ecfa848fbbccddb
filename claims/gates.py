"""What statements, claims and rebuttals must have to be published."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from claims.models import Claim
from publishing.formats.evolving import read
from publishing.formats.gates import Failure, Prospect
from publishing.nouns import Document, Gate, noun
from values.quotes import spans_quote


def statement_has_source_and_text(document: Document, prospect: Prospect) -> Iterator[Failure]:
    """A statement needs a source, a date or the reason for having none, and a rendition."""
    slug = document["slug"]
    if not document["sources"]:
        yield Failure("statement", slug, "sources", _("needs at least one source"))
    if not document["issued"] and not document["issued_unknown"]:
        message = _("needs its date, or the reason why the date is not known")
        yield Failure("statement", slug, "issued", message)
    if not document["renditions"]:
        yield Failure("statement", slug, "renditions", _("needs at least one rendition"))


def published_quotes_still_stand(document: Document, prospect: Prospect) -> Iterator[Failure]:
    """A corrected rendition must still contain every published quote taken from it."""
    claims = Claim.objects.filter(
        statement__slug=document["slug"], entry__state__in=["live", "withdrawn"]
    )
    for text in claims.values_list("entry__document", flat=True):
        claim = read(text, noun("claim"))
        key = ("claim", claim["slug"])
        if key in prospect.documents or key in prospect.redacted:
            continue
        for path, span in _spans(claim):
            if not _stands(span, document):
                message = _("no longer contains the quote of claim “%(slug)s” (%(path)s)")
                yield Failure(
                    "statement",
                    document["slug"],
                    "renditions",
                    message % {"slug": claim["slug"], "path": path},
                )


def quote_stands_in_its_rendition(document: Document, prospect: Prospect) -> Iterator[Failure]:
    """A claim's quote and passages are found in the statement's text by exact match."""
    statement = prospect.document("statement", document["statement"])
    if not statement:
        return
    for path, span in _spans(document):
        if not _stands(span, statement):
            message = _(
                "“%(quote)s” is not found at characters %(start)d–%(end)d of its rendition;"
                " compare the words letter by letter"
            )
            yield Failure(
                "claim",
                document["slug"],
                path,
                message % {"quote": span["exact"][:80], "start": span["start"], "end": span["end"]},
            )


def rebuttal_answers_and_has_a_source(document: Document, prospect: Prospect) -> Iterator[Failure]:
    """A rebuttal needs a source (or is our own observation) and at least one answer."""
    slug = document["slug"]
    if not document["source"] and not document["editorial_observation"]:
        message = _("needs its source, or the mark that it is an editorial observation")
        yield Failure("rebuttal", slug, "source", message)
    if not document["answers"]:
        yield Failure("rebuttal", slug, "answers", _("needs at least one answer to a claim"))


def _spans(claim: Document) -> Iterator[tuple[str, Document]]:
    yield "exact", claim
    for position, passage in enumerate(claim["passages"]):
        yield f"passages[{position}].exact", passage


def _stands(span: Document, statement: Document) -> bool:
    texts = {r["id"]: r["text"] for r in statement.get("renditions", [])}
    text = texts.get(span["rendition"], "")
    start, end = span["start"], span["end"]
    return (
        spans_quote(text, span["exact"], start, end)
        and text[:start].endswith(span["prefix"])
        and text[end:].startswith(span["suffix"])
    )


STATEMENT: tuple[Gate, ...] = (statement_has_source_and_text, published_quotes_still_stand)
CLAIM: tuple[Gate, ...] = (quote_stands_in_its_rendition,)
REBUTTAL: tuple[Gate, ...] = (rebuttal_answers_and_has_a_source,)
