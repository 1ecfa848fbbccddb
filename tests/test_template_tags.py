"""The tags and filters of templates: finding records, marks, dates, changes."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from django.template import Context, Template

from claims.models import Rebuttal
from desk.models import Operation
from evidence.models import Party, Source
from publishing.models import Publishable
from publishing.nouns import nouns
from publishing.reading.records import Library, Record, load
from publishing.templatetags.marks import INKS
from tests.builders import (
    BOTH,
    make_party,
    make_rebuttal,
    make_source,
    make_statement,
    publish,
    publish_all,
)
from values.differences import pieces

pytestmark = [BOTH, pytest.mark.once]


def written(source: str, **context: Any) -> str:
    """Return what a template writes."""
    libraries = "{% load reading record marks claims %}"
    return Template(libraries + source).render(Context(context))


def published(*made: Publishable) -> Library:
    """Publish parties and sources and return them as a page gets them."""
    publish_all(*made)
    slugs = [one.slug for one in made]
    return load(Party.objects.filter(slug__in=slugs), Source.objects.filter(slug__in=slugs))


def test_a_record_is_found_by_kind_and_slug() -> None:
    library = published(make_party(slug="somebody"))

    source = '{% record "party" slug as found %}{{ found.slug }}, {{ found.kind }}'

    assert written(source, library=library, slug="somebody") == "somebody, party"
    assert written(source, library=library, slug="nobody") == ", "
    assert written(source, library=library) == ", "


def test_records_of_a_kind_are_found_together() -> None:
    library = published(make_party(slug="a-party"), make_source(slug="a-source"))

    source = '{% records "source" as found %}{% for one in found %}{{ one.slug }}{% endfor %}'

    assert written(source, library=library) == "a-source"


def test_a_record_is_linked_to_by_its_name() -> None:
    library = published(make_party(slug="somebody", name={"en": "A & Co"}))

    source = '{% link_to "party" slug %}'

    assert written(source, library=library, slug="somebody") == (
        '<a href="/parties/somebody/">A &amp; Co</a>'
    )
    assert written(source, library=library, slug="nobody") == ""


def test_a_source_is_cited_with_the_place_in_it() -> None:
    library = published(make_source(slug="a-source", title="A report", published="2021"))

    with_place = written(
        "{% cite_source slug place %}", library=library, slug="a-source", place="p. 3"
    )
    without = written('{% cite_source "a-source" "" %}', library=library)

    assert '<cite lang="en" dir="ltr">A report</cite></a>' in without
    assert with_place == f"{without}, p. 3"


def test_a_field_of_a_document_is_read_by_its_name() -> None:
    library = published(make_source(slug="a-source", title="A report"))

    found = written("{{ one.title }} {{ one.version }}", one=library.get("source", "a-source"))

    assert found == "A report 1"


def test_a_withdrawn_record_is_struck_and_marked() -> None:
    party = make_party(slug="somebody")
    publish(party)
    source = "<h1{% struck one %}>{{ one|withdrawn_mark }}{{ one|uncounted_mark }}</h1>"
    before = written(source, one=_reloaded(party))
    publish(party, operation=Operation.WITHDRAW)

    after = written(source, one=_reloaded(party))

    assert before == "<h1></h1>"
    assert after == (
        '<h1 class="struck"><span class="mark state">withdrawn</span>'
        '<span class="mark state">withdrawn, not counted</span></h1>'
    )


def _reloaded(party: Party) -> Record | None:
    return load(Party.objects.filter(slug=party.slug)).get("party", party.slug)


def test_every_ink_of_a_noun_has_a_label() -> None:
    assert {one.ink for one in nouns()} == {*INKS, ""}


@pytest.mark.parametrize(
    ("made", "label"),
    [(make_statement, "Said"), (make_rebuttal, "Answered"), (make_party, "")],
)
def test_a_record_bears_the_label_of_its_kind(made: Any, label: str) -> None:
    one = made()
    publish_all(one)
    record = load(type(one).objects.filter(slug=one.slug)).get(one.kind, one.slug)

    found = written("{% ink_of record %}", record=record)

    assert found == (f'<span class="label {label.lower()}">{label}</span>' if label else "")


@pytest.mark.parametrize(
    ("editorial", "words"),
    [(True, "observation of this record’s editors"), (False, "Somebody")],
)
def test_an_observation_of_the_editors_names_no_speaker(editorial: bool, words: str) -> None:
    speaker = make_party(name={"en": "Somebody"}, slug="somebody")
    rebuttal = make_rebuttal(speaker=speaker, editorial_observation=editorial)
    publish_all(rebuttal)
    library = load(
        Rebuttal.objects.filter(slug=rebuttal.slug), Party.objects.filter(slug="somebody")
    )
    given = {"rebuttal": library.get("rebuttal", rebuttal.slug)}

    found = written(
        "{% given_by rebuttal speaker %}", speaker=library.get("party", "somebody"), **given
    )

    assert words in found


def test_a_moment_of_the_log_is_written_in_utc() -> None:
    moment = datetime(2021, 7, 22, 0, 30, tzinfo=timezone(timedelta(hours=2)))

    assert written("{{ moment|day }}, {{ moment|minute }}", moment=moment) == (
        "21 July 2021, 21 July 2021, 22:30 UTC"
    )
    assert written("{{ moment|day }}{{ moment|minute }}", moment=None) == ""


def test_what_was_added_and_removed_is_marked_and_its_words_are_not_mark_up() -> None:
    found = written("{{ changes|redline }}", changes=pieces("a <b>", "a <i>"))

    assert found == "a &lt;<del>b</del><ins>i</ins>&gt;"


@pytest.mark.parametrize(
    ("language", "attributes"), [("ar", 'lang="ar" dir="rtl"'), ("", 'dir="auto"')]
)
def test_a_quote_names_its_language_and_direction(language: str, attributes: str) -> None:
    source = '{% quote text language "said small" %}'

    found = written(source, text="“<b>”", language=language)

    assert found.startswith(f'<blockquote class="quote said small" {attributes}>')
    assert "<p>“&lt;b&gt;”</p>" in found
