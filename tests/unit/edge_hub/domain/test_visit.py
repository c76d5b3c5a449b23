"""One visit, several items: ordered lists as given, free ones to where the wait is shortest; and why, on record."""

from itertools import permutations

import pytest
from fakes.desk import Desk

from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.item import CloseItem, ClosingReason
from edge_hub.contract.queue import TicketState
from edge_hub.domain.story import lines
from edge_hub.domain.values import Ticket
from edge_hub.domain.visit import chosen_first


def take(desk: Desk, *items: str, free: bool = True) -> Ticket:
    desk.do("tm-1", q.TakeTicket(items=items, free=free))
    return list(desk.hall.tickets.values())[-1]


def finished(desk: Desk) -> list[q.ServiceFinished]:
    return [one for one in desk.happened if isinstance(one, q.ServiceFinished)]


def crowd(desk: Desk, item: str, count: int) -> None:
    for _ in range(count):
        desk.take(item)


def test_a_free_list_begins_where_the_wait_is_shortest_and_the_number_is_of_that_queue() -> None:
    desk = Desk()
    desk.open("w1"), desk.open("w3")
    crowd(desk, "card", 4)
    ticket = take(desk, "card", "invoice")
    assert (ticket.items, ticket.item, ticket.number) == (("invoice", "card"), "invoice", "B001")
    (taken,) = [one for one in desk.happened if isinstance(one, q.TicketTaken) and one.free]
    assert taken.first is not None and (taken.first.item, taken.first.because) == ("invoice", "shortest")
    assert taken.first.waits_s and taken.first.waits_s["invoice"] < taken.first.waits_s["card"]


def test_an_ordered_list_stays_as_it_was_given() -> None:
    desk = Desk()
    desk.open("w1"), desk.open("w3")
    crowd(desk, "card", 4)
    ticket = take(desk, "card", "invoice", free=False)
    assert ticket.items == ("card", "invoice") and not ticket.free
    assert [one.first for one in desk.happened if isinstance(one, q.TicketTaken)] == [None] * 5


def test_after_one_item_the_visit_moves_on_to_the_shorter_line_though_it_was_named_last() -> None:
    desk = Desk()
    desk.open("w2"), desk.open("w3"), desk.open("w4")
    crowd(desk, "stamp", 3)
    visit = take(desk, "pension", "stamp", "invoice")
    desk.at_window("w2", q.CallTicket(window="w2", ticket=visit.id))
    desk.at_window("w2", q.Finish(window="w2"))
    (end,) = finished(desk)
    assert end.after is TicketState.WAITING and end.then is not None
    assert (end.then.item, end.then.because) == ("invoice", "shortest")
    now = desk.ticket(visit.id)
    assert (now.items, now.item, now.state) == (("pension", "invoice", "stamp"), "invoice", TicketState.WAITING)
    assert now.taken_ms == visit.taken_ms and now.order == visit.order, "it keeps its time of taking"


@pytest.mark.parametrize("free", [False, True])
def test_a_visit_moves_on_to_an_item_that_was_closed_since_and_is_called_there_as_promised(free: bool) -> None:
    desk = Desk()
    desk.open("w1"), desk.open("w3")
    crowd(desk, "invoice", 2)
    visit = take(desk, "card", "invoice", free=free)
    desk.do("desk", CloseItem(item="invoice", reason=ClosingReason.EQUIPMENT))
    assert desk.serve("w1").id == visit.id
    desk.at_window("w1", q.Finish(window="w1"))
    assert (desk.ticket(visit.id).item, desk.state(visit)) == ("invoice", TicketState.WAITING)
    for _ in range(2):
        desk.serve("w3")
        desk.at_window("w3", q.Finish(window="w3"))
    assert desk.serve("w3").id == visit.id


def test_what_the_window_serves_itself_comes_at_once_whatever_the_lines() -> None:
    desk = Desk()
    desk.open("w2"), desk.open("w3")
    visit = take(desk, "card", "stamp", "pension")
    assert visit.item == "card"
    desk.at_window("w2", q.CallTicket(window="w2", ticket=visit.id))
    crowd(desk, "pension", 2)
    desk.at_window("w2", q.Finish(window="w2"))
    (end,) = finished(desk)
    assert end.then is not None and (end.then.item, end.then.because) == ("pension", "here")
    assert desk.window("w2").at == visit.id and desk.ticket(visit.id).item == "pension"
    desk.at_window("w2", q.Finish(window="w2"))
    assert finished(desk)[-1].then is None, "one item is no choice"
    assert desk.ticket(visit.id).item == "stamp"


def test_where_no_window_is_open_the_item_named_first_comes_first() -> None:
    desk = Desk()
    ticket = take(desk, "stamp", "card")
    assert ticket.items == ("stamp", "card")
    (taken,) = [one for one in desk.happened if isinstance(one, q.TicketTaken)]
    assert taken.first is not None and (taken.first.because, taken.first.waits_s) == ("named_first", None)


def test_an_undone_finish_leads_back_and_the_next_one_chooses_anew() -> None:
    desk = Desk()
    desk.open("w2"), desk.open("w3")
    visit = take(desk, "pension", "stamp", "invoice")
    desk.at_window("w2", q.CallTicket(window="w2", ticket=visit.id))
    desk.at_window("w2", q.Start(window="w2"))
    desk.at_window("w2", q.Finish(window="w2"))
    assert desk.ticket(visit.id).items == ("pension", "stamp", "invoice")
    desk.at_window("w2", q.UndoFinish(window="w2", ticket=visit.id))
    assert desk.ticket(visit.id).item == "pension"
    desk.at_window("w3", w.CloseWindow(window="w3")), desk.open("w4")
    desk.at_window("w2", q.Finish(window="w2"))
    assert desk.ticket(visit.id).items == ("pension", "invoice", "stamp"), "nobody serves stamps any more"


def test_the_story_says_what_comes_next_and_why() -> None:
    desk = Desk()
    desk.open("w1"), desk.open("w3")
    crowd(desk, "card", 4)
    visit = take(desk, "card", "invoice")
    (line,) = lines(desk.hall, visit)
    assert line.words.zh.startswith("取号：事项invoice、事项card；下一项“事项invoice”（等候最短，约 ")
    assert "next Item invoice (the shortest wait, about" in line.words.en


@pytest.mark.parametrize("items", list(permutations(("a", "b", "c"))))
def test_choosing_keeps_every_item_once_and_what_is_done_in_its_place(items: tuple[str, ...]) -> None:
    for at in range(3):
        for choice in items[at:]:
            chosen = chosen_first(items, at, choice)
            assert sorted(chosen) == ["a", "b", "c"] and chosen[:at] == items[:at] and chosen[at] == choice
