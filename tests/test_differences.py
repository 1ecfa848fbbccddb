"""What changed between two versions, field by field and word by word."""

import pytest

from values.differences import Piece, differences, pieces

pytestmark = pytest.mark.once


def test_only_fields_that_differ_are_named() -> None:
    found = differences(
        {"title": {"en": "One"}, "slug": "a"}, {"title": {"en": "Two"}, "slug": "a"}
    )

    assert [difference.field for difference in found] == ["title / en"]


def test_words_that_stay_are_told_from_words_that_change() -> None:
    assert pieces("the old list", "the new list") == [
        Piece("same", "the "),
        Piece("removed", "old"),
        Piece("added", "new"),
        Piece("same", " list"),
    ]


def test_a_field_that_came_or_went_is_shown_whole() -> None:
    assert pieces("", "new words") == [Piece("added", "new words")]
    assert pieces("old words", "") == [Piece("removed", "old words")]


def test_a_part_is_known_by_its_id_wherever_it_is() -> None:
    first, second = {"id": "1", "note": "a"}, {"id": "2", "note": "b"}

    assert differences({"parts": [first, second]}, {"parts": [second, first]}) == []


def test_a_part_that_came_is_shown_without_its_id() -> None:
    after = {"parts": [{"id": "1", "note": "a"}], "source": "s"}

    found = differences({"parts": []}, after)

    assert [(one.field, [(p.kind, p.text) for p in one.pieces]) for one in found] == [
        ("parts / 1 / note", [("added", "a")]),
        ("source", [("added", "s")]),
    ]


def test_a_field_that_went_is_named_before_one_that_came() -> None:
    found = differences({"title": {"fr": "Un"}, "note": None}, {"title": {"en": "One"}})

    assert [(one.field, one.pieces) for one in found] == [
        ("title / fr", [Piece("removed", "Un")]),
        ("title / en", [Piece("added", "One")]),
    ]


def test_parts_without_ids_are_told_apart_by_their_number() -> None:
    before, after = ({"spans": [{"at": 1}, {"at": last}]} for last in (2, 3))

    (found,) = differences(before, after)

    assert (found.field, [piece.text for piece in found.pieces]) == ("spans / 2 / at", ["2", "3"])


def test_a_changed_part_is_called_by_its_place() -> None:
    before = {"parts": [{"id": "1", "note": "a"}, {"id": "2", "note": "b"}]}
    after = {"parts": [{"id": "1", "note": "a"}, {"id": "2", "note": "c"}]}

    assert [difference.field for difference in differences(before, after)] == ["parts / 2 / note"]


def test_a_list_of_links_is_one_text() -> None:
    (found,) = differences({"sources": ["a", "b"]}, {"sources": ["a", "c"]})

    assert [piece.text for piece in found.pieces if piece.kind != "same"] == ["b", "c"]


def test_joined_pieces_give_both_texts_back() -> None:
    before, after = "One thing, and another.", "One other thing – and another!"
    found = pieces(before, after)

    assert "".join(piece.text for piece in found if piece.kind != "added") == before
    assert "".join(piece.text for piece in found if piece.kind != "removed") == after


def test_a_word_changed_in_a_very_long_text_is_shown_as_such() -> None:
    before, after = "a " * 20_000 + "old" + " c" * 20_000, "a " * 20_000 + "new" + " c" * 20_000

    assert [piece.text for piece in pieces(before, after)][1:3] == ["old", "new"]
