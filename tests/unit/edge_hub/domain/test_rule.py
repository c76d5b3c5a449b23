"""WHEN/THEN rules: they begin over one limit, end under all others, do not flap, and everything follows them."""

from typing import Any

import pytest
from fakes.desk import Desk
from fakes.loop_rig import Rig
from fakes.small_hall import DAY, at, changed_site
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_hub.contract import queue as q
from edge_hub.contract import rule as r
from edge_hub.contract import topics
from edge_hub.contract.base import Words
from edge_hub.contract.codec import decode
from edge_hub.contract.device import Desk as DeskNow
from edge_hub.contract.hall import ClockJumped
from edge_hub.contract.reasons import Reason
from edge_hub.contract.window import WindowNow
from edge_hub.domain.fold import fold
from edge_hub.domain.hall import Hall
from edge_hub.domain.plan import plan_of
from edge_hub.domain.rule import rules_due
from edge_hub.domain.story import lines
from edge_hub.domain.views import item_line, window_now

NAME = {"zh": "规则", "en": "Rule"}
HELP: dict[str, Any] = {
    "id": "help", "name": {"zh": "社保分流", "en": "Help for cards"}, "line": ["card"],
    "over": {"waiting": 4, "wait_min": 20}, "then": {"also_serve": ["w3"]},
}  # fmt: skip
NOON: dict[str, Any] = {
    "id": "noon", "name": NAME, "line": ["department:tax"], "at": "11:30", "until": "12:00", "over": {"waiting": 2},
    "holds_min": 0, "then": {"stop_tickets": True},
}  # fmt: skip


def hall_with(*rules: dict[str, Any]) -> Hall:
    return Hall(plan_of(changed_site(rules={"when": list(rules)})), DAY)


def desk_with(*rules: dict[str, Any], clock: str = "09:30") -> Desk:
    desk = Desk(hall_with(*rules), clock)
    for window in ("w1", "w2", "w3"):
        desk.open(window)
    return desk


def tick(desk: Desk) -> list[str]:
    """What the loop's tick does; says what happened."""
    due = rules_due(desk.hall, desk.now_ms)
    for event in due:
        fold(desk.hall, event)
    said = {r.RuleBegan: lambda one: "began", r.RuleEnded: lambda one: one.because}
    return [f"{one.rule} {said[type(one)](one)}" for one in due if isinstance(one, (r.RuleBegan, r.RuleEnded))]


def serve_one(desk: Desk, window: str) -> str:
    ticket = desk.serve(window)
    desk.at_window(window, q.Finish(window=window))
    return ticket.number


def test_a_rule_begins_when_more_wait_than_its_limit_and_not_before() -> None:
    desk = desk_with(HELP)
    for _ in range(4):
        desk.take("card")
    assert tick(desk) == []
    desk.take("card")
    assert tick(desk) == ["help began"]
    assert tick(desk) == [], "it is on already"


def test_a_rule_begins_when_somebody_waits_longer_than_its_limit() -> None:
    desk = desk_with(HELP)
    desk.take("card")
    desk.wait(20 * 60)
    assert tick(desk) == []
    desk.wait(1)
    assert tick(desk) == ["help began"]


def test_those_sent_to_one_window_are_part_of_the_line() -> None:
    desk = desk_with(HELP)
    for _ in range(5):
        desk.take("card")
    desk.serve("w1")
    desk.at_window("w1", q.Transfer(window="w1", to_window="w2"))
    assert desk.hall.waiting_for("card") == 5
    assert tick(desk) == ["help began"]


def test_while_it_is_on_the_window_serves_the_line_and_everything_says_so() -> None:
    desk = desk_with(HELP)
    tickets = [desk.take("card") for _ in range(6)]
    assert desk.at_window_refused("w3", q.CallNext(window="w3")) is Reason.NOBODY_WAITS
    before = item_line(desk.hall, "card", desk.now_ms)
    tick(desk)
    assert item_line(desk.hall, "card", desk.now_ms).windows == (*before.windows, "B01")
    shown = window_now(desk.hall, "w3", desk.now_ms, 1, 1)
    assert [line.item for line in shown.items][-1] == "card" and shown.waiting == 6
    assert serve_one(desk, "w3") == tickets[0].number
    (called,) = [event for event in desk.happened if isinstance(event, q.TicketCalled)]
    assert called.why and called.why.rule == "help"
    told = [line.words for line in lines(desk.hall, desk.ticket(tickets[0].id)) if line.what == "TicketCalled"]
    assert told == [Words(
        zh="B01 窗口叫号（等候最久者先；普通；按规则“社保分流”协助办理）",
        en="called to B01 (the longest wait first; 普通; helping out by the rule “Help for cards”)",
    )]  # fmt: skip


