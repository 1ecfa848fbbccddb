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

from claims.models import Claim, Event, Family, Rebuttal, Statement
from desk.models import ChangeSet, Note, Operation
from evidence.models import Evidence, Indicator, Party, Source
from publishing.databases import at_desk
from publishing.publish import PublicationRefused
from tests import builders as b

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
    """Publish one record of each noun and more, with all parts and links, by nobody here."""
    matter = b.make_case(
        slug="harbour-letters",
        title={"en": "The harbour letters", "ar": "رسائل الميناء"},
        summary={"en": "Who wrote the letters, and what was found on a telephone."},
        note={"en": "An invented matter."},
    )
    parties = _parties()
    sources = _sources(parties)
    evidence = _evidence(parties, sources)
    traces = _traces(parties, sources, evidence)
    said = _statements(matter, parties, sources)
    answers = _answers(parties, sources, evidence, said)
    events = [
        b.make_event(
            slug="event-report",
            cases=[matter],
            title={"en": "The report was published"},
            happened="2021-07-18T18:00+02:00",
            time_zone="Europe/Paris",
            time_as_shown="6 p.m.",
            summary={"en": "The newspaper printed the letters."},
            sources=[sources["src-report"]],
            evidence=[evidence["ev-letters"]],
            statements=[said["stm-denial"]],
            note={"en": "The hour is that of the first copy."},
        ),
        b.make_event(
            slug="event-inquiry",
            cases=[matter],
            type="inquiry",
            happened="2021-08",
            sources=[sources["src-analysis"]],
        ),
    ]
    everything = [matter, *parties.values(), *sources.values(), *evidence.values(), *traces]
    everything += [*said.values(), *answers, *events]
    changeset = proposed("The matter as it was collected.", *everything, by=None)
    review.approve_installation(changeset)


def _parties() -> dict[str, Party]:
    made = [
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
    return {one.slug: one for one in made}


def _sources(parties: dict[str, Party]) -> dict[str, Source]:
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
    made = [
        report,
        b.make_source(
            slug="src-copy", title="Letters, a copy", copy_of=report, url_seen="none", url=""
        ),
        b.make_source(
            slug="src-communique", title="بلاغ الوزارة", language="ar", type="press_release"
        ),
        b.make_source(
            slug="src-analysis", title="An analysis", type="report", published="2021-07-19"
        ),
        b.make_source(slug="src-withdrawn", title="A page that was taken for another"),
    ]
    return {one.slug: one for one in made}


def _evidence(parties: dict[str, Party], sources: dict[str, Source]) -> dict[str, Evidence]:
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
    analysis = b.make_evidence(
        slug="ev-analysis",
        title={"en": "The analysis"},
        producer=parties["laboratory"],
        sources=[sources["src-analysis"]],
        derived_from=[letters],
    )
    b.make_edition(analysis, label="18 July", source=sources["src-analysis"], locator="page 2")
    b.make_edition(analysis, label="22 July", issued="2021-07-22", position=1)
    b.make_examination(
        analysis,
        examiner=parties["second-laboratory"],
        source=sources["src-analysis"],
        issued="2021-07-20",
        locator="annex",
    )
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
    quiet = b.make_evidence(
        slug="ev-quiet", producer=parties["newspaper"], sources=[sources["src-report"]]
    )
    return {one.slug: one for one in (letters, analysis, removed, quiet)}


def _traces(
    parties: dict[str, Party], sources: dict[str, Source], evidence: dict[str, Evidence]
) -> list[Any]:
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
    device = b.make_device(
        slug="device-lotus",
        label={"en": "Telephone of LOTUS"},
        owner=parties["code-lotus"],
        model="iPhone XR",
        note={"en": "Under a code name."},
    )
    b.make_trace(
        device,
        indicator=process,
        last_seen="2019-07-06",
        evidence=evidence["ev-analysis"],
        source=sources["src-analysis"],
        locator="page 4",
        quote="Process bh was seen.",
        quote_language="en",
        attribution="a customer",
        note={"en": "In the time zone of the report."},
    )
    return [process, device]


def _statements(
    matter: Any, parties: dict[str, Party], sources: dict[str, Source]
) -> dict[str, Statement]:
    denial = b.make_statement(
        "لم تكن الوزارة يوماً زبوناً. والقضية أمام القضاء.",
        slug="stm-denial",
        cases=[matter],
        title={"en": "The ministry’s communiqué", "ar": "بلاغ الوزارة"},
        speaker=parties["ministry"],
        sources=[sources["src-communique"]],
        channel="Its website",
        issued="2021-07-19T10:30+01:00",
        time_zone="Africa/Casablanca",
        original_language="ar",
        about=parties["newspaper"],
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
        source=sources["src-communique"],
        position=1,
    )
    later = b.make_statement(
        "We never […] signed anything.",
        slug="stm-later",
        cases=[matter],
        speaker=parties["ministry"],
        sources=[sources["src-report"]],
        issued="",
        issued_unknown={"en": "The newspaper gives no date."},
        verification="reported",
    )
    return {one.slug: one for one in (denial, later)}


def _answers(
    parties: dict[str, Party],
    sources: dict[str, Source],
    evidence: dict[str, Evidence],
    said: dict[str, Statement],
) -> list[Any]:
    family = b.make_family(slug="fam-never", note={"en": "Later it says “signed”."})
    with at_desk():
        arabic = said["stm-denial"].renditions.get(language="ar")
    never = b.make_claim(
        said["stm-denial"],
        "لم تكن الوزارة يوماً زبوناً",
        slug="clm-never",
        rendition=arabic,
        suffix=". والقضية",
        translation={"en": "The ministry was never a client"},
        topics=["no-evidence", "procedure"],
        family=family,
        answers_evidence=evidence["ev-letters"],
        also_seen_in=[sources["src-report"]],
        note={"en": "The word is “customer” in the English copy."},
    )
    b.make_passage(never, "الوزارة […] زبوناً", prefix="لم تكن ", suffix=". والقضية")
    b.make_passage(never, "والقضية أمام القضاء", purpose="not_a_claim", position=1)
    b.make_citation(
        never,
        evidence["ev-quiet"],
        relation="helps_denial",
        strength="background",
        quote="Nothing was signed.",
        quote_language="en",
    )
    laboratory = b.make_rebuttal(
        never,
        slug="reb-laboratory",
        speaker=parties["laboratory"],
        source=sources["src-analysis"],
        issued="2021-07-22",
        time_zone="Europe/Berlin",
        locator="page 3",
        short={"en": "The laboratory found a trace."},
        full={"en": "The laboratory found a trace, and does not say who left it."},
        quote="A trace was found.",
        quote_language="en",
        note={"en": "Written before the second edition."},
    )
    b.make_citation(laboratory, evidence["ev-analysis"], quote="Process bh.", quote_language="en")
    newspaper = b.make_rebuttal(
        never, slug="reb-newspaper", speaker=parties["newspaper"], source=sources["src-report"],
        relation="off_point", evidence=[evidence["ev-quiet"]],
    )  # fmt: skip
    looked_at = b.make_rebuttal(
        never, slug="reb-looked-at", speaker=parties["newspaper"], editorial_observation=True,
        issued="", issued_unknown={"en": "Observed by the editors."}, relation="qualifies",
        evidence=[evidence["ev-letters"]],
    )  # fmt: skip
    signed = b.make_claim(
        said["stm-later"],
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
)
BACKED_UP_AFTER = corrected
