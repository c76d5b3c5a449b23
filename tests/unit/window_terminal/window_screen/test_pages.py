"""Long lists turn page by page."""

from hypothesis import given
from hypothesis import strategies as st

from window_terminal.window_screen.pages import FADE_S, PAGE_S, page_at


@given(st.integers(0, 60), st.integers(1, 9))
def test_a_round_shows_every_line_once_and_in_order(lines: int, per_page: int) -> None:
    of = page_at(range(lines), per_page, 0.0).of
    pages = [page_at(range(lines), per_page, turn * PAGE_S) for turn in range(of)]
    assert [one for page in pages for one in page.lines] == list(range(lines))
    assert [page.nth for page in pages] == list(range(of))
    assert all(len(page.lines) <= page.each <= per_page for page in pages)
    assert page_at(range(lines), per_page, of * PAGE_S) == pages[0], "the round begins anew"


def test_pages_are_filled_evenly() -> None:
    assert [len(page_at(range(9), 4, turn * PAGE_S).lines) for turn in range(3)] == [3, 3, 3]


def test_a_page_leaves_at_the_end_of_its_time() -> None:
    assert not page_at(range(9), 4, PAGE_S - FADE_S - 0.01).leaving
    assert page_at(range(9), 4, PAGE_S - 0.01).leaving
    assert not page_at(range(9), 4, PAGE_S).leaving


def test_a_single_page_never_leaves() -> None:
    assert not any(page_at(range(4), 4, tenth / 10).leaving for tenth in range(200))
