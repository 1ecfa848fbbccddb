"""What was said in the matter, what was answered, and when: statements, claims, rebuttals, events.

Each function gets the matter as far as it is made.
"""

from typing import Any

from claims.models import Claim, Event, Rebuttal, Statement
from publishing.databases import at_desk
from tests import builders as b


def denial(made: Any) -> Statement:
    source = made.sources["src-communique"]
    denial = b.make_statement(
        "لم تكن الوزارة يوماً زبوناً. والقضية أمام القضاء.",
        slug="stm-denial",
        cases=[made.case],
        title={"en": "The ministry’s communiqué", "ar": "بلاغ الوزارة"},
        speaker=made.parties["ministry"],
        sources=[source],
        channel="Its website",
        issued="2021-07-19T10:30+01:00",
        time_zone="Africa/Casablanca",
        original_language="ar",
        about=made.parties["newspaper"],
        note={"en": "Read in Arabic."},
    )
    with at_desk():
        denial.renditions.update(language="ar", direction="rtl")
    b.make_rendition(
        denial,
        "The ministry was never a client. The matter is before the courts.",
        type="translation",
        translation="human",
        translated_by="The editors",
        source=source,
        position=1,
    )
    return denial


def later(made: Any) -> Statement:
    return b.make_statement(
        "We never […] signed anything.",
        slug="stm-later",
        cases=[made.case],
        speaker=made.parties["ministry"],
        sources=[made.sources["src-report"]],
        issued="",
        issued_unknown={"en": "The newspaper gives no date."},
        verification="reported",
    )


def answers(made: Any) -> list[Any]:
    """Make the claims of both statements, of one family, and what answers them."""
    family = b.make_family(slug="fam-never", note={"en": "Later it says “signed”."})
    never = _never(made, family)
    laboratory = _laboratory(made, never)
    newspaper = b.make_rebuttal(
        never, slug="reb-newspaper", speaker=made.parties["newspaper"],
        source=made.sources["src-report"], relation="off_point",
        evidence=[made.evidence["ev-quiet"]],
    )  # fmt: skip
    looked_at = b.make_rebuttal(
        never, slug="reb-looked-at", speaker=made.parties["newspaper"], relation="qualifies",
        editorial_observation=True, issued="", issued_unknown={"en": "Observed by the editors."},
        evidence=[made.evidence["ev-letters"]],
    )  # fmt: skip
    signed = b.make_claim(
        made.said["stm-later"],
        "never […] signed",
        slug="clm-signed",
        prefix="We ",
        reported_speech=True,
        family=family,
        answers_rebuttal=laboratory,
        verification="reported",
    )
    b.make_answer(newspaper, signed, relation="concedes", note={"en": "In its last line."})
    b.make_tension(family, never, signed)
    return [family, never, signed, laboratory, newspaper, looked_at]


def _never(made: Any, family: Any) -> Claim:
    with at_desk():
        arabic = made.said["stm-denial"].renditions.get(language="ar")
    never = b.make_claim(
        made.said["stm-denial"],
        "لم تكن الوزارة يوماً زبوناً",
        slug="clm-never",
        rendition=arabic,
        suffix=". والقضية",
        translation={"en": "The ministry was never a client"},
        topics=["no-evidence", "procedure"],
        family=family,
        answers_evidence=made.evidence["ev-letters"],
        also_seen_in=[made.sources["src-report"]],
        note={"en": "The word is “customer” in the English copy."},
    )
    b.make_passage(never, "الوزارة […] زبوناً", prefix="لم تكن ", suffix=". والقضية")
    b.make_passage(never, "والقضية أمام القضاء", purpose="not_a_claim", position=1)
    b.make_citation(
        never,
        made.evidence["ev-quiet"],
        relation="helps_denial",
        strength="background",
        quote="Nothing was signed.",
        quote_language="en",
    )
    return never


def _laboratory(made: Any, never: Claim) -> Rebuttal:
    laboratory = b.make_rebuttal(
        never,
        slug="reb-laboratory",
        speaker=made.parties["laboratory"],
        source=made.sources["src-analysis"],
        issued="2021-07-22",
        time_zone="Europe/Berlin",
        locator="page 3",
        short={"en": "The laboratory found a trace."},
        full={"en": "The laboratory found a trace, and does not say who left it."},
        quote="A trace was found.",
        quote_language="en",
        note={"en": "Written before the second edition."},
    )
    evidence = made.evidence["ev-analysis"]
    b.make_citation(laboratory, evidence, quote="Process bh.", quote_language="en")
    return laboratory


def report(made: Any) -> Event:
    return b.make_event(
        slug="event-report",
        cases=[made.case],
        title={"en": "The report was published"},
        happened="2021-07-18T18:00+02:00",
        time_zone="Europe/Paris",
        time_as_shown="6 p.m.",
        summary={"en": "The newspaper printed the letters."},
        sources=[made.sources["src-report"]],
        evidence=[made.evidence["ev-letters"]],
        statements=[made.said["stm-denial"]],
        note={"en": "The hour is that of the first copy."},
    )


def inquiry(made: Any) -> Event:
    return b.make_event(
        slug="event-inquiry",
        cases=[made.case],
        type="inquiry",
        happened="2021-08",
        sources=[made.sources["src-analysis"]],
    )
