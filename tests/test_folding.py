"""Words fold to one form, whatever their case, accents and ways of writing."""

import pytest

from values.folding import fold, fold_with_places

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("Général", "general"),
        ("STRASSE Straße", "strasse strasse"),
        ("  one,\n two – three! ", "one two three"),
        ("l’État", "l etat"),
        ("snake_case 1.5", "snake_case 1 5"),
        ("الأمن الإسلامي الآن ٱلذي", "الامن الاسلامي الان الذي"),
        ("مستشفى مدرسة مسؤول قائد", "مستشفي مدرسه مسوول قايد"),
        ("الـمـغرب", "المغرب"),
        ("ﬁnd ½", "find 1 2"),
    ],
)
def test_a_text_folds_to_its_bare_words(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "folded", "places"),
    [
        ("", "", []),
        (" – ", "", []),
        ("aB", "ab", [0, 1]),
        ("  a,  b ", "a b", [2, 6, 6]),
        ("ßx", "ssx", [0, 0, 1]),
        ("e\u0301a", "ea", [0, 2]),
        ("½", "1 2", [0, 0, 0]),
    ],
)
def test_every_folded_character_has_its_place(text: str, folded: str, places: list[int]) -> None:
    assert fold_with_places(text) == (folded, places)
