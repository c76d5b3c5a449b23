"""What the screen above a window shows, from the window's snapshot and how far it is believed."""

from typing import Any

import pytest
from fakes.counter import NINE_FORTY_TWO, WINDOW, at, called, everything, hub, name_of, now, signed_out

from edge_hub.contract.base import Words
from edge_hub.contract.hall import Opening
from edge_hub.contract.window import LineOfItem, PauseReason, WindowNow, WindowState
from window_terminal.known import Known
from window_terminal.window_screen.picture import Picture, Shape, draw
from window_terminal.window_screen.trust import Phase
from window_terminal.window_screen.words import DETAILS, View

QUARTER_PAST = 1_795_486_520_000
SHAPE = Shape(items=5, following=3)
MEETING = {"state": WindowState.PAUSED, "pause": PauseReason.MEETING}


def picture(window: WindowNow, phase: Phase = Phase.LIVE, *more: Any, now_ms: int = NINE_FORTY_TWO) -> Picture:
    known = Known(WINDOW)
    for snapshot in (*everything(), *more, window):
        known = known.hear(snapshot)
    drawn = draw(known, phase, "UP" if phase is Phase.LIVE else "NO_HUB", SHAPE, 0.0, now_ms)
    assert drawn is not None
    return drawn


@pytest.mark.parametrize(
    ("window", "view", "number"),
    [
        (now(at=called("D013")), View.CALL, "D013"),
        (now(at=at("D012")), View.SERVING, "D012"),
        (now(), View.WAIT, ""),
        (now(waiting=0, next=()), View.FREE, ""),
        (now(**MEETING), View.PAUSED, ""),
        (signed_out(), View.CLOSED, ""),
        (now(state=WindowState.PAUSED, at=at("D012")), View.SERVING, "D012"),
        (now(state=WindowState.CLOSED, at=at("D012")), View.SERVING, "D012"),
    ],
)
def test_the_view_follows_from_the_window(window: WindowNow, view: View, number: str) -> None:
    drawn = picture(window)
    assert (drawn.view, drawn.number) == (view, number)


def test_a_pause_says_why_and_when_it_goes_on() -> None:
    until = now(**MEETING, pause_until_ms=QUARTER_PAST)
    assert picture(until).detail == Words(zh="内部会商，预计 10:15 恢复", en="Consultation, back at about 10:15")
    assert picture(now(**MEETING)).detail == Words(zh="内部会商，请稍候", en="Consultation, back soon")


def test_a_time_of_return_that_is_over_is_not_promised_any_more() -> None:
    until = now(**MEETING, pause_until_ms=QUARTER_PAST)
    assert picture(until, now_ms=QUARTER_PAST).detail == Words(zh="内部会商，请稍候", en="Consultation, back soon")


def test_a_closed_window_has_kind_words_and_a_closed_hall_says_when_it_opens() -> None:
    assert picture(signed_out()).detail == DETAILS[View.CLOSED]
    words = Words(zh="现在不办公，今天13:00开始", en="Closed now, opens today at 13:00")
    lunch = hub(seq=2, opening=Opening(tickets=False, open=False, words=words))
    assert picture(signed_out(), Phase.LIVE, lunch).detail == words


@pytest.mark.parametrize("phase", [Phase.CUT, Phase.OLD])
def test_a_short_silence_is_said_and_the_number_stays(phase: Phase) -> None:
    drawn = picture(now(at=at("D012")), phase)
    assert drawn.number == "D012" and drawn.note is not None


def test_after_a_long_silence_no_number_is_left_and_names_stay() -> None:
    drawn = picture(now(at=called("D012")), Phase.BLANK)
    assert (drawn.view, drawn.number, drawn.waiting, drawn.following, drawn.call) == (View.UNSURE, "", None, (), None)
    assert [one.waiting for one in drawn.items.lines] == [None] * 4
    assert (drawn.label, drawn.name.zh, drawn.clerk and drawn.clerk.name) == ("B02", "不动产登记", "何秀英")


def test_nothing_is_drawn_before_the_first_snapshot_nor_before_it_is_believed() -> None:
    assert draw(Known(WINDOW), Phase.LIVE, "UP", SHAPE, 0.0, NINE_FORTY_TWO) is None
    assert draw(Known(WINDOW).hear(now()), Phase.STARTING, "NO_HUB", SHAPE, 0.0, NINE_FORTY_TWO) is None


def test_next_numbers_are_few_and_only_while_the_window_is_open() -> None:
    assert picture(now()).following == ("D013", "D009", "D010")
    assert picture(now(**MEETING)).following == ()


def test_every_call_and_recall_is_a_new_one() -> None:
    first = picture(now(at=called("D013", seconds=30))).call
    again = picture(now(at=called("D013", seconds=30, calls=2)))
    assert first is not None and again.call is not None and first != again.call
    assert again.title.zh.startswith("再次呼叫")
    assert picture(now(at=at("D013"))).call is None


def test_items_come_with_their_short_names_and_lines() -> None:
    line = LineOfItem(item="estate-transfer", name=name_of("estate-transfer"), waiting=3)
    assert [(one.name.zh, one.waiting) for one in picture(now(items=(line,))).items.lines] == [("房屋转移登记", 3)]


def test_a_window_that_is_closed_counts_nobody() -> None:
    drawn = picture(signed_out())
    assert drawn.waiting is None and {one.waiting for one in drawn.items.lines} == {None}
