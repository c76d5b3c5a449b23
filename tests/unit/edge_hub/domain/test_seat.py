"""Who sits at the guide desk: guides and managers, one at a console, one console each; wrong PINs count."""

import pytest
from fakes.desk import GUIDE, MANAGER, Desk

from edge_hub.contract import desk as k
from edge_hub.contract import item as i
from edge_hub.contract import queue as q
from edge_hub.contract.device import Health, ReportHealth
from edge_hub.contract.queue import DayRolled
from edge_hub.contract.reasons import Reason
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
    desk_free.do("desk", i.CloseItem(item="card", why="x"))  # nobody sits there: support, by its device
    desk_free.sit()
    assert desk_free.refused("desk", i.OpenItem(item="card")) is Reason.NOT_SIGNED_IN
    assert desk_free.refused("desk", q.Cancel(ticket=ticket.id, why="x"), session="guess") is Reason.NOT_SIGNED_IN
    desk_free.do("desk", q.ShowTicket(ticket=ticket.id))
    desk_free.do("desk", ReportHealth(part="screen", health=Health.UP, since_ms=0))
    desk_free.at_desk(i.OpenItem(item="card", why="来电"))


def test_who_leaves_leaves_an_empty_desk(desk_free: Desk) -> None:
    desk_free.sit()
    desk_free.at_desk(k.SignOutDesk())
    assert not desk_free.hall.seats
    assert desk_free.refused("desk", k.SignOutDesk()) is Reason.NOT_SIGNED_IN


def test_the_end_of_the_day_empties_the_desk(desk_free: Desk) -> None:
    desk_free.sit()
    fold(desk_free.hall, DayRolled(day="2026-11-25", at_ms=desk_free.now_ms))
    assert not desk_free.hall.seats and desk_free.hall.touched.seats == {"desk": None}
