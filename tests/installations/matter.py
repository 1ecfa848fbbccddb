"""The records of the matter: one of each noun and more, with all parts and links, all keys filled.

The matter is invented.
"""

from importlib import import_module
from typing import Any

from claims.models import Case
from evidence.models import Evidence, Party, Source
from publishing.databases import at_desk
from tests import builders as b

# By its name alone: in an older checkout it is not in the package “tests”.
said = import_module("said")


class Matter:
    """The records, made at the desk in an order in which links point backwards."""

    def __init__(self) -> None:
        self.case = _case()
        self.parties = _named(*_parties())
        self.sources = _named(*_sources(self.parties))
        self.evidence = _named(*_evidence(self.parties, self.sources))
        self.others: list[Any] = [_indicator(self.evidence), _device(self)]
        self.said = _named(said.denial(self), said.later(self))
        self.others += said.answers(self)
        self.others += [said.report(self), said.inquiry(self)]

    def records(self) -> list[Any]:
        """Return all of them."""
        groups = (self.parties, self.sources, self.evidence, self.said)
        return [self.case, *(one for group in groups for one in group.values()), *self.others]


def _named(*records: Any) -> dict[str, Any]:
    return {one.slug: one for one in records}


def _case() -> Case:
    return b.make_case(
        slug="harbour-letters",
        title={"en": "The harbour letters", "ar": "رسائل الميناء"},
        summary={"en": "Who wrote the letters, and what was found on a telephone."},
        note={"en": "An invented matter."},
    )


def _parties() -> list[Party]:
    return [
        b.make_party(
            slug="ministry",
            name={"en": "Ministry of Ports", "ar": "وزارة الموانئ", "fr": "Ministère des Ports"},
            type="state",
            country="MA",
            wikidata="Q4115189",
            description={"en": "A ministry."},
            right_of_reply={"en": "Asked on 1 March 2026; no reply."},
            note={"en": "It speaks through its spokesman."},
        ),
        b.make_party(slug="newspaper", name={"en": "The Newspaper"}, type="media"),
        b.make_party(slug="laboratory", name={"en": "The Laboratory"}, type="research_lab"),
        b.make_party(slug="second-laboratory", name={"en": "Another one"}, type="research_lab"),
        b.make_party(slug="code-lotus", name={"en": "LOTUS"}, type="anonymised_person"),
    ]


def _sources(parties: dict[str, Party]) -> list[Source]:
    report = b.make_source(
        slug="src-report",
        title="Tout sur les lettres du port",
        title_verified=True,
        publisher_name="The Newspaper",
        publisher=parties["newspaper"],
        authors=["A. Writer", "B. Writer"],
        language="fr",
        url="https://example.org/letters",
        published="2021-07-18",
        time_zone="Europe/Paris",
        published_as_shown="18 juillet 2021",
        original_url="https://example.org/letters-first",
        original_url_seen="cited_elsewhere",
        text_seen=True,
        note={"en": "The address changed in August."},
    )
    b.make_capture(report, file="letters.html")
    communique = {"language": "ar", "type": "press_release"}
    return [
        report,
        b.make_source(
            slug="src-copy", title="Letters, a copy", copy_of=report, url_seen="none", url=""
        ),
        b.make_source(slug="src-communique", title="بلاغ الوزارة", **communique),
        b.make_source(slug="src-analysis", title="An analysis", type="report"),
        b.make_source(slug="src-withdrawn", title="A page that was taken for another"),
    ]


def _evidence(parties: dict[str, Party], sources: dict[str, Source]) -> list[Evidence]:
    letters = b.make_evidence(
        slug="ev-letters",
        title={"en": "The letters", "ar": "الرسائل"},
        producer=parties["newspaper"],
        sources=[sources["src-report"], sources["src-copy"]],
        would_change={"en": "The originals, if they were found."},
        happened="2019~",
        time_zone="Europe/Paris",
        quote="« nous n’avons rien signé »",
        quote_language="fr",
        quote_source=sources["src-report"],
        note={"en": "Read in the printed edition."},
    )
    made_of_it = [
        _analysis(letters, parties, sources["src-analysis"]),
        _removed(letters, parties, sources),
    ]
    quiet = b.make_evidence(
        slug="ev-quiet", producer=parties["newspaper"], sources=[sources["src-report"]]
    )
    return [letters, *made_of_it, quiet]


def _analysis(letters: Evidence, parties: dict[str, Party], source: Source) -> Evidence:
    analysis = b.make_evidence(
        slug="ev-analysis",
        title={"en": "The analysis"},
        producer=parties["laboratory"],
        sources=[source],
        derived_from=[letters],
    )
    b.make_edition(analysis, label="18 July", source=source, locator="page 2")
    b.make_edition(analysis, label="22 July", issued="2021-07-22", position=1)
    b.make_examination(
        analysis,
        examiner=parties["second-laboratory"],
        source=source,
        issued="2021-07-20",
        locator="annex",
    )
    return analysis


def _removed(letters: Evidence, parties: dict[str, Party], sources: dict[str, Source]) -> Evidence:
    removed = b.make_evidence(
        slug="ev-removed",
        title={"en": "A file with a private name"},
        producer=parties["laboratory"],
        sources=[sources["src-analysis"]],
        derived_from=[letters],
        note={"en": "A private name stands here."},
    )
    b.make_edition(removed, label="The only edition")
    b.make_examination(removed, examiner=parties["ministry"], source=sources["src-communique"])
    return removed


def _indicator(evidence: dict[str, Evidence]) -> Any:
    process = b.make_indicator(
        slug="ind-bh",
        value="bh",
        stix_id="indicator--8f5b3a0e-6d5a-4c39-9d57-3f0b7f4f1a11",
        note={"en": "Named in two editions."},
    )
    for place, name in enumerate(("ev-analysis", "ev-removed")):
        with at_desk():
            edition = evidence[name].editions.get(position=0)
        b.make_listing(process, edition, position=place)
    return process


def _device(made: Matter) -> Any:
    device = b.make_device(
        slug="device-lotus",
        label={"en": "Telephone of LOTUS"},
        owner=made.parties["code-lotus"],
        model="iPhone XR",
        note={"en": "Under a code name."},
    )
    with at_desk():
        process = made.evidence["ev-analysis"].editions.get(position=0).listings.get().indicator
    b.make_trace(
        device,
        indicator=process,
        last_seen="2019-07-06",
        evidence=made.evidence["ev-analysis"],
        source=made.sources["src-analysis"],
        locator="page 4",
        quote="Process bh was seen.",
        quote_language="en",
        attribution="a customer",
        note={"en": "In the time zone of the report."},
    )
    return device