def test_a_rule_ends_when_the_line_is_short_again_and_not_sooner_than_it_must_hold() -> None:
    desk = desk_with(HELP)
    for _ in range(5):
        desk.take("card")
    tick(desk)
    for _ in range(2):
        serve_one(desk, "w1")
    desk.wait(5 * 60)
    assert tick(desk) == [], "three wait: fewer than begin it, more than end it"
    serve_one(desk, "w1")
    assert tick(desk) == ["help line"], "two wait, and it has held for five minutes"
    for _ in range(3):
        desk.take("card")
    assert tick(desk) == ["help began"]
    for _ in range(5):
        serve_one(desk, "w1")
    assert tick(desk) == [], "it must hold"
    desk.wait(5 * 60)
    assert tick(desk) == ["help line"]
    assert desk.at_window_refused("w3", q.CallNext(window="w3")) is Reason.NOBODY_WAITS
    assert desk.hall.items_of_window == desk.hall.plan.items_of_window


def test_tickets_stop_at_their_hour_if_too_many_wait_and_come_back_when_it_is_over() -> None:
    desk = desk_with(NOON, clock="11:00")
    for _ in range(3):
        desk.take("stamp")
    assert tick(desk) == [], "not its time"
    desk.now_ms = at("11:30")
    assert tick(desk) == ["noon began"]
    assert desk.refused("tm-1", q.TakeTicket(items=("invoice",))) is Reason.ITEM_CLOSED, "all items of the line"
    line = item_line(desk.hall, "stamp", desk.now_ms)
    assert not line.tickets and line.why is not None and "等候人数已满" in line.why.zh
    desk.take("card")
    assert serve_one(desk, "w3") == "B001", "those who wait are served"
    serve_one(desk, "w3")
    assert tick(desk) == ["noon line"]
    desk.take("stamp"), desk.take("stamp")
    assert tick(desk) == ["noon began"]
    desk.now_ms = at("12:00")
    assert tick(desk) == ["noon hours"]
    assert not desk.hall.closed_items


def test_a_day_begins_as_configured() -> None:
    desk = desk_with(HELP)
    for _ in range(5):
        desk.take("card")
    tick(desk)
    left = tuple(desk.hall.tickets)
    fold(desk.hall, q.DayRolled(day="2026-11-25", left_over=left, at_ms=at("00:00", "2026-11-25")))
    assert desk.hall.rules == {} and desk.hall.items_of_window == desk.hall.plan.items_of_window


@pytest.mark.parametrize(
    ("now", "next_tick"),
    [((), []), ((HELP | {"then": {"stop_tickets": True}},), ["help began"])],
    ids=["gone", "other"],
)
def test_a_rule_that_the_configuration_has_no_more_or_not_so_ends(
    now: tuple[dict[str, Any], ...], next_tick: list[str]
) -> None:
    desk = desk_with(HELP)
    for _ in range(5):
        desk.take("card")
    tick(desk)
    changed = Desk(hall_with(*now))
    changed.now_ms = desk.now_ms
    for ticket in desk.hall.tickets.values():
        changed.hall.put_ticket(ticket)
    for on in desk.hall.rules.values():
        changed.hall.put_rule(on)
    assert tick(changed) == ["help changed"]
    assert not changed.hall.helps
    assert tick(changed) == next_tick


def test_a_rule_that_is_on_follows_a_change_of_the_configuration_in_working_hours() -> None:
    desk = desk_with(HELP)
    for _ in range(5):
        desk.take("card")
    tick(desk)
    other = HELP | {"then": {"stop_tickets": True}}
    desk.hall.take_plan(hall_with(other).plan)
    assert desk.hall.helps == {("w3", "card"): "help"}, "until the next tick"
    assert tick(desk) == ["help changed"] and tick(desk) == ["help began"]
    assert not desk.hall.helps and set(desk.hall.closed_items) == {"card"}
    desk.hall.take_plan(hall_with().plan)
    assert tick(desk) == ["help changed"] and not desk.hall.closed_items


