"""The longest words that a text shares with others, and where they stand in both."""

import pytest

from values.nearest import Shared, longest_shared

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("", "abc", Shared(0, 0, 0)),
        ("abc", "", Shared(0, 0, 0)),
        ("abc", "xyz", Shared(0, 0, 0)),
        ("abc", "abc", Shared(0, 0, 3)),
        ("xxabc", "abcyy", Shared(2, 0, 3)),
        ("a b c", "zb cz", Shared(2, 1, 3)),
        ("abab", "ab", Shared(0, 0, 2)),
        ("ab", "xabab", Shared(0, 1, 2)),
        ("aab", "abaab", Shared(0, 2, 3)),
        ("bcab", "abcabc", Shared(0, 1, 4)),
    ],
)
def test_the_first_of_the_longest_shared_stretches_is_found(
    text: str, words: str, expected: Shared
) -> None:
    assert longest_shared(text, words) == expected
