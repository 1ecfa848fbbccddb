"""Long runs of marks are put in order; everything else is left as it is."""

import pytest

from values.marks import in_canonical_order

pytestmark = pytest.mark.once

ACUTE, DOT_BELOW, OVERLAY = "\u0301", "\u0323", "\u0334"


@pytest.mark.parametrize(
    "text",
    ["", "plain", "é", "الأمن القومي", f"a{ACUTE}{DOT_BELOW}", f"a{(ACUTE + DOT_BELOW) * 15}"],
)
def test_what_any_writing_has_stays_as_it_is(text: str) -> None:
    assert in_canonical_order(text) == text


def test_marks_of_a_long_run_stand_by_their_class() -> None:
    text = f"a{(ACUTE + DOT_BELOW + OVERLAY) * 11}b"

    assert in_canonical_order(text) == f"a{OVERLAY * 11}{DOT_BELOW * 11}{ACUTE * 11}b"


def test_marks_never_move_to_another_letter() -> None:
    # The second letter is b with a dot below, and is taken apart.
    first, second = f"ж{ACUTE}{DOT_BELOW}" * 9, f"\u1e05{OVERLAY}" * 9

    ordered = in_canonical_order(first + second)

    assert ordered == f"ж{DOT_BELOW}{ACUTE}" * 9 + f"b{OVERLAY}{DOT_BELOW}" * 9
