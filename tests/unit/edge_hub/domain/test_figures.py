"""Events count where and when they happened, and an undo takes away exactly what was counted."""

from collections import Counter

import pytest
from fakes.desk import Desk
from fakes.small_hall import DAY, at

from edge_hub.contract import queue as q
from edge_hub.contract import rating as r
from edge_hub.contract.queue import DayRolled
from edge_hub.contract.rating import Level
from edge_hub.domain import figures, fold
from edge_hub.domain.figures import hour_of

MIN = 60_000


@pytest.fixture
def desk() -> Desk:
    one = Desk()
    one.open("w1")
    one.hall.touched.tallies.clear()
    return one


def counted(desk: Desk, **place: object) -> dict[str, int]:
    """The sums of all places that agree with `place`, without what came to nothing."""
    names = ("day", *figures.DIMENSIONS)
    sums: Counter[str] = Counter()
    for where, amounts in desk.hall.touched.tallies:
        if all(where[names.index(name)] == value for name, value in place.items()):
            for name, amount in amounts.items():
                sums[name] += amount
    return {name: amount for name, amount in sums.items() if amount}


def test_age_band_and_sex_of_a_card_that_was_read_count_with_the_ticket_alone(desk: Desk) -> None:
    desk.take("card")
    desk.do("tm-1", q.TakeTicket(items=("card", "pension"), age=q.AgeBand.OLD, sex=q.Sex.FEMALE))
    assert counted(desk) == {"tickets": 2, "asked": 3}
    assert counted(desk, age="70+", sex="female") == {"tickets": 1, "asked": 2}
    assert counted(desk, age="", sex="") == {"tickets": 1, "asked": 1}
    desk.hall.touched.tallies.clear()
    serve(desk)
    assert counted(desk, age="", sex="") == counted(desk) != {}


def serve(desk: Desk, minutes: float = 5) -> None:
    desk.serve("w1")
    desk.wait(minutes * 60)
    desk.at_window("w1", q.Finish(window="w1"))


def test_a_ticket_counts_once_and_each_of_its_items(desk: Desk) -> None:
    desk.take("card", "pension")
    assert counted(desk) == {"tickets": 1, "asked": 2}
    assert counted(desk, item="pension") == {"asked": 1}
    assert counted(desk, day=DAY, hour=9, item="card", window="", clerk="") == {"tickets": 1, "asked": 1}


def test_a_wait_ends_with_the_first_call_and_counts_at_the_window_that_calls(desk: Desk) -> None:
    desk.take("card")
    desk.wait(31 * 60)
    desk.at_window("w1", q.CallNext(window="w1"))
    found = counted(desk, hour=10, item="card", window="w1", clerk="101")
    assert {name: found[name] for name in ("calls", "waits", "wait_ms", "over_10", "over_30")} == {
        "calls": 1, "waits": 1, "wait_ms": 31 * MIN, "over_10": 1, "over_30": 1,
    }  # fmt: skip
    desk.at_window("w1", q.Recall(window="w1"))
    assert counted(desk)["calls"] == 1


def test_a_call_by_mistake_takes_its_wait_back_and_the_wait_goes_on(desk: Desk) -> None:
    desk.take("card")
    desk.wait(12 * 60)
    desk.at_window("w1", q.CallNext(window="w1"))
    desk.at_window("w1", q.Recall(window="w1"))
    desk.wait(60)
    desk.at_window("w1", q.Return(window="w1"))
    assert "waits" not in counted(desk) and "wait_ms" not in counted(desk) and "over_10" not in counted(desk)
    desk.wait(120)
    desk.at_window("w1", q.CallNext(window="w1"))
    assert counted(desk)["wait_ms"] == 15 * MIN and counted(desk)["waits"] == 1


def test_who_comes_after_a_no_show_waits_a_second_time_for_reasons_of_their_own(desk: Desk) -> None:
    ticket = desk.take("card")
    desk.at_window("w1", q.CallNext(window="w1"))
    desk.no_show("w1")
    assert counted(desk, window="w1", clerk="101")["no_shows"] == 1
    desk.do("desk", q.Requeue(ticket=ticket.id))
    desk.wait(600)
    desk.at_window("w1", q.CallNext(window="w1"))
    assert counted(desk)["waits"] == 1 and counted(desk)["calls"] == 2


