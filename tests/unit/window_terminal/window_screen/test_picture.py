"""What the screen above a window shows, and what it does when it has heard nothing for a while."""

import pytest
from fakes.counter import WINDOW, at, called, everything, name_of, now, signed_out

from edge_hub.contract.window import LineOfItem, PauseReason, WindowNow, WindowState
from window_terminal.known import Known
from window_terminal.window_screen.picture import (
    BLANK_S,
    PAGE_S,
    SAY_S,
    VIEW_WORDS,
    ItemView,
    Picture,
    View,
    draw,
    page_of,
)


def picture(window: WindowNow, age_s: float = 0.0, running_s: float = 0.0) -> Picture:
    known = Known(WINDOW)
    for snapshot in (*everything(), window):
        known = known.hear(snapshot)
    drawn = draw(known, age_s, 5, running_s)
    assert drawn is not None
    return drawn


PAUSED = now(state=WindowState.PAUSED, pause=PauseReason.MEETING, pause_until_ms=1_795_486_520_000)


@pytest.mark.parametrize(
    ("window", "view", "number"),
    [
        (now(at=called("D013")), View.CALL, "D013"),
        (now(at=at("D012")), View.SERVING, "D012"),
        (now(), View.WAIT, ""),
        (now(waiting=0, next=()), View.FREE, ""),
        (PAUSED, View.PAUSED, ""),
        (signed_out(), View.CLOSED, ""),
        (now(state=WindowState.PAUSED, at=at("D012")), View.SERVING, "D012"),
    ],
)
def test_the_view_follows_from_the_window(window: WindowNow, view: View, number: str) -> None:
    drawn = picture(window)
    assert (drawn.view, drawn.number) == (view, number)


def test_a_pause_says_why_and_when_it_goes_on() -> None:
    assert picture(PAUSED).detail == _words("内部会商，预计 10:15 恢复", "Consultation, back at about 10:15")
    open_ended = now(state=WindowState.PAUSED, pause=PauseReason.BREAK)
    assert picture(open_ended).detail == _words("短暂休息", "Short break")


def test_nothing_is_drawn_before_the_first_snapshot() -> None:
    assert draw(Known(WINDOW), 0.0, 5, 0.0) is None


def test_an_old_picture_says_so_and_a_very_old_one_shows_no_numbers() -> None:
    serving = now(at=at("D012"))
    assert not picture(serving, SAY_S).stale
    old = picture(serving, SAY_S + 0.1)
    assert old.stale and old.number == "D012"
    blank = picture(serving, BLANK_S + 0.1)
    assert (blank.view, blank.number, blank.waiting, blank.following) == (View.UNSURE, "", None, ())
    assert blank.items, "what is handled here stays true"
    assert "D0" not in str([blank.number, blank.following, blank.call])


def test_next_numbers_are_few_and_only_while_the_window_is_open() -> None:
    assert picture(now()).following == ("D013", "D009", "D010")
    assert picture(PAUSED).following == ()


def test_every_call_and_recall_is_a_new_one() -> None:
    first = picture(now(at=called("D013", seconds=30))).call
    again = picture(now(at=called("D013", seconds=2, calls=2))).call
    assert first is not None and again is not None and first != again
    assert picture(now(at=at("D013"))).call is None


def test_a_long_list_of_items_turns_page_by_page_and_comes_round() -> None:
    items = tuple(ItemView(str(n), name_of("tax-house"), n) for n in range(13))
    seen: list[ItemView] = []
    for turn in range(3):
        page, at_page, pages = page_of(items, 5, turn * PAGE_S + 1)
        assert (at_page, pages) == (turn, 3) and len(page) <= 5
        seen += page
    assert tuple(seen) == items
    assert page_of(items, 5, 3 * PAGE_S)[1] == 0


def test_pages_are_filled_evenly() -> None:
    items = tuple(ItemView(str(n), name_of("tax-house"), n) for n in range(6))
    assert [len(page_of(items, 5, turn * PAGE_S)[0]) for turn in range(2)] == [3, 3]


def test_one_page_does_not_turn_and_no_item_is_no_fault() -> None:
    items = tuple(ItemView(str(n), name_of("tax-house"), n) for n in range(5))
    assert {page_of(items, 5, turn * PAGE_S)[1] for turn in range(4)} == {0}
    assert page_of((), 5, 0.0) == ((), 0, 1)


def test_items_come_with_their_short_names_and_lines() -> None:
    drawn = picture(now(items=(LineOfItem(item="estate-transfer", name=name_of("estate-transfer"), waiting=3),)))
    assert [(one.name.zh, one.waiting) for one in drawn.items] == [("房屋转移登记", 3)]


def test_every_view_has_words_in_both_languages() -> None:
    assert set(VIEW_WORDS) == set(View)
    assert all(words.zh != words.en for words in VIEW_WORDS.values())


def _words(zh: str, en: str) -> object:
    from edge_hub.contract.base import Words

    return Words(zh=zh, en=en)
