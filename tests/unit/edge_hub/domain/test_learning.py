"""Events teach the hall its own times; what is no habit teaches nothing."""

import pytest
from fakes.desk import Desk

from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.window import PauseReason
from edge_hub.domain import fold, learning
from edge_hub.domain.learnt import GAP, PAUSE

MIN = 60_000


@pytest.fixture
def desk() -> Desk:
    one = Desk()
    one.open("w1")
    return one


def seen(desk: Desk, kind: str) -> list[int]:
    times = desk.hall.learnt.times.get(kind)
    return times.ms if times else []


def test_an_item_holds_a_window_from_the_call_to_the_finish(desk: Desk) -> None:
    desk.take("card")
    desk.at_window("w1", q.CallNext(window="w1"))
    desk.wait(30)
    desk.at_window("w1", q.Recall(window="w1"))
    desk.wait(30)
    desk.at_window("w1", q.Start(window="w1"))
    desk.wait(240)
    desk.at_window("w1", q.Finish(window="w1"))
    assert seen(desk, "card") == [5 * MIN]


def test_a_clerk_who_never_presses_start_teaches_as_well(desk: Desk) -> None:
    desk.take("card")
    desk.at_window("w1", q.CallNext(window="w1"))
    desk.wait(400)
    desk.at_window("w1", q.Finish(window="w1"))
    assert seen(desk, "card") == [400_000]


def test_a_no_show_holds_a_window_too(desk: Desk) -> None:
    desk.take("card")
    desk.at_window("w1", q.CallNext(window="w1"))
    desk.no_show("w1")
    assert seen(desk, "card") == [60_000]


def test_the_next_item_of_a_ticket_counts_from_the_end_of_the_one_before(desk: Desk) -> None:
    desk.take("card", "pension")
    desk.serve("w1")
    desk.wait(60)
    desk.at_window("w1", q.Finish(window="w1"))
    desk.wait(90)
    desk.at_window("w1", q.Finish(window="w1"))
    assert (seen(desk, "card"), seen(desk, "pension")) == ([60_000], [90_000])


def test_a_service_that_was_interrupted_teaches_nothing(desk: Desk) -> None:
    ticket = desk.take("card")
    desk.serve("w1")
    desk.wait(60)
    desk.at_window("w1", q.Hold(window="w1"))
    desk.wait(600)
    desk.at_window("w1", q.Resume(window="w1", ticket=ticket.id))
    desk.wait(60)
    desk.at_window("w1", q.Finish(window="w1"))
    assert seen(desk, "card") == []


def test_a_gap_counts_only_if_somebody_had_waited_for_it(desk: Desk) -> None:
    desk.take("card")
    desk.wait(40)
    desk.at_window("w1", q.CallNext(window="w1"))
    assert seen(desk, GAP) == [], "the window was free before anybody came"
    desk.take("card")
    desk.wait(60)
    desk.at_window("w1", q.Finish(window="w1"))
    desk.wait(17)
    desk.at_window("w1", q.CallNext(window="w1"))
    assert seen(desk, GAP) == [17_000]


def test_a_clerk_who_was_away_for_long_has_no_such_habit(desk: Desk) -> None:
    desk.take("card")
    desk.take("card")
    desk.serve("w1")
    desk.at_window("w1", q.Finish(window="w1"))
    desk.wait(1_200)
    desk.at_window("w1", q.CallNext(window="w1"))
    assert seen(desk, GAP) == []


@pytest.mark.parametrize(("clock", "times"), [("10:00", [8 * MIN]), ("11:56", [])])
def test_a_pause_teaches_how_long_pauses_last_but_the_lunch_break_is_known(clock: str, times: list[int]) -> None:
    desk = Desk(clock=clock)
    desk.open("w1")
    desk.at_window("w1", w.PauseWindow(window="w1", reason=PauseReason.BREAK))
    desk.wait(480)
    desk.at_window("w1", w.OpenWindow(window="w1"))
    assert seen(desk, PAUSE) == times


def test_a_forecast_is_judged_once_at_the_first_call(desk: Desk) -> None:
    told = [desk.take("card") for _ in range(2)][1].forecast
    assert told is not None
    desk.serve("w1")
    desk.wait(300)
    desk.at_window("w1", q.Finish(window="w1"))
    desk.at_window("w1", q.CallNext(window="w1"))
    assert desk.hall.learnt.fit(told[4]).judged == 1
    assert desk.ticket(desk.window("w1").at or "").forecast is None
    desk.at_window("w1", q.Return(window="w1"))
    desk.at_window("w1", q.CallNext(window="w1"))
    assert desk.hall.learnt.fit(told[4]).judged == 1, "called by mistake: the wait had ended"


def test_every_event_that_teaches_is_an_event_that_is_folded() -> None:
    assert set(learning.TEACHES) <= set(fold.FOLDS)


def test_every_event_says_when_it_happened() -> None:
    assert all("at_ms" in event.model_fields for event in fold.FOLDS)
