"""The doors of items: closed with a reason, told to citizens and to the desk, opened again, open each morning."""

import pytest
from fakes.desk import Desk

from edge_hub.contract import item as i
from edge_hub.contract import queue as q
from edge_hub.contract.item import CLOSING_NAMES, ClosingReason
from edge_hub.contract.queue import DayRolled, TicketState
from edge_hub.contract.reasons import Reason
from edge_hub.domain import views
from edge_hub.domain.fold import fold
from edge_hub.domain.item import closing

SYSTEM = i.CloseItem(item="card", reason=ClosingReason.SYSTEM, why="社保系统升级")


def test_a_closed_item_gives_no_ticket_until_it_is_opened() -> None:
    desk = Desk()
    desk.do("desk", SYSTEM)
    assert desk.refused("tm-1", q.TakeTicket(items=("card",))) is Reason.ITEM_CLOSED
    assert desk.refused("tm-1", q.TakeTicket(items=("pension", "card"))) is Reason.ITEM_CLOSED
    desk.take("pension")
    desk.do("desk", i.OpenItem(item="card", why="系统恢复"))
    desk.take("card")


def test_the_clerk_at_the_window_cannot_go_around_a_closed_door() -> None:
    desk = Desk()
    desk.do("desk", SYSTEM)
    desk.open("w1")
    assert desk.at_window_refused("w1", q.TakeWalkUp(window="w1", items=("card",))) is Reason.ITEM_CLOSED


def test_citizens_read_why_and_never_what_somebody_wrote() -> None:
    desk = Desk()
    desk.do("desk", SYSTEM)
    line = views.item_line(desk.hall, "card", desk.now_ms)
    assert not line.tickets and line.why is not None
    assert line.why.zh == "“事项card”暂停取号（业务系统故障），请咨询导服台。"
    assert line.why.en == "No tickets for “Item card” now (business system down). Please ask the guide desk."
    assert "升级" not in str(desk.happened) + line.model_dump_json() + str(desk.hall.closed_items)


def test_an_item_is_not_closed_without_a_reason() -> None:
    desk = Desk()
    assert desk.refused("desk", i.CloseItem(item="card")) is Reason.WHY_NEEDED
    assert desk.refused("desk", i.CloseItem(item="card", why="  ")) is Reason.WHY_NEEDED
    desk.do("desk", i.CloseItem(item="card", why="窗口搬迁"))


def test_nobody_is_asked_for_the_reason_of_what_is_not_there() -> None:
    desk = Desk()
    assert desk.refused("desk", i.OpenItem(item="crad")) is Reason.ITEM_UNKNOWN
    assert desk.refused("desk", i.OpenItem(item="card")) is Reason.WHY_NEEDED
    assert desk.refused("desk", q.Cancel(ticket="A099")) is Reason.TICKET_UNKNOWN
    assert desk.refused("desk", q.Cancel(ticket=desk.take("card").id)) is Reason.WHY_NEEDED


def test_who_waits_keeps_the_place_and_is_called_as_before() -> None:
    desk = Desk()
    first, second = desk.take("card"), desk.take("card")
    desk.open("w1")
    desk.do("desk", SYSTEM)
    for ticket in (first, second):
        assert desk.serve("w1").id == ticket.id
        desk.at_window("w1", q.Finish(window="w1"))
        assert desk.state(ticket) is TicketState.DONE


def test_the_reply_and_the_desk_say_what_happens_with_those_who_wait() -> None:
    desk = Desk()
    desk.do("desk", SYSTEM)
    assert desk.result.words.zh == "没有人在等候。"  # type: ignore[attr-defined]
    desk.do("desk", i.OpenItem(why="x", item="card"))
    desk.take("card"), desk.take("card")
    desk.do("desk", SYSTEM)
    assert desk.result.words.zh == "2 人已取号等候，号票有效，但没有窗口开放，请安排。"  # type: ignore[attr-defined]
    desk.open("w1"), desk.open("w2")
    (told,) = views.desk(desk.hall, desk.now_ms, 1, 1).closed
    assert (told.item, told.waiting, told.windows, told.device) == ("card", 2, ("A01", "A02"), "desk")
    assert told.words.zh == "2 人已取号等候，仍按次序在 A01、A02 窗口办理。"
    assert told.words.en == "2 wait with a valid ticket and are still called in turn to A01, A02."
    assert told.why == CLOSING_NAMES[ClosingReason.SYSTEM]


def test_closing_twice_is_no_fault_and_nothing_new() -> None:
    desk = Desk()
    desk.do("desk", SYSTEM)
    before = len(desk.happened)
    desk.do("desk", i.CloseItem(item="card", reason=ClosingReason.STAFF))
    assert len(desk.happened) == before and desk.result.reason is ClosingReason.SYSTEM  # type: ignore[attr-defined]
    desk.do("desk", i.OpenItem(why="x", item="card"))
    desk.do("desk", i.OpenItem(why="x", item="card"))
    assert len(desk.happened) == before + 1


@pytest.mark.parametrize("body", [i.CloseItem(item="nothing", why="x"), i.OpenItem(item="nothing", why="x")])
def test_an_unknown_item_is_refused(body: i.CloseItem | i.OpenItem) -> None:
    assert Desk().refused("desk", body) is Reason.ITEM_UNKNOWN


def test_a_rule_of_the_hall_closes_by_the_same_door_and_the_desk_opens_it() -> None:
    desk = Desk()
    desk.take("card")
    event = closing(desk.hall, "card", ClosingReason.FULL, desk.now_ms, rule="card-full")
    assert event.waiting == 1 and event.device is None
    fold(desk.hall, event)
    (told,) = views.desk(desk.hall, desk.now_ms, 1, 1).closed
    assert (told.rule, told.device, told.reason) == ("card-full", None, ClosingReason.FULL)
    desk.do("desk", i.OpenItem(why="x", item="card"))
    desk.take("card")


def test_every_morning_every_item_is_open() -> None:
    desk = Desk()
    desk.do("desk", SYSTEM)
    fold(desk.hall, DayRolled(day="2026-11-25", at_ms=desk.now_ms))
    assert not desk.hall.closed_items
