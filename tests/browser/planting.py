"""Records that the real case does not have: withdrawn, removed, corrected, and hard to lay out."""

from claims.models import Case, Claim, Statement
from desk.models import Operation
from publishing.databases import at_desk
from publishing.models import Publishable
from tests import builders

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ARABIC = "لم نكن يوماً عميلاً لهذه الشركة، وننفي ذلك نفياً قاطعاً."
EDITOR, PASSWORD = "reader", "correct horse"


def plant() -> None:
    """Publish the records and leave one change set waiting at the desk."""
    _corrected_under_an_answer()
    _withdrawn()
    _removed()
    _hard_to_lay_out()
    builders.proposed(builders.make_party(slug="waiting"), reason="A party that waits for review.")
    builders.make_editor(EDITOR)


def _publish_all(*records: Publishable) -> None:
    """Publish the records with what they link to, but not the case again."""
    found = builders.everything_about(*records)
    builders.publish(*(one for one in found if not isinstance(one, Case)))


@at_desk()
def _the_case() -> list[Case]:
    return [Case.objects.get(slug="pegasus-project")]


def _claim(slug: str) -> Claim:
    statement = builders.make_statement(cases=_the_case(), title={"en": f"A denial: {slug}"})
    return builders.make_claim(statement, slug=slug)


def _corrected_under_an_answer() -> None:
    evidence = builders.make_evidence(slug="corrected")
    claim = _claim("answered")
    rebuttal = builders.make_rebuttal(claim, evidence=[evidence], slug="another-look")
    _publish_all(rebuttal)
    summary = {"en": "Something else was found, and nothing was found twice."}
    builders.publish(
        builders.edit(evidence, summary=summary), reason="The first summary was wrong."
    )


def _withdrawn() -> None:
    claim = _claim("withdrawn")
    _publish_all(builders.make_rebuttal(claim, slug="to-a-withdrawn-claim"))
    _ended(claim, Operation.WITHDRAW, "The quote was taken from the wrong statement.")


def _removed() -> None:
    party = builders.make_party(slug="removed", name={"en": "Somebody who asked for it"})
    builders.publish(party)
    _ended(party, Operation.REDACT, "A court ordered it.")


def _ended(record: Publishable, operation: Operation, reason: str) -> None:
    builders.publish(record, reason=reason, operation=operation)


def _hard_to_lay_out() -> None:
    """Words that do not wrap, endless addresses, and Arabic wherever there are words."""
    source = builders.make_source(
        slug="long", title=f"{LONG_WORD} {LONG_WORD}", url=f"https://example.org/{'a' * 400}"
    )
    statement = builders.make_statement(
        ARABIC,
        slug="long",
        title={"en": f"{LONG_WORD} {LONG_WORD}"},
        summary={"en": f"{LONG_WORD} and {LONG_WORD}"},
        original_language="ar",
        sources=[source],
        cases=_the_case(),
    )
    _read_from_the_right(statement)
    claim = builders.make_claim(statement, exact="لم نكن يوماً عميلاً", slug="long-too")
    _publish_all(builders.make_rebuttal(claim, slug="long", one_line={"en": LONG_WORD * 2}))


@at_desk()
def _read_from_the_right(statement: Statement) -> None:
    rendition = statement.renditions.get()
    rendition.language, rendition.direction = "ar", "rtl"
    rendition.save()
