"""Needs: noted at the machine or the desk, shown to desk and pad when called, sealed, and gone with the day."""

import pytest
from fakes.desk import Desk
from fakes.small_hall import DAY

from configs.rules import Retention
from edge_hub.contract import queue as q
from edge_hub.contract.desk import MergeTickets
from edge_hub.contract.need import NeedsNoted, NoteNeeds
from edge_hub.contract.queue import TicketState
from edge_hub.contract.reasons import Reason
from edge_hub.domain.erasure import cutoffs
from edge_hub.domain.fold import fold
from edge_hub.domain.need import guided_at, to_fetch
from edge_hub.domain.values import Ticket


def take(desk: Desk, *needs: str) -> Ticket:
    desk.do("tm-1", q.TakeTicket(items=("card",), needs=needs))
    return list(desk.hall.tickets.values())[-1]


def test_when_called_desk_and_pad_see_who_is_to_be_fetched_until_the_service_begins() -> None:
    desk = Desk()
    desk.open("w1")
    ticket = take(desk, "hearing", "hani")
    assert guided_at(desk.hall, "w1") is None and to_fetch(desk.hall) == ()
    desk.at_window("w1", q.CallNext(window="w1"))
    (one,) = to_fetch(desk.hall)
    assert (one.number, one.window, [need.zh for need in one.needs]) == (ticket.number, "A01", ["听力不便", "讲哈尼语"])
    desk.at_window("w1", q.Start(window="w1"))
    here = guided_at(desk.hall, "w1")
    assert to_fetch(desk.hall) == () and here is not None and here.served, "the clerk goes on to see it"
    desk.at_window("w1", q.Finish(window="w1"))
    assert guided_at(desk.hall, "w1") is None


def test_who_has_no_needs_is_nobodys_business() -> None:
    desk = Desk()
    desk.open("w1")
    take(desk)
    desk.at_window("w1", q.CallNext(window="w1"))
    assert to_fetch(desk.hall) == () and not [one for one in desk.happened if isinstance(one, NeedsNoted)]


def test_no_record_and_no_reply_names_a_need() -> None:
    desk = Desk()
    desk.open("w1")
    take(desk, "hearing")
    desk.at_window("w1", q.CallNext(window="w1"))
    assert "hearing" not in str(desk.result) and "hearing" not in str(desk.happened)
    desk.do("tm-1", q.ShowTicket(ticket="A001"))
    assert "听力" not in str(desk.result) and "引导" not in str(desk.result)


def test_the_desk_notes_changes_and_takes_back_without_moving_the_ticket() -> None:
    desk = Desk()
    ticket = take(desk)
    desk.do("desk", NoteNeeds(ticket="A001", needs=("hani",)))
    desk.do("desk", NoteNeeds(ticket="A001", needs=("hani",)))
    assert len([one for one in desk.happened if isinstance(one, NeedsNoted)]) == 1, "the same once more is nothing new"
    assert desk.hall.needs == {ticket.id: ("hani",)}
    assert desk.ticket(ticket.id) == ticket, "a press on a pad stays right"
    desk.do("desk", NoteNeeds(ticket="A001", needs=()))
    assert desk.hall.needs == {}


def test_what_makes_no_sense_is_refused() -> None:
    desk = Desk()
    assert desk.refused("tm-1", q.TakeTicket(items=("card",), needs=("thirst",))) is Reason.NEED_UNKNOWN
    take(desk)
    assert desk.refused("desk", NoteNeeds(ticket="A001", needs=("thirst",))) is Reason.NEED_UNKNOWN
    assert desk.refused("desk", NoteNeeds(ticket="A009", needs=())) is Reason.TICKET_UNKNOWN
    desk.do("desk", q.Cancel(why="x", ticket="A001"))
    assert desk.refused("desk", NoteNeeds(ticket="A001", needs=("hani",))) is Reason.TICKET_MOVED


@pytest.mark.parametrize("device", ["tm-1", "call-w1", "board-1", "screen-w1"])
def test_only_the_desk_notes_needs_of_a_ticket_that_is_there(device: str) -> None:
    desk = Desk()
    take(desk)
    assert desk.refused(device, NoteNeeds(ticket="A001", needs=("hani",))) is Reason.NOT_ALLOWED


def test_needs_go_along_when_two_tickets_of_a_person_become_one() -> None:
    desk = Desk()
    first, second = take(desk, "hani"), take(desk, "hearing")
    desk.sit()
    desk.at_desk(MergeTickets(ticket=first.number, into=second.number, why="一人两号"))
    assert desk.hall.needs[second.id] == ("hearing", "hani")
    assert desk.state(first) is TicketState.CANCELLED


def test_a_new_day_knows_no_needs_and_their_keys_are_due_whatever_the_rules_say() -> None:
    desk = Desk()
    take(desk, "hearing")
    due = cutoffs(Retention(), "2026-11-25")
    assert due["NeedsNoted"] > desk.now_ms >= cutoffs(Retention(), DAY)["NeedsNoted"] > due["TicketTaken"]
    fold(desk.hall, q.DayRolled(day="2026-11-25", left_over=tuple(desk.hall.tickets), at_ms=due["NeedsNoted"]))
    assert desk.hall.needs == {}
