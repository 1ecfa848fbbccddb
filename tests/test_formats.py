"""Formats grow: what documents of older formats mean, and which growth is refused."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.changesets.proposing import Proposal, propose
from desk.changesets.review import approve
from evidence.models import Source
from publishing.databases import at_desk
from publishing.formats.evolving import (
    completed,
    digest,
    has_keys_of,
    late_fields,
    read,
    same,
    since,
)
from publishing.formats.gates import failures
from publishing.formats.recorded import oldest_formats
from publishing.formats.serializers import document_of, shape_of
from publishing.nouns import Noun, noun
from publishing.publish import PublicationRefused
from publishing.rows import blank
from tests.builders import (
    BOTH,
    edit,
    make_editor,
    make_source,
    make_statement,
    proposed,
    publish,
    publish_all,
)
from tests.growing import grown, in_first_formats
from values.canonical import canonical, sha256

# As if the format had begun without these keys.
SOURCE: tuple[dict[str, Any], ...] = (
    {"note": {}},
    {"authors": [], "copy_of": None, "captures.text": ""},
)
FIRST: dict[str, Any] = {
    "kind": "source",
    "slug": "src",
    "title": "A page",
    "captures": [{"id": "1", "bytes": 3}],
}


@pytest.fixture
def source() -> Iterator[Noun]:
    with grown("source", *SOURCE) as one:
        yield one


def grown_source(**changes: Any) -> str:
    return canonical({**FIRST, **changes})


def test_a_noun_numbers_its_formats(source: Noun) -> None:
    assert source.format == 3
    with grown("party") as party:
        assert party.format == 1


def test_a_missing_key_means_its_default_at_every_level(source: Noun) -> None:
    document = read(grown_source(), source)

    assert (document["note"], document["authors"], document["copy_of"]) == ({}, [], None)
    assert document["captures"][0]["text"] == ""


def test_a_key_that_is_there_is_left_as_it_is(source: Noun) -> None:
    document = read(grown_source(authors=["A. Writer"]), source)

    assert document["authors"] == ["A. Writer"]


def test_what_one_document_lacks_is_not_shared_with_another(source: Noun) -> None:
    first, second = read(grown_source(), source), read(grown_source(), source)

    first["authors"].append("A. Writer")

    assert second["authors"] == []


def test_a_document_of_the_only_format_is_what_it_is() -> None:
    with grown("source") as source:
        assert completed(FIRST, source) is FIRST


@pytest.mark.parametrize(
    "said",
    [
        {"note": {}},
        {"authors": [], "copy_of": None},
        {"captures": [{"id": "1", "bytes": 3, "text": ""}]},
        {"note": {}, "captures": [{"id": "1", "bytes": 3, "text": ""}]},
    ],
)
def test_saying_a_default_is_saying_nothing(source: Noun, said: Any) -> None:
    assert same(grown_source(), grown_source(**said), source)
    assert digest(grown_source(), source) == digest(grown_source(**said), source)


@pytest.mark.parametrize(
    "said",
    [
        {"note": {"en": "A note."}},
        {"authors": [""]},
        {"copy_of": "src-other"},
        {"title": ""},
        {"captures": [{"id": "1", "bytes": 3, "text": "Words."}]},
        {"captures": []},
        {"archived": False},
    ],
)
def test_saying_anything_else_is_another_document(source: Noun, said: Any) -> None:
    assert not same(grown_source(), grown_source(**said), source)
    assert digest(grown_source(), source) != digest(grown_source(**said), source)


def test_an_empty_key_of_the_first_format_is_not_a_missing_one(source: Noun) -> None:
    without = canonical({name: value for name, value in FIRST.items() if name != "captures"})

    assert digest(grown_source(captures=[]), source) != digest(without, source)


VALUES = st.sampled_from([None, "", [], {}, "a", ["a"], {"en": "a"}, 0, False])
KEYS = st.sampled_from(["note", "authors", "copy_of", "title"])
DOCUMENTS = st.dictionaries(KEYS, VALUES)


@given(DOCUMENTS, DOCUMENTS)
def test_two_documents_share_a_digest_if_and_only_if_they_say_the_same(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    first, second = canonical({**FIRST, **one}), canonical({**FIRST, **other})
    with grown("source", *SOURCE) as noun_:
        assert (digest(first, noun_) == digest(second, noun_)) is same(first, second, noun_)


@given(DOCUMENTS)
def test_a_digest_stays_what_it_is_while_the_format_grows(one: dict[str, Any]) -> None:
    text = canonical({**FIRST, **{k: v for k, v in one.items() if k in ("note", "title")}})
    with grown("source", *SOURCE[:1]) as before:
        stored = digest(text, before)
    with grown("source", *SOURCE) as after:
        assert digest(text, after) == stored


def test_the_digest_of_a_document_of_the_first_format_is_its_hash(source: Noun) -> None:
    assert digest(grown_source(), source) == sha256(grown_source())
    with grown("party") as party:
        assert digest(grown_source(), party) == sha256(grown_source())
    assert digest("", source) == ""


def test_a_key_of_a_new_part_is_no_older_than_the_part() -> None:
    with grown("source", {"captures": []}, {"captures.text": ""}) as one:
        found = [since(one, key) for key in ("title", "captures", "captures.file", "captures.text")]

    assert found == [1, 2, 2, 3]


def test_a_document_has_exactly_the_keys_of_its_format() -> None:
    with grown("source", {"note": {}}, {"captures.text": ""}) as one:
        shape = shape_of(one.document)
        part = dict.fromkeys(dict(shape.parts)["captures"].keys)
        newest = {**dict.fromkeys(shape.keys), "captures": [part]}
        first = {key: value for key, value in newest.items() if key != "note"}
        first["captures"] = [{key: value for key, value in part.items() if key != "text"}]

        assert [has_keys_of(newest, one, number) for number in (1, 2, 3)] == [False, False, True]
        assert [has_keys_of(first, one, number) for number in (1, 2, 3)] == [True, False, False]


def test_a_redacted_row_holds_the_defaults_of_later_keys(source: Noun) -> None:
    row = Source(note={"en": "Words."}, title="Words.")

    blank(row)

    assert late_fields(Source) == {"note": {}, "authors": [], "copy_of": None}
    assert (row.note, row.authors, row.title) == ({}, [], "redacted None")


@BOTH
def test_a_later_key_changes_a_record_at_the_desk_only_by_what_it_says(source: Noun) -> None:
    record = make_source(note={})
    publish(record)

    states = [edit(record, note=note).state_at_desk for note in ({}, {"en": "New."}, {})]

    assert states == ["unchanged", "changed", "unchanged"]


@BOTH
def test_gates_read_documents_of_older_formats_with_todays_keys() -> None:
    statement = make_statement()
    publish_all(statement)
    with at_desk():
        older = json.loads(document_of(statement, noun("statement").document))
    del older["issued_unknown"]

    with grown("statement", {"issued_unknown": {}}):
        found = [failures({("statement", statement.slug): {**older, **one}}) for one in NOTHING]

    assert found[0] == []
    assert {failure.field for failure in found[1]} == {"issued"}


NOTHING: list[dict[str, Any]] = [{}, {"issued": ""}]


@BOTH
def test_a_document_of_an_older_format_has_to_be_sound_in_todays() -> None:
    source = make_source(authors=["A. Writer"])
    with at_desk():
        older = json.loads(document_of(source, noun("source").document))
    del older["note"]

    with grown("source", *SOURCE):
        found = failures({("source", source.slug): {**older, "authors": ["A|B"]}})

    assert [failure.field for failure in found] == ["authors"]


@BOTH
def test_the_log_tells_the_oldest_format_of_nouns_that_grew() -> None:
    with in_first_formats(), grown("source", *SOURCE), grown("family", {"note": {}}):
        publish(make_source())

        assert oldest_formats() == {"source": 1, "family": 1}


@BOTH
def test_nothing_is_asked_of_the_log_while_no_noun_grew(django_assert_num_queries: Any) -> None:
    with in_first_formats(), django_assert_num_queries(0):
        assert oldest_formats() == {}


@BOTH
def test_a_frozen_document_without_the_keys_of_its_format_is_refused() -> None:
    with grown("source"):
        waiting = proposed(make_source())

    # As if the set had been frozen in a format for which its document has a key too many.
    with grown("source", {"authors": []}), pytest.raises(PublicationRefused, match="format 1"):
        approve(waiting, make_editor())


@BOTH
def test_a_document_that_is_given_to_freeze_gets_the_keys_of_todays_format(source: Noun) -> None:
    record = make_source()
    with at_desk():
        given = json.loads(document_of(record, source.document))
    del given["note"]

    changeset = propose([Proposal(record, document=given)], "For a test.", make_editor())

    [item] = changeset.items.all()
    assert (json.loads(item.document)["note"], item.format) == ({}, 3)


@BOTH
def test_a_line_names_the_newest_format_of_what_is_frozen_today(source: Noun) -> None:
    [line] = publish(make_source())

    assert line.format == 3