def test_a_clock_that_is_set_makes_a_rule_hold_neither_longer_nor_shorter() -> None:
    desk = desk_with(HELP | {"over": {"waiting": 4}})
    tickets = [desk.take("card") for _ in range(5)]
    assert tick(desk) == ["help began"]
    for ticket in tickets:
        desk.do("desk", q.Cancel(why="x", ticket=ticket.id))
    desk.now_ms += 30 * 60_000
    fold(desk.hall, ClockJumped(by_ms=30 * 60_000, at_ms=desk.now_ms))
    assert tick(desk) == [], "no minute has passed"
    desk.wait(5 * 60)
    assert tick(desk) == ["help line"]


def test_a_rule_that_names_what_is_configured_no_more_does_nothing_and_breaks_nothing() -> None:
    desk = desk_with()
    fold(desk.hall, r.RuleBegan(rule="old", items=("gone",), windows=("w9",), waiting=9, longest_ms=0, at_ms=1))
    assert desk.hall.items_of_window == desk.hall.plan.items_of_window
    assert tick(desk) == ["old changed"]


def test_a_ticket_sent_to_a_helping_window_is_called_there_after_the_rule_has_ended() -> None:
    desk = desk_with(HELP)
    first, *_ = [desk.take("card") for _ in range(5)]
    tick(desk)
    desk.serve("w1")
    desk.at_window("w1", q.Transfer(window="w1", to_window="w3"))
    fold(desk.hall, r.RuleEnded(rule="help", because="line", waiting=0, longest_ms=0, at_ms=desk.now_ms))
    assert desk.hall.waiting_for("card") == 5
    desk.at_window("w3", q.CallTicket(window="w3", ticket=first.id))
    assert desk.window("w3").at == first.id


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 8), min_size=5, max_size=60))
def test_a_line_that_goes_up_and_down_never_makes_a_rule_flap(lengths: list[int]) -> None:
    """Every minute so many wait. A rule changes only past its own limit, and holds as long as it must."""
    desk = desk_with(HELP | {"over": {"waiting": 4}}, clock="09:00")
    began_ms = 0
    for length in lengths:
        waiting = [key[3] for key in desk.hall.item_lines.get("card", ())]
        for ticket in waiting[length:]:
            desk.do("desk", q.Cancel(why="x", ticket=ticket))
        for _ in range(length - len(waiting)):
            desk.take("card")
        for event in rules_due(desk.hall, desk.now_ms):
            fold(desk.hall, event)
            if isinstance(event, r.RuleBegan):
                assert length > 4
                began_ms = desk.now_ms
            else:
                assert isinstance(event, r.RuleEnded)
                assert length <= 2 and desk.now_ms - began_ms >= 5 * 60_000
        desk.wait(60)


def test_the_loop_records_rules_shows_them_and_knows_them_after_a_restart(tmp_path: Any) -> None:
    rig = Rig(tmp_path, site=changed_site(rules={"when": [HELP]}))
    for _ in range(5):
        rig.do("tm-1", q.TakeTicket(items=("card",)))
    for _ in range(30):  # however little of it a slow machine tells at once
        rig.clock.ms += 1000
        rig.tick()
    window = decode(WindowNow, rig.snapshots[topics.window_now("test", "w3")])
    assert window and [line.item for line in window.items][-1] == "card"
    desk = decode(DeskNow, rig.snapshots[topics.desk("test")])
    assert desk and [(one.rule, one.name.zh, one.windows) for one in desk.rules] == [("help", "社保分流", ("B01",))]
    rig.restart()
    assert rig.hall.helps == {("w3", "card"): "help"}
    rig.clock.ms += 6 * 60_000
    for ticket in list(rig.hall.tickets):
        rig.do("desk", q.Cancel(why="x", ticket=ticket))
    rig.tick()
    assert rig.hall.rules == {}
    rig.restart()
    assert rig.hall.rules == {} and rig.hall.items_of_window == rig.hall.plan.items_of_window
    rig.close()
