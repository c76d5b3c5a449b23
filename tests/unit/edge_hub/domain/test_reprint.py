"""A slip once more: for whom, where, and never twice."""

import pytest
from fakes.desk import Desk

from edge_hub.contract import queue as q
from edge_hub.contract.device import ReportSlip
from edge_hub.contract.queue import TicketState
from edge_hub.contract.reasons import Reason
from edge_hub.contract.reprint import FetchSlip, ReprintSlip, ReprintState
from edge_hub.domain.fold import fold
from edge_hub.domain.means import Decision
from edge_hub.domain.reprint import lapse
from edge_hub.domain.reprint_views import newest, wanted
from edge_hub.domain.values import Reprint


def asked(desk: Desk, number: str = "A001", at: str = "tm-2") -> Reprint:
    """The guide desk asks for it."""
    desk.do("desk", ReprintSlip(ticket=number, at=at))
    ticket = desk.hall.find(number)
    assert ticket is not None
    return desk.hall.reprints[ticket.id]


def state(desk: Desk) -> ReprintState:
    (one,) = desk.hall.reprints.values()
    return one.state


def wanted_at(desk: Desk, machine: str) -> list[str]:
    return [one.number for one in wanted(desk.hall, machine, 1, 1, 60.0).wanted]


def test_a_slip_is_asked_for_fetched_once_and_told_of() -> None:
    desk = Desk()
    ticket = desk.take()
    request = asked(desk).request
    assert wanted_at(desk, "tm-2") == ["A001"] and wanted_at(desk, "tm-1") == []
    desk.do("tm-2", FetchSlip(request=request))
    assert state(desk) is ReprintState.PRINTING and wanted_at(desk, "tm-2") == []
    desk.do("tm-2", ReportSlip(ticket=ticket.id, printed=True, reprint=True, at_ms=desk.now_ms))
    assert [(one.number, one.machine, one.state) for one in newest(desk.hall)] == [
        ("A001", "tm-2", ReprintState.PRINTED)
    ]


def test_a_reprint_is_no_second_ticket_and_changes_nothing_of_the_first() -> None:
    desk = Desk()
    ticket = desk.take()
    desk.do("tm-2", FetchSlip(request=asked(desk).request))
    assert desk.hall.tickets == {ticket.id: ticket}, "also its version: what a clerk has pressed stays right"


def test_the_slip_is_that_of_the_ticket_as_it_stands_now_in_the_persons_language() -> None:
    desk = Desk()
    first = desk.take()
    desk.do("tm-1", q.TakeTicket(items=("card", "invoice"), lang="en"))
    verdict = desk.verdict("tm-2", FetchSlip(request=asked(desk, "A002").request))
    assert isinstance(verdict, Decision) and verdict.result is not None
    slip = verdict.result()
    assert isinstance(slip, q.TicketSlip)
    assert (slip.number, slip.ahead, slip.lang, slip.items) == ("A002", 1, "en", ("card", "invoice"))
    assert slip.ticket != first.id and slip.token is None, "the token is derived as the reply leaves"


def test_whoever_fetches_second_or_at_another_machine_gets_nothing() -> None:
    desk = Desk()
    desk.take()
    request = asked(desk).request
    assert desk.refused("tm-1", FetchSlip(request=request)) is Reason.NOT_ALLOWED
    desk.do("tm-2", FetchSlip(request=request))
    assert desk.refused("tm-2", FetchSlip(request=request)) is Reason.REPRINT_OVER
    assert desk.refused("tm-2", FetchSlip(request="never-asked")) is Reason.REPRINT_OVER