def test_a_no_show_that_was_none_is_taken_away_in_its_own_hour() -> None:
    desk = Desk(clock="09:58:30")
    desk.open("w1")
    ticket = desk.take("card")
    desk.at_window("w1", q.CallNext(window="w1"))
    desk.no_show("w1")
    desk.wait(50)
    desk.at_window("w1", q.UndoNoShow(window="w1", ticket=ticket.id))
    assert "no_shows" not in counted(desk, hour=9) and "no_shows" not in counted(desk, hour=10)


def test_a_service_counts_with_its_length_if_the_clerk_pressed_start(desk: Desk) -> None:
    for _ in range(2):
        desk.take("card")
    serve(desk, 5)
    desk.at_window("w1", q.CallNext(window="w1"))
    desk.at_window("w1", q.Finish(window="w1"))
    found = counted(desk, item="card", window="w1", clerk="101")
    assert (found["served"], found["timed"], found["service_ms"]) == (2, 1, 5 * MIN)


def test_an_undone_finish_is_counted_when_it_is_true() -> None:
    desk = Desk(clock="09:54:50")
    desk.open("w1")
    ticket = desk.take("card")
    serve(desk, 5)
    desk.wait(50)
    desk.at_window("w1", q.UndoFinish(window="w1", ticket=ticket.id))
    assert not {"served", "timed", "service_ms"} & counted(desk).keys()
    desk.at_window("w1", q.Finish(window="w1"))
    assert counted(desk, hour=10)["service_ms"] == 5 * MIN + 50_000


def test_the_next_item_of_a_ticket_waits_anew(desk: Desk) -> None:
    desk.open("w3")
    desk.take("card", "stamp")
    serve(desk)
    desk.wait(120)
    desk.at_window("w3", q.CallNext(window="w3"))
    assert counted(desk, item="stamp", window="w3")["wait_ms"] == 2 * MIN


def test_a_transfer_and_a_cancellation_count_where_the_ticket_was(desk: Desk) -> None:
    desk.take("card")
    desk.serve("w1")
    desk.at_window("w1", q.Transfer(window="w1", to_item="invoice"))
    assert counted(desk, item="card", window="w1")["transferred"] == 1
    desk.do("desk", q.Cancel(why="x", ticket="A001"))
    assert counted(desk, item="invoice", window="")["cancelled"] == 1


def test_whoever_is_left_over_counts_for_the_day_and_hour_in_which_they_came(desk: Desk) -> None:
    ticket = desk.take("card")
    fold.fold(desk.hall, DayRolled(day="2026-11-25", left_over=(ticket.id,), at_ms=at("00:00", "2026-11-25")))
    assert counted(desk, day=DAY, hour=9)["left_over"] == 1
    assert counted(desk, day="2026-11-25") == {}


def test_a_rating_counts_by_its_stars_and_a_second_thought_moves_it(desk: Desk) -> None:
    desk.take("card")
    serve(desk)
    service = desk.window("w1").to_rate or ""
    desk.do("rate-w1", r.Rate(service=service, level=Level.BAD))
    assert counted(desk, window="w1", clerk="101")["star_2"] == 1
    desk.do("rate-w1", r.ChangeRating(service=service, level=Level.VERY_GOOD))
    assert counted(desk, window="w1")["star_5"] == 1 and "star_2" not in counted(desk, window="w1")


def test_a_forecast_that_comes_due_counts_with_its_error(desk: Desk) -> None:
    for _ in range(2):
        ticket = desk.take("card")
    assert ticket.forecast is not None
    low_s, likely_s, high_s, _, _ = ticket.forecast
    serve(desk, 4)
    desk.hall.touched.tallies.clear()
    desk.at_window("w1", q.CallNext(window="w1"))
    found = counted(desk, item="card")
    assert found["told"] == 1 and found.get("told_off_s", 0) == abs(240 - likely_s)
    assert found.get("told_in", 0) == (low_s <= 240 <= high_s)


def test_a_call_that_passes_somebody_over_is_counted_as_such(desk: Desk) -> None:
    desk.take("card")
    desk.take("card", cls="priority")
    desk.at_window("w1", q.CallNext(window="w1"))
    desk.at_window("w1", q.Finish(window="w1"))
    desk.at_window("w1", q.CallNext(window="w1"))
    assert counted(desk)["overtakes"] == 1 and counted(desk)["calls"] == 2


def test_hours_are_those_of_the_hall() -> None:
    assert [hour_of(at(clock)) for clock in ("00:00", "07:59:59", "08:00", "23:59:59")] == [0, 7, 8, 23]


def test_every_event_that_counts_is_an_event_that_is_folded() -> None:
    assert set(figures.COUNTS) <= set(fold.FOLDS)
