"""The expected wait follows from the line ahead, the windows open and the times learnt; its range is honest."""

import pytest
from fakes.desk import Desk
from fakes.small_hall import DAY, at, changed_site
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.hall import ItemLine
from edge_hub.contract.queue import Forecast
from edge_hub.contract.window import PauseReason
from edge_hub.domain import forecast as module
from edge_hub.domain.forecast import forecast, range_min
from edge_hub.domain.hall import Hall
from edge_hub.domain.learnt import GAP, Fit
from edge_hub.domain.plan import plan_of
from edge_hub.domain.views import item_line

MIN = 60_000
ITEMS, CLASSES, WINDOWS = ["card", "stamp", "invoice"], ["normal", "normal", "priority"], ["w1", "w3", "w4"]


def hall_that_knows(desk: Desk, *, gap_s: int = 0, **minutes: float) -> Desk:
    """A hall that has seen so many services of just these lengths that it is sure of them."""
    for item, length in minutes.items():
        for _ in range(64):
            desk.hall.learnt.see(item, round(length * MIN))
    for _ in range(64):
        desk.hall.learnt.see(GAP, gap_s * 1000)
    return desk


def told(desk: Desk, item: str = "card", cls: str = "normal") -> Forecast | None:
    place = desk.hall.place_at_the_end(desk.hall.plan.rank_of_class[cls], desk.now_ms)
    return forecast(desk.hall, item, place, desk.hall.ahead_of(item, place, desk.now_ms), desk.now_ms)


def likely_min(desk: Desk, item: str = "card", cls: str = "normal") -> float:
    one = told(desk, item, cls)
    assert one is not None and one.low_s <= one.likely_s <= one.high_s
    return one.likely_s / 60


def pause(desk: Desk, window: str, minutes: int | None = None) -> None:
    desk.at_window(window, w.PauseWindow(window=window, reason=PauseReason.BREAK, minutes=minutes))


def test_nothing_is_said_while_no_window_is_open() -> None:
    desk = Desk()
    assert told(desk) is None
    desk.open("w1")
    assert told(desk) is not None
    pause(desk, "w1", 5)
    assert told(desk) is None and told(desk, "invoice") is None


def test_where_a_window_is_free_the_wait_is_until_its_clerk_looks_up() -> None:
    desk = Desk()
    desk.open("w1")
    one = told(desk)
    assert one is not None and one.sort == "free" and one.high_s < 60
    assert range_min(one) == (0, 1)


def test_the_line_ahead_and_the_windows_make_the_wait() -> None:
    desk = hall_that_knows(Desk(), card=10, pension=10)
    desk.open("w1")
    desk.take("card")
    desk.serve("w1")
    waits = [likely_min(desk)]
    for _ in range(3):
        desk.take("card")
        waits.append(likely_min(desk))
    assert waits == pytest.approx([10, 20, 30, 40], abs=1.1), "the service has just begun"
    desk.open("w2")
    assert likely_min(desk) == pytest.approx(20, abs=3), "40 minutes of work for two, one of them free"


def test_the_longer_a_service_lasts_the_nearer_is_its_end() -> None:
    desk = hall_that_knows(Desk(), card=10)
    desk.open("w1")
    desk.take("card")
    desk.serve("w1")
    began = likely_min(desk)
    desk.wait(480)
    assert likely_min(desk) < began / 2


def test_the_time_between_two_people_counts() -> None:
    quick, slow = (hall_that_knows(Desk(), gap_s=gap_s, card=10) for gap_s in (0, 60))
    for desk in (quick, slow):
        desk.open("w1")
        for _ in range(6):
            desk.take("card")
        desk.serve("w1")
    assert likely_min(slow) - likely_min(quick) == pytest.approx(6, abs=1)


def test_a_window_that_others_need_helps_less() -> None:
    """w1 serves cards and pensions, w4 cards and invoices: a line for invoices keeps w4 from the cards."""
    waits = []
    for invoices in (0, 4):
        desk = hall_that_knows(Desk(), card=10, invoice=10)
        for window in ("w1", "w4"):
            desk.open(window)
            desk.take("card")
            desk.serve(window)
        for item in ["invoice"] * invoices + ["card"] * 4:
            desk.take(item)
        waits.append(likely_min(desk))
    assert waits == pytest.approx([27.5, 47.5], abs=3)


