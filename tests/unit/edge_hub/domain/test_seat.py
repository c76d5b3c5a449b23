"""Who sits at the guide desk: guides and managers, one at a console, one console each; wrong PINs count."""

import pytest
from fakes.desk import GUIDE, MANAGER, Desk

from edge_hub.contract import announcement as n
from edge_hub.contract import appointment as b
from edge_hub.contract import desk as k
from edge_hub.contract import item as i
from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.base import Strict
from edge_hub.contract.device import Health, ReportHealth
from edge_hub.contract.need import NoteNeeds
from edge_hub.contract.queue import DayRolled
from edge_hub.contract.reasons import Reason
from edge_hub.contract.reprint import ReprintSlip
from edge_hub.contract.window import session_mark
from edge_hub.domain import views
from edge_hub.domain.clerk import PIN_TRIES_MAX
from edge_hub.domain.fold import fold


@pytest.mark.parametrize("clerk", [GUIDE, MANAGER])
def test_guides_and_managers_sit_at_the_desk(clerk: str) -> None:
    desk = Desk()
    session = desk.sit(clerk)
    assert desk.hall.seats["desk"].clerk == clerk
    (told,) = views.desk(desk.hall, desk.now_ms, 1, 1).seats
    assert (told.device, told.clerk, told.session_mark) == ("desk", clerk, session_mark(session))
    assert session not in told.model_dump_json()


def test_a_clerk_of_a_window_does_not(desk_free: Desk) -> None:
    assert desk_free.refused("desk", k.SignInDesk(clerk="101", pin="123456")) is Reason.ROLE_NEEDED
    assert desk_free.refused("desk", k.SignInDesk(clerk="999", pin="123456")) is Reason.CLERK_UNKNOWN
    assert desk_free.refused("call-w1", k.SignInDesk(clerk=GUIDE, pin="123456")) is Reason.NOT_ALLOWED


ACTS = (
    i.CloseItem(item="card", why="x"), i.OpenItem(item="card", why="x"), q.Cancel(ticket="A001", why="x"),
    q.CallTicket(window="w1", ticket="A001", why="x"), q.CallNext(window="w1"), q.Requeue(ticket="A001"),
    k.GivePriority(ticket="A001", cls="priority", why="x"), k.MergeTickets(ticket="A001", into="A002", why="x"),
    k.LiftLimit(ticket="A001", item="card", why="x"), n.Announce(zh="停电", until_ms=0),
    NoteNeeds(ticket="A001", needs=()),
    q.TakeTicket(items=("card",), cls="priority"), w.SignOut(window="w1"), ReprintSlip(ticket="A001", at="tm-1"),
    b.BookAppointment(items=("card",), day="2026-11-25", start="09:30"), b.CancelAppointment(appointment="x", why="x"),
)  # fmt: skip


@pytest.mark.parametrize("body", ACTS, ids=lambda one: type(one).__name__)
def test_what_is_on_record_needs_a_person_and_leaves_nothing_without_one(desk_free: Desk, body: Strict) -> None:
    desk_free.take("card")
    desk_free.open("w1")
    before = len(desk_free.happened)
    assert desk_free.refused("desk", body, session=None) is Reason.NOT_SIGNED_IN
    assert desk_free.refused("desk", body, session=desk_free.window("w1").session) is Reason.NOT_SIGNED_IN
    assert len(desk_free.happened) == before


def test_at_an_empty_desk_a_plain_ticket_is_taken_as_at_a_machine(desk_free: Desk) -> None:
    desk_free.do("desk", q.TakeTicket(items=("card",)), session=None)
    assert not desk_free.hall.seats


@pytest.mark.parametrize(
    "body", [q.Cancel(ticket="A001"), i.OpenItem(item="card"), q.CallTicket(window="w1", ticket="A001")]
)
def test_a_guide_also_says_why(desk_free: Desk, body: Strict) -> None:
    desk_free.take("card")
    assert desk_free.refused("desk", body) is Reason.WHY_NEEDED


@pytest.fixture
def desk_free() -> Desk:
    return Desk()


def test_wrong_pins_lock_the_guide_at_this_console(desk_free: Desk) -> None:
    for _ in range(PIN_TRIES_MAX):
        assert desk_free.refused("desk", k.SignInDesk(clerk=GUIDE, pin="000000")) is Reason.PIN_WRONG
    assert desk_free.refused("desk", k.SignInDesk(clerk=GUIDE, pin="123456")) is Reason.CLERK_LOCKED
    desk_free.sit(MANAGER)
    desk_free.wait(16 * 60)
    desk_free.sit(GUIDE)
    assert (GUIDE, "desk") in desk_free.hall.tries and not desk_free.hall.tries[GUIDE, "desk"].failures


def test_who_signs_in_takes_the_seat_of_the_one_before_on_record(desk_free: Desk) -> None:
    old = desk_free.sit(GUIDE)
    desk_free.sit(MANAGER)
    assert [type(one).__name__ for one in desk_free.happened] == ["GuideSignedIn", "GuideSignedOut", "GuideSignedIn"]
    assert desk_free.refused("desk", i.CloseItem(item="card", why="x"), session=old) is Reason.NOT_SIGNED_IN


def test_while_somebody_sits_there_nothing_is_done_without_the_session(desk_free: Desk) -> None:
    ticket = desk_free.take("card")
    desk_free.do("desk", q.TakeTicket(items=("card",)), session=None)  # nobody sits there: as at a machine
    desk_free.sit()
    desk_free.at_desk(i.CloseItem(item="card", why="x"))
    assert desk_free.refused("desk", q.TakeTicket(items=("card",)), session=None) is Reason.NOT_SIGNED_IN
    assert desk_free.refused("desk", i.OpenItem(item="card"), session=None) is Reason.NOT_SIGNED_IN
    assert desk_free.refused("desk", q.Cancel(ticket=ticket.id, why="x"), session="guess") is Reason.NOT_SIGNED_IN
    desk_free.do("desk", q.ShowTicket(ticket=ticket.id))
    desk_free.do("desk", ReportHealth(part="screen", health=Health.UP, since_ms=0))
    desk_free.at_desk(i.OpenItem(item="card", why="来电"))


def test_who_leaves_leaves_an_empty_desk(desk_free: Desk) -> None:
    desk_free.sit()
    desk_free.at_desk(k.SignOutDesk())
    assert not desk_free.hall.seats
    assert desk_free.refused("desk", k.SignOutDesk(), session=None) is Reason.NOT_SIGNED_IN


def test_the_end_of_the_day_empties_the_desk(desk_free: Desk) -> None:
    desk_free.sit()
    fold(desk_free.hall, DayRolled(day="2026-11-25", at_ms=desk_free.now_ms))
    assert not desk_free.hall.seats and desk_free.hall.touched.seats == {"desk": None}
