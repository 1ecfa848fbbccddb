"""The filters of cases, statements, claims, families, rebuttals and events."""

from claims.models import EventType, PairedBy, Relation, StatementType, Topic
from evidence.models import Verification
from publishing.api.dates import After, Before, During, Known
from publishing.api.filters import (
    Choice,
    ChoiceBy,
    Country,
    Language,
    RecordFilters,
    SelectedBy,
    Slug,
    YesNo,
)


class CaseFilters(RecordFilters):
    """Cases."""


class StatementFilters(RecordFilters):
    """Statements."""

    case = Slug("cases__slug", "case", "Statements in this case.")
    speaker = Slug("speaker__slug", "party", "Statements of this party.")
    about = Slug("about__slug", "party", "Statements mainly about this party.")
    country = Country("speaker__country", "Statements whose speaker is of this country.")
    type = Choice("type", StatementType.values, "What form it had.")
    language = Language("original_language", "Statements first made in this language.")
    source = Slug("sources__slug", "source", "Statements that can be read in this source.")
    verification = Choice("verification", Verification.values, "How it was checked.")
    issued = During("issued", "Statements made within this date.")
    issued_before = Before("issued", "Statements certainly made before this date.")
    issued_after = After("issued", "Statements certainly made after this date.")
    issued_known = Known("issued", "Whether the date is known.")


class ClaimFilters(RecordFilters):
    """Claims."""

    case = Slug("statement__cases__slug", "case", "Claims made in a statement of this case.")
    statement = Slug("statement__slug", "statement", "Claims made in this statement.")
    speaker = Slug("statement__speaker__slug", "party", "Claims of this party.")
    country = Country("statement__speaker__country", "Claims whose speaker is of this country.")
    topic = Choice("topics__has", Topic.values, "Claims about this.")
    family = Slug("family__slug", "family", "Uses of this recurring assertion.")
    language = Language("rendition__language", "Claims quoted in this language.")
    unanswered = SelectedBy("unanswered", "true: claims without any live answer.")
    answered_as = ChoiceBy(
        "answered_as", Relation.values, "Claims with at least one live answer of this relation."
    )
    off_point_only = SelectedBy(
        "off_point_only", "true: claims whose every live answer does not meet the point."
    )
    answers_rebuttal = Slug("answers_rebuttal__slug", "rebuttal", "Replies to this rebuttal.")
    answers_evidence = Slug("answers_evidence__slug", "evidence", "Replies to this evidence.")
    evidence = Slug("citations__evidence__slug", "evidence", "Claims that cite this evidence.")
    also_seen_in = Slug("also_seen_in__slug", "source", "Claims also seen in this source.")
    reported_speech = YesNo(
        "reported_speech", "Whether the source reports the words without quoting them."
    )
    verification = Choice("verification", Verification.values, "How it was checked.")
    issued = During("statement__issued", "Claims made within this date.")
    issued_before = Before("statement__issued", "Claims certainly made before this date.")
    issued_after = After("statement__issued", "Claims certainly made after this date.")
    issued_known = Known("statement__issued", "Whether the date of the statement is known.")


class FamilyFilters(RecordFilters):
    """Families."""

    speaker = Slug("claims__statement__speaker__slug", "party", "Families this party used.")
    case = Slug("claims__statement__cases__slug", "case", "Families used in this case.")
    claim = Slug("claims__slug", "claim", "The family of this claim.")
    topic = Choice("claims__topics__has", Topic.values, "Families with a claim about this.")


class RebuttalFilters(RecordFilters):
    """Rebuttals."""

    case = Slug("answers__claim__statement__cases__slug", "case", "Answers to claims of this case.")
    claim = Slug("answers__claim__slug", "claim", "Answers to this claim.")
    statement = Slug("answers__claim__statement__slug", "statement", "Answers to this statement.")
    speaker = Slug("speaker__slug", "party", "Answers given by this party.")
    answered_speaker = Slug(
        "answers__claim__statement__speaker__slug", "party", "Answers to claims of this party."
    )
    relation = Choice("answers__relation", Relation.values, "How it bears on some claim.")
    paired_by = Choice(
        "answers__paired_by", PairedBy.values, "Who put it beside some claim: speaker or editor."
    )
    evidence = Slug("citations__evidence__slug", "evidence", "Rebuttals that cite this evidence.")
    source = Slug("source__slug", "source", "Rebuttals published in this source.")
    needs_another_look = SelectedBy(
        "needing_another_look",
        "true: rebuttals whose cited evidence changed after their own last revision.",
    )
    editorial_observation = YesNo(
        "editorial_observation", "Whether the editors of this record observed it themselves."
    )
    verification = Choice("verification", Verification.values, "How it was checked.")
    issued = During("issued", "Rebuttals published within this date.")
    issued_before = Before("issued", "Rebuttals certainly published before this date.")
    issued_after = After("issued", "Rebuttals certainly published after this date.")
    issued_known = Known("issued", "Whether the date is known.")


class EventFilters(RecordFilters):
    """Events."""

    case = Slug("cases__slug", "case", "Events of this case.")
    type = Choice("type", EventType.values, "What kind of event it is.")
    source = Slug("sources__slug", "source", "Events that this source reports.")
    evidence = Slug("evidence__slug", "evidence", "Events that brought this evidence.")
    statement = Slug("statements__slug", "statement", "The events that this statement was.")
    verification = Choice("verification", Verification.values, "How it was checked.")
    happened = During("happened", "Events within this date.")
    happened_before = Before("happened", "Events certainly before this date.")
    happened_after = After("happened", "Events certainly after this date.")
    happened_known = Known("happened", "Whether the date is known.")
