"""Pages fit every screen, even with letters of twice the size."""

from tests.browser.conftest import Read
from tests.browser.pages import EVERY, READABLE, PageType, each


@each(*EVERY)
def test_no_page_scrolls_sideways(reading: Read, page_type: PageType) -> None:
    assert reading(page_type).too_wide == {}, f"{page_type} is wider than the screen"


@each(*READABLE)
def test_no_text_covers_other_text(reading: Read, page_type: PageType) -> None:
    assert reading(page_type).overlaps == {}, page_type.name


@each(*READABLE)
def test_no_column_is_narrower_than_words(reading: Read, page_type: PageType) -> None:
    assert reading(page_type).taken_apart == {}, page_type.name


@each(*READABLE)
def test_nothing_moves_for_those_who_asked_for_it(reading: Read, page_type: PageType) -> None:
    assert reading(page_type).moving == [], page_type.name


@each(*READABLE)
def test_no_block_is_an_inline_box(reading: Read, page_type: PageType) -> None:
    # The white space between them is not sent.
    assert reading(page_type).inline == [], page_type.name