def test_a_better_class_waits_for_fewer() -> None:
    desk = hall_that_knows(Desk(), card=10)
    desk.open("w1")
    for _ in range(5):
        desk.take("card")
    desk.serve("w1")
    assert likely_min(desk, cls="priority") < likely_min(desk) / 3


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ({"name": "priority_with_bound"}, 10),
        ({"name": "longest_wait", "head_start_min": 30}, 20),
        ({"name": "longest_wait", "head_start_min": 0}, 40),
    ],
    ids=["strict", "head start", "first come"],
)
def test_who_is_ahead_is_what_the_policy_says(policy: dict[str, object], expected: float) -> None:
    desk = hall_that_knows(Desk(Hall(plan_of(changed_site(rules={"policy": policy})), DAY)), card=10)
    desk.open("w1")
    desk.take("card")
    desk.take("card")
    desk.wait(31 * 60)
    desk.serve("w1")
    for _ in range(2):
        desk.take("card")
    assert likely_min(desk, cls="priority") == pytest.approx(expected, abs=1.1)
    assert likely_min(desk) == pytest.approx(40, abs=1.1)


def test_a_ticket_sent_to_a_window_stands_ahead_there() -> None:
    desk = hall_that_knows(Desk(), card=10)
    for window in ("w1", "w2"):
        desk.open(window)
    desk.take("card")
    desk.serve("w2")
    desk.take("pension")
    desk.serve("w1")
    before = likely_min(desk, "real")
    desk.at_window("w2", q.Transfer(window="w2", to_window="w1"))
    assert likely_min(desk, "real") > before + 8, "only w1 serves it, and is asked for by name"


def test_a_window_in_a_pause_comes_back_when_it_said() -> None:
    waits = []
    for minutes in (5, 60):
        desk = hall_that_knows(Desk(), card=10)
        for window in ("w1", "w2"):
            desk.open(window)
        for _ in range(4):
            desk.take("card")
        desk.serve("w1")
        pause(desk, "w2", minutes)
        waits.append(likely_min(desk))
    assert waits[0] < 25 < waits[1], "w2 helps, or w1 is alone with three and the one it serves"


def test_who_would_be_called_during_lunch_is_called_after_it() -> None:
    desk = hall_that_knows(Desk(clock="11:40"), card=10)
    desk.open("w1")
    desk.take("card")
    desk.serve("w1")
    desk.take("card")
    one = told(desk)
    assert one is not None and one.low_s < 20 * 60 < 110 * 60 < one.high_s, "12:00, or after 13:30"
    desk.take("card")
    assert likely_min(desk) == pytest.approx(30 + 90, abs=2)


def test_a_ticket_taken_in_the_break_waits_for_its_end() -> None:
    desk = hall_that_knows(Desk(clock="11:50"), card=10)
    desk.open("w1")
    for _ in range(3):
        desk.take("card")
    desk.serve("w1")
    desk.now_ms = at("12:30")
    assert likely_min(desk) > 60


def test_the_range_never_ends_before_what_the_head_of_the_line_has_disproved() -> None:
    """The clerk of the only open window went away without a pause: nobody is called, whatever the hall has learnt."""
    desk = hall_that_knows(Desk(), card=2)
    desk.open("w1")
    desk.take("card")
    desk.serve("w1")
    for _ in range(3):
        desk.take("card")
    promised = told(desk)
    desk.wait(45 * 60)
    after = told(desk)
    assert promised is not None and after is not None
    assert promised.high_s < 15 * 60 and after.high_s >= 45 * 60


def test_who_had_more_ahead_disproves_nothing_for_who_has_fewer() -> None:
    desk = hall_that_knows(Desk(), card=2)
    desk.open("w1")
    for _ in range(12):
        desk.take("card")
    for _ in range(10):
        desk.serve("w1")
        desk.wait(120)
        desk.at_window("w1", q.Finish(window="w1"))
    first = min(desk.hall.item_lines["card"])
    assert desk.now_ms - first[2] > 19 * MIN
    one = told(desk)
    assert one is not None and one.high_s < 15 * 60, "two ahead, and the first of them came when ten were"


def test_waiting_during_lunch_disproves_nothing() -> None:
    desk = hall_that_knows(Desk(clock="11:55"), card=2)
    desk.open("w1")
    desk.take("card")
    desk.serve("w1")
    desk.take("card")
    desk.now_ms = at("13:31")
    one = told(desk)
    assert one is not None and one.high_s < 20 * 60


