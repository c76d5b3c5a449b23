"""A pad that nobody touches although there is something to do is found in time, and no other."""

import pytest
from fakes.desk import Desk

from edge_hub.contract import desk as k
from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.idle import Idle

LIMIT_S = 600.0


@pytest.fixture
def desk() -> Desk:
    """Two clerks are at work, and people wait for both."""
    desk = Desk()
    desk.open("w1")
    desk.open("w2")
    for _ in range(3):
        desk.take("card")
    return desk


def over(idle: Idle, desk: Desk, now_s: float) -> list[str]:
    return [window.id for window in idle.over(desk.hall, now_s)]


def test_a_pad_is_left_when_the_time_is_over_and_not_before(desk: Desk) -> None:
    idle = Idle(LIMIT_S)
    assert over(idle, desk, 1000.0) == [], "the first look begins the time"
    assert over(idle, desk, 1000.0 + LIMIT_S - 0.1) == []
    assert over(idle, desk, 1000.0 + LIMIT_S) == ["w1", "w2"]


def test_a_touch_begins_the_time_anew_at_its_own_window(desk: Desk) -> None:
    idle = Idle(LIMIT_S)
    over(idle, desk, 0.0)
    idle.touched(desk.window("w1"), 500.0)
    assert over(idle, desk, LIMIT_S) == ["w2"]
    assert over(idle, desk, 500.0 + LIMIT_S) == ["w1", "w2"]


def test_the_time_of_a_service_and_of_an_empty_line_does_not_count(desk: Desk) -> None:
    idle = Idle(LIMIT_S)
    over(idle, desk, 0.0)
    desk.serve("w1")
    assert over(idle, desk, 5000.0) == ["w2"]
    desk.at_window("w1", q.Finish(window="w1"))
    assert over(idle, desk, 5000.0 + LIMIT_S - 1) == ["w2"]
    assert over(idle, desk, 5000.0 + LIMIT_S) == ["w1", "w2"]


def test_another_session_has_a_time_of_its_own(desk: Desk) -> None:
    idle = Idle(LIMIT_S)
    over(idle, desk, 0.0)
    desk.do("call-w1", w.SignIn(window="w1", clerk="101", pin="123456"))
    assert over(idle, desk, LIMIT_S) == ["w2"]


def test_a_window_without_a_session_is_never_left(desk: Desk) -> None:
    idle = Idle(LIMIT_S)
    over(idle, desk, 0.0)
    for window in ("w1", "w2"):
        desk.at_window(window, w.SignOut(window=window))
    assert over(idle, desk, 10 * LIMIT_S) == []


def test_a_desk_that_nobody_touches_is_empty_in_time_and_a_touch_begins_it_anew(desk: Desk) -> None:
    idle = Idle(LIMIT_S)
    desk.sit()
    assert idle.desks_over(desk.hall, 0.0) == []
    idle.touched_desk("desk", 500.0)
    assert idle.desks_over(desk.hall, LIMIT_S) == []
    assert [seat.device for seat in idle.desks_over(desk.hall, 500.0 + LIMIT_S)] == ["desk"]
    desk.at_desk(k.SignOutDesk())
    desk.sit()
    assert idle.desks_over(desk.hall, 5000.0)
