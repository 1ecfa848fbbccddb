"""The filters of parties, sources, evidence, devices and indicators."""

from typing import Any

from evidence.models import (
    Evidence,
    Finding,
    IndicatorType,
    ListingStatus,
    PartyType,
    SourceType,
    TraceFinding,
    Verification,
)
from publishing.api.dates import After, Before, During, Known
from publishing.api.filters import (
    Choice,
    Country,
    Language,
    Parameter,
    RecordFilters,
    SelectedBy,
    Slug,
    SlugByAnyPath,
    YesNo,
)


def _relations_of_citations() -> list[str]:
    """Return the vocabulary of citations, which belong to a later app."""
    citation: Any = Evidence._meta.get_field("citations").related_model
    return [str(word) for word, _label in citation._meta.get_field("relation").choices]


class PartyFilters(RecordFilters):
    """Parties."""

    type = Choice("type", PartyType.values, "What the party is.")
    country = Country("country", "Parties of this country (two letters, or EU).")
    wikidata = Parameter("wikidata", "The party with this Wikidata id.")
    case = SlugByAnyPath(
        ["statements__cases__slug", "rebuttals__answers__claim__statement__cases__slug"],
        "case",
        "Parties who made a statement in this case or answered a claim of it.",
    )


class SourceFilters(RecordFilters):
    """Sources."""

    type = Choice("type", SourceType.values, "What the document is.")
    language = Language("language", "Sources in this language.")
    publisher = Slug("publisher__slug", "party", "Sources published by this party.")
    copy_of = Slug("copy_of__slug", "source", "Copies or translations of this source.")
    text_seen = YesNo("text_seen", "Whether the editors read the text itself.")
    unarchived = SelectedBy("unarchived", "true: sources of which no copy is kept.")
    published = During("published", "Sources published within this date.")
    published_before = Before("published", "Sources certainly published before this date.")
    published_after = After("published", "Sources certainly published after this date.")
    published_known = Known("published", "Whether the date of publication is known.")


class EvidenceFilters(RecordFilters):
    """Evidence."""

    type = Parameter("type", "What it is, for example forensic_report.")
    producer = Slug("producer__slug", "party", "Evidence that this party produced.")
    country = Country("producer__country", "Evidence whose producer is of this country.")
    source = Slug("sources__slug", "source", "Evidence that can be read in this source.")
    derived_from = Slug("derived_from__slug", "evidence", "Evidence that rests on this evidence.")
    examined = Choice(
        "examinations__finding", Finding.values, "Evidence that an examiner treated in this way."
    )
    examiner = Slug("examinations__examiner__slug", "party", "Evidence this party examined.")
    case = SlugByAnyPath(
        [
            "citations__rebuttal__answers__claim__statement__cases__slug",
            "citations__claim__statement__cases__slug",
            "answered_by__statement__cases__slug",
            "events__cases__slug",
        ],
        "case",
        "Evidence of this case: cited by its claims or their answers, replied to, or in an event.",
    )
    rebuttal = Slug("citations__rebuttal__slug", "rebuttal", "Evidence that this rebuttal cites.")
    claim = Slug("citations__claim__slug", "claim", "Evidence that this claim itself cites.")
    cited_as = Choice(
        "citations__relation",
        _relations_of_citations(),
        "Evidence that some citation uses in this way, for example helps_denial.",
    )
    verification = Choice("verification", Verification.values, "How it was checked.")
    happened = During("happened", "Evidence of what happened within this date.")
    happened_before = Before("happened", "Evidence of what certainly happened before this date.")
    happened_after = After("happened", "Evidence of what certainly happened after this date.")
    happened_known = Known("happened", "Whether the date on which it happened is known.")
    became_public = During("became_public", "Evidence that became public within this date.")
    became_public_before = Before(
        "became_public", "Evidence that was certainly public before this date."
    )
    became_public_after = After(
        "became_public", "Evidence that certainly became public after this date."
    )
    became_public_known = Known("became_public", "Whether it is known when it became public.")


class DeviceFilters(RecordFilters):
    """Devices."""

    owner = Slug("owner__slug", "party", "Devices of this party.")
    evidence = Slug("traces__evidence__slug", "evidence", "Devices with a trace in this evidence.")
    source = Slug("traces__source__slug", "source", "Devices with a trace printed in this source.")
    indicator = Slug(
        "traces__indicator__slug", "indicator", "Devices with a trace of this indicator."
    )
    finding = Choice(
        "traces__finding", TraceFinding.values, "Devices with a trace of which a source finds this."
    )


class IndicatorFilters(RecordFilters):
    """Indicators."""

    type = Choice("type", IndicatorType.values, "What the value is.")
    value = Parameter("value", "The indicator with exactly this value, as published.")
    stix_id = Parameter("stix_id", "The indicator with this STIX 2.1 id.")
    evidence = Slug(
        "listings__edition__evidence__slug", "evidence", "Indicators that this list names."
    )
    status = Choice(
        "listings__status", ListingStatus.values, "Indicators with which some edition did this."
    )