def test_the_range_is_put_right_by_how_former_forecasts_turned_out() -> None:
    desk = hall_that_knows(Desk(), card=10)
    desk.open("w1")
    for _ in range(4):
        desk.take("card")
    desk.serve("w1")
    before = told(desk)
    assert before is not None and before.sort == "few"
    desk.hall.learnt.fits["few"] = Fit(low=-3.0, high=3.0, stretch=0.5, judged=100)
    desk.wait(0.5)
    after = told(desk)
    assert after is not None and after.likely_s == pytest.approx(before.likely_s * 1.65, rel=0.01)
    assert after.high_s > 1.65 * before.high_s and after.low_s < 1.65 * before.low_s


def test_a_thousand_ahead_are_reckoned_as_well_as_a_hundred(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = hall_that_knows(Desk(clock="09:01"), card=0.05, invoice=0.05)
    desk.open("w1")
    desk.open("w4")
    for n in range(400):
        desk.take("card" if n % 2 else "invoice")
    in_rounds = likely_min(desk)
    monkeypatch.setattr(module, "ONE_BY_ONE", 10_000)
    desk.hall.pools.clear()
    assert in_rounds == pytest.approx(likely_min(desk), rel=0.03)
    assert in_rounds == pytest.approx(400 * 0.05 / 2, rel=0.1)


def test_one_question_after_the_other_is_answered_as_each_by_itself() -> None:
    """What forecasts keep between two events changes no answer."""
    desk = hall_that_knows(Desk(), card=10, pension=7, invoice=5)
    for window in ("w1", "w3", "w4"):
        desk.open(window)
    for item in ("card", "pension", "invoice", "card", "stamp", "invoice"):
        desk.take(item)
    desk.serve("w4")
    items = [item.id for item in desk.hall.plan.site.items]
    together = {item: told(desk, item) for item in items}
    for item in items:
        desk.hall.pools.clear()
        assert told(desk, item) == together[item], item
    desk.take("card")
    assert told(desk, "card") != together["card"]


def test_who_walks_up_joins_also_at_windows_that_nobody_asked_about() -> None:
    """After a ticket for what one window serves alone, for which no other window was looked at."""
    desk = hall_that_knows(Desk(), card=10, real=7)
    for window in ("w1", "w2", "w4"):
        desk.open(window)
    desk.take("real", person="5d" * 32)
    desk.at_window("w2", q.TakeWalkUp(window="w2", items=("card",)))
    kept = told(desk, "real")
    desk.hall.pools.clear()
    assert kept == told(desk, "real") is not None


def test_the_ticket_the_slip_and_the_lines_say_the_same() -> None:
    desk = Desk()
    desk.open("w1")
    for _ in range(3):
        desk.take("card")
    shown: ItemLine = item_line(desk.hall, "card", desk.now_ms)
    expected = told(desk)
    ticket = desk.take("card")
    taken = desk.happened[-1]
    assert isinstance(taken, q.TicketTaken) and taken.forecast == expected
    assert ticket.forecast == (expected.low_s, expected.likely_s, expected.high_s, 3, expected.sort)  # type: ignore[union-attr]
    assert shown.wait_min == range_min(expected)


def test_a_walk_up_is_told_nothing_since_it_does_not_wait() -> None:
    desk = Desk()
    desk.open("w1")
    desk.at_window("w1", q.TakeWalkUp(window="w1", items=("card",)))
    assert next(iter(desk.hall.tickets.values())).forecast is None


def test_minutes_are_rounded_outwards() -> None:
    assert range_min(Forecast(low_s=119, likely_s=240, high_s=301, sort="few")) == (1, 6)
    assert range_min(Forecast(low_s=599, likely_s=900, high_s=1261, sort="few")) == (9, 25)
    assert range_min(Forecast(low_s=1140, likely_s=1800, high_s=2400, sort="few")) == (15, 40)
    assert range_min(Forecast(low_s=0, likely_s=0, high_s=0, sort="free")) == (0, 1)
    assert range_min(None) is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["take", "call", "ask"]), st.sampled_from(ITEMS), st.sampled_from(CLASSES)),
        max_size=40,
    )
)
def test_what_is_kept_in_a_crowd_says_what_would_be_reckoned_anew(steps: list[tuple[str, str, str]]) -> None:
    desk = hall_that_knows(Desk(), card=10, stamp=4, invoice=7)
    for window in WINDOWS:
        desk.open(window)
    for step, item, cls in steps:
        if step == "take":
            desk.take(item, cls=cls)
        elif step == "call":
            window = WINDOWS[ITEMS.index(item) % len(WINDOWS)]
            if desk.hall.windows[window].at is None and any(desk.hall.line_keys(window)):
                desk.serve(window)
        kept = told(desk, item, cls)
        desk.hall.pools.clear()
        assert kept == told(desk, item, cls)