def test_a_second_request_for_the_same_slip_waits_for_the_first_to_end() -> None:
    desk = Desk()
    ticket = desk.take()
    request = asked(desk).request
    assert desk.refused("desk", ReprintSlip(ticket="A001", at="tm-1")) is Reason.REPRINT_PENDING
    desk.do("tm-2", FetchSlip(request=request))
    assert desk.refused("desk", ReprintSlip(ticket="A001", at="tm-1")) is Reason.REPRINT_PENDING
    desk.do("tm-2", ReportSlip(ticket=ticket.id, printed=False, why="缺纸", reprint=True, at_ms=desk.now_ms))
    assert state(desk) is ReprintState.FAILED and newest(desk.hall)[0].why == "缺纸"
    assert asked(desk, at="tm-1").state is ReprintState.ASKED


def test_what_cannot_be_printed_is_refused_with_its_reason() -> None:
    desk = Desk()
    desk.take()
    assert desk.refused("desk", ReprintSlip(ticket="A009", at="tm-1")) is Reason.TICKET_UNKNOWN
    assert desk.refused("desk", ReprintSlip(ticket="A001", at="board-1")) is Reason.NO_TICKET_MACHINE
    assert desk.refused("desk", ReprintSlip(ticket="A001", at="tm-9")) is Reason.NO_TICKET_MACHINE
    desk.hall.offline.add("tm-1")
    assert desk.refused("desk", ReprintSlip(ticket="A001", at="tm-1")) is Reason.MACHINE_AWAY
    desk.do("desk", q.Cancel(why="x", ticket="A001"))
    assert desk.refused("desk", ReprintSlip(ticket="A001", at="tm-2")) is Reason.TICKET_MOVED
    assert desk.hall.reprints == {}


def test_a_passed_number_may_be_printed_again() -> None:
    desk = Desk()
    desk.take()
    desk.open("w1")
    desk.at_window("w1", q.CallNext(window="w1"))
    desk.no_show("w1")
    assert next(iter(desk.hall.tickets.values())).state is TicketState.PASSED
    assert asked(desk).state is ReprintState.ASKED


@pytest.mark.parametrize("device", ["tm-1", "call-w1", "board-1"])
def test_only_the_guide_desk_asks(device: str) -> None:
    desk = Desk()
    desk.take()
    assert desk.refused(device, ReprintSlip(ticket="A001", at="tm-1")) is Reason.NOT_ALLOWED
    assert desk.refused("desk", FetchSlip(request="any")) is Reason.NOT_ALLOWED


@pytest.mark.parametrize(("fetched", "ends"), [(False, ReprintState.LAPSED), (True, ReprintState.UNKNOWN)])
def test_a_time_that_is_over_says_whether_anything_can_have_been_printed(fetched: bool, ends: ReprintState) -> None:
    desk = Desk()
    ticket = desk.take()
    one = asked(desk)
    if fetched:
        desk.do("tm-2", FetchSlip(request=one.request))
    fold(desk.hall, lapse(desk.hall.reprints[ticket.id], desk.now_ms))
    assert state(desk) is ends and wanted_at(desk, "tm-2") == []
    assert desk.refused("tm-2", FetchSlip(request=one.request)) is Reason.REPRINT_OVER
    desk.do("tm-2", ReportSlip(ticket=ticket.id, printed=True, reprint=True, at_ms=desk.now_ms))
    assert state(desk) is (ReprintState.PRINTED if fetched else ends), "late news of what was begun is news"


def test_a_slip_of_another_machine_or_a_first_print_ends_no_reprint() -> None:
    desk = Desk()
    ticket = desk.take()
    desk.do("tm-2", FetchSlip(request=asked(desk).request))
    desk.do("tm-1", ReportSlip(ticket=ticket.id, printed=True, reprint=True, at_ms=desk.now_ms))
    desk.do("tm-2", ReportSlip(ticket=ticket.id, printed=True, at_ms=desk.now_ms))
    assert state(desk) is ReprintState.PRINTING


def test_a_new_day_knows_no_reprints() -> None:
    desk = Desk()
    desk.take()
    asked(desk)
    fold(desk.hall, q.DayRolled(day="2026-11-25", left_over=tuple(desk.hall.tickets), at_ms=desk.now_ms))
    assert desk.hall.reprints == {} and newest(desk.hall) == ()
