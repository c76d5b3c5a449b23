"""A clerk comes, goes, stays away and mistypes; and the session is a secret between the hub and one pad."""

import json

import pytest
from fakes.desk import Desk
from fakes.small_hall import DESCRIPTION, small_hall

from configs.site import Site
from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.codec import encode
from edge_hub.contract.envelope import Command, Rejected
from edge_hub.contract.queue import TicketState
from edge_hub.contract.reasons import Reason
from edge_hub.contract.window import WindowState
from edge_hub.domain import views
from edge_hub.domain.clerk import lapse, may_lapse
from edge_hub.domain.decide import decide
from edge_hub.domain.fold import fold
from edge_hub.domain.hall import Hall
from edge_hub.domain.means import Decision, Means
from edge_hub.domain.plan import plan_of

SIGN_IN = w.SignIn(window="w1", clerk="101", pin="123456")


def hall_with_two_pads() -> Hall:
    """The small hall, with a second call pad at the first window."""
    spare = {"id": "spare-w1", "kind": "call_pad", "window": "w1", "layout": "landscape"}
    described = {**DESCRIPTION, "devices": [*DESCRIPTION["devices"], spare]}
    return Hall(plan_of(Site.model_validate_json(json.dumps(described))), small_hall().day)


@pytest.fixture
def desk() -> Desk:
    """A clerk is signed in at w1, on the pad `call-w1`."""
    desk = Desk(hall_with_two_pads())
    desk.open("w1")
    return desk


def shown(desk: Desk, device: str, window: str = "w1") -> w.SignedIn:
    verdict = desk.verdict(device, w.ShowSession(window=window))
    assert isinstance(verdict, Decision) and verdict.result is not None and not verdict.recorded
    reply = verdict.result()
    assert isinstance(reply, w.SignedIn)
    return reply


def test_a_pad_that_was_started_again_is_told_its_session_and_works_on(desk: Desk) -> None:
    ticket = desk.take("card")
    reply = shown(desk, "call-w1")
    assert (reply.session, reply.clerk, reply.name) == (desk.window("w1").session, "101", "甲一")
    desk.do("call-w1", q.CallNext(window="w1"), session=reply.session)
    assert desk.window("w1").at == ticket.id


@pytest.mark.parametrize(
    ("device", "why"),
    [
        ("spare-w1", Reason.NOT_SIGNED_IN), ("call-w2", Reason.NOT_ALLOWED), ("rate-w1", Reason.NOT_ALLOWED),
        ("screen-w1", Reason.NOT_ALLOWED), ("tm-1", Reason.NOT_ALLOWED), ("desk", Reason.NOT_ALLOWED),
        ("nobody", Reason.DEVICE_UNKNOWN),
    ],
)  # fmt: skip
def test_nobody_else_is_told_the_session(desk: Desk, device: str, why: Reason) -> None:
    assert desk.refused(device, w.ShowSession(window="w1")) is why


def test_there_is_none_to_tell_while_nobody_is_signed_in(desk: Desk) -> None:
    assert desk.refused("call-w2", w.ShowSession(window="w2")) is Reason.NOT_SIGNED_IN
    desk.at_window("w1", w.SignOut(window="w1"))
    assert desk.refused("call-w1", w.ShowSession(window="w1")) is Reason.NOT_SIGNED_IN


def test_a_session_that_was_overheard_is_worth_nothing_on_another_pad(desk: Desk) -> None:
    desk.take("card")
    session = desk.window("w1").session
    assert desk.refused("spare-w1", q.CallNext(window="w1"), session=session) is Reason.NOT_SIGNED_IN


def test_a_clerk_who_signs_in_on_another_pad_of_the_window_takes_the_session_there(desk: Desk) -> None:
    desk.take("card")
    old = desk.window("w1").session
    desk.do("spare-w1", SIGN_IN)
    new = desk.window("w1").session
    assert desk.refused("call-w1", q.CallNext(window="w1"), session=old) is Reason.NOT_SIGNED_IN
    assert desk.refused("call-w1", q.CallNext(window="w1"), session=new) is Reason.NOT_SIGNED_IN
    assert desk.refused("call-w1", w.ShowSession(window="w1")) is Reason.NOT_SIGNED_IN
    desk.do("spare-w1", q.CallNext(window="w1"), session=new)


def test_a_session_of_an_older_record_holds_until_its_clerk_signs_in_anew(desk: Desk) -> None:
    """Before sessions belonged to a pad, no pad was on record."""
    old = w.ClerkSignedIn(clerk="102", window="w2", session="old", at_ms=desk.now_ms)
    fold(desk.hall, old)
    desk.do("call-w2", w.OpenWindow(window="w2"), session="old")
    assert desk.refused("call-w2", w.ShowSession(window="w2")) is Reason.NOT_SIGNED_IN


def test_what_the_devices_of_a_window_see_is_the_mark_of_the_session_and_never_the_session(desk: Desk) -> None:
    session = desk.window("w1").session or ""
    now = views.window_now(desk.hall, "w1", desk.now_ms, 1, 1)
    assert now.session_mark == w.session_mark(session) and session.encode() not in encode(now)
    assert views.window_now(desk.hall, "w2", desk.now_ms, 1, 1).session_mark is None
    desk.do("call-w1", SIGN_IN)
    again = views.window_now(desk.hall, "w1", desk.now_ms, 1, 2)
    assert again.session_mark not in (None, now.session_mark)


def test_the_clerk_is_told_by_number_alone_when_people_yaml_has_lost_the_name(desk: Desk) -> None:
    desk.hall.plan.site.clerks_by_id.pop("101")
    assert shown(desk, "call-w1").name == ""


def test_the_question_changes_nothing(desk: Desk) -> None:
    before, happened = desk.window("w1"), len(desk.happened)
    shown(desk, "call-w1")
    command = Command(id=desk.id(), device="call-w1", body=w.ShowSession(window="w1"))
    verdict = decide(desk.hall, command, Means(desk.now_ms, desk.id, lambda ticket: ticket))
    assert not isinstance(verdict, Rejected) and verdict.happenings == ()
    assert desk.window("w1") == before and len(desk.happened) == happened


# ---- coming and going -----------------------------------------------------------------------------------------------


def test_sign_out_closes_the_window_and_ends_the_session(desk: Desk) -> None:
    old = desk.window("w1").session
    desk.at_window("w1", w.SignOut(window="w1"))
    assert desk.window("w1").state is WindowState.CLOSED and desk.window("w1").clerk is None
    assert desk.refused("call-w1", w.OpenWindow(window="w1"), session=old) is Reason.NOT_SIGNED_IN


def test_one_clerk_sits_at_one_window(desk: Desk) -> None:
    assert desk.refused("call-w2", w.SignIn(window="w2", clerk="101", pin="123456")) is Reason.CLERK_ELSEWHERE


def test_a_window_has_one_clerk(desk: Desk) -> None:
    assert desk.refused("call-w1", w.SignIn(window="w1", clerk="102", pin="123456")) is Reason.WINDOW_STATE


def test_a_clerk_of_another_department_is_refused(desk: Desk) -> None:
    assert desk.refused("call-w2", w.SignIn(window="w2", clerk="103", pin="123456")) is Reason.CLERK_NOT_FOR_WINDOW


def test_signing_in_again_at_the_own_window_is_a_new_session(desk: Desk) -> None:
    old = desk.window("w1").session
    desk.do("call-w1", w.SignIn(window="w1", clerk="101", pin="123456"))
    assert desk.window("w1").session not in (None, old)


def test_support_signs_out_a_clerk_who_has_gone(desk: Desk) -> None:
    desk.do("desk", w.SignOut(window="w1"))
    assert desk.window("w1").clerk is None and desk.window("w1").state is WindowState.CLOSED
    assert desk.refused("desk", w.SignOut(window="w1")) is Reason.NOT_SIGNED_IN


# ---- wrong PINs -----------------------------------------------------------------------------------------------------

WRONG = w.SignIn(window="w2", clerk="102", pin="000000")
RIGHT = w.SignIn(window="w2", clerk="102", pin="123456")
AT_W1 = w.SignIn(window="w1", clerk="102", pin="123456")


def mistype(desk: Desk, device: str, body: w.SignIn, times: int = 5) -> None:
    for _ in range(times):
        assert desk.refused(device, body) is Reason.PIN_WRONG


def test_five_wrong_pins_lock_a_clerk_on_that_device_for_a_quarter_of_an_hour() -> None:
    desk = Desk()
    mistype(desk, "call-w2", WRONG)
    for body in (RIGHT, WRONG):
        assert desk.refused("call-w2", body) is Reason.CLERK_LOCKED
    desk.wait(15 * 60 - 1)
    assert desk.refused("call-w2", RIGHT) is Reason.CLERK_LOCKED
    desk.wait(1)
    desk.do("call-w2", RIGHT)
    mistype(desk, "call-w2", WRONG, times=4)


def test_after_a_lock_one_more_wrong_pin_locks_again() -> None:
    desk = Desk()
    mistype(desk, "call-w2", WRONG)
    desk.wait(15 * 60)
    mistype(desk, "call-w2", WRONG, times=1)
    assert desk.refused("call-w2", RIGHT) is Reason.CLERK_LOCKED


def test_whoever_mistypes_at_one_pad_shuts_out_that_clerk_there_and_nobody_anywhere_else() -> None:
    desk = Desk()
    mistype(desk, "call-w2", WRONG)
    assert desk.refused("call-w2", RIGHT) is Reason.CLERK_LOCKED
    desk.do("call-w2", w.SignIn(window="w2", clerk="101", pin="123456"))
    desk.do("call-w1", AT_W1)


def test_a_right_pin_forgives_the_wrong_ones_on_its_own_device_only() -> None:
    desk = Desk()
    mistype(desk, "call-w2", WRONG, times=4)
    mistype(desk, "call-w1", AT_W1.model_copy(update={"pin": "000000"}), times=4)
    desk.do("call-w1", AT_W1)
    desk.at_window("w1", w.SignOut(window="w1"))
    mistype(desk, "call-w2", WRONG, times=1)
    assert desk.refused("call-w2", RIGHT) is Reason.CLERK_LOCKED
    mistype(desk, "call-w1", AT_W1.model_copy(update={"pin": "000000"}), times=5)


def test_a_new_pin_unlocks_everywhere() -> None:
    desk = Desk()
    mistype(desk, "call-w2", WRONG)
    fold(desk.hall, w.PinSet(clerk="102", device="desk", at_ms=desk.now_ms), {"pin_hash": "x"})
    desk.do("call-w2", RIGHT)


@pytest.mark.parametrize("by_h", [-2, 2])
def test_a_clock_that_is_set_makes_no_lock_last_longer(by_h: float) -> None:
    desk = Desk(clock="11:00")
    mistype(desk, "call-w2", WRONG)
    desk.wait(by_h * 3600)
    desk.wait(15 * 60)
    desk.do("call-w2", RIGHT)


@pytest.mark.parametrize(
    "body",
    [w.SignIn(window="w2", clerk="103", pin="000000"), w.SignIn(window="w1", clerk="102", pin="000000")],
    ids=["for another window", "a window that is taken"],
)
def test_a_pin_that_could_open_nothing_is_not_looked_at(desk: Desk, body: w.SignIn) -> None:
    """Neither counted, nor does the answer tell whether it is right."""
    told = {desk.refused(f"call-{body.window}", body.model_copy(update={"pin": pin})) for pin in ("000000", "123456")}
    assert len(told) == 1 and desk.hall.tries == {}


# ---- a session that nobody touches ----------------------------------------------------------------------------------


@pytest.fixture
def lapsed(desk: Desk) -> Desk:
    """The same clerk has left: her session is over, her window as she left it."""
    desk.now_ms += 600_000
    fold(desk.hall, lapse(desk.window("w1"), desk.now_ms))
    return desk


def test_only_a_pad_that_has_something_to_do_may_be_left(desk: Desk) -> None:
    assert not may_lapse(desk.hall, desk.window("w1")), "open, and nobody waits: there is nothing to touch"
    assert not may_lapse(desk.hall, desk.window("w2")), "nobody is signed in"
    desk.take("card")
    assert may_lapse(desk.hall, desk.window("w1"))
    desk.serve("w1")
    assert not may_lapse(desk.hall, desk.window("w1")), "somebody is served"
    desk.at_window("w1", q.Finish(window="w1"))
    desk.at_window("w1", w.PauseWindow(window="w1", reason=w.PauseReason.BREAK))
    assert may_lapse(desk.hall, desk.window("w1"))


def test_a_lapsed_session_opens_nothing_and_the_window_stays_as_it_is(lapsed: Desk) -> None:
    window = lapsed.window("w1")
    assert (window.state, window.clerk, window.session, window.pad) == (WindowState.OPEN, "101", None, None)
    for body in (q.CallNext(window="w1"), w.SignOut(window="w1"), w.ShowSession(window="w1")):
        assert lapsed.refused("call-w1", body) is Reason.NOT_SIGNED_IN
    now = views.window_now(lapsed.hall, "w1", lapsed.now_ms, 1, 1)
    assert now.session_mark is None and now.clerk is not None


def test_its_clerk_enters_the_pin_and_goes_on(lapsed: Desk) -> None:
    ticket = lapsed.take("card")
    lapsed.do("call-w1", SIGN_IN)
    assert lapsed.window("w1").state is WindowState.OPEN
    lapsed.at_window("w1", q.CallNext(window="w1"))
    assert lapsed.window("w1").at == ticket.id


def test_a_colleague_takes_over_a_window_that_was_left_and_nobody_waits_for_the_one_who_left(desk: Desk) -> None:
    ticket = desk.take("card")
    desk.serve("w1")
    desk.at_window("w1", q.Hold(window="w1"))
    fold(desk.hall, lapse(desk.window("w1"), desk.now_ms))
    desk.do("call-w1", w.SignIn(window="w1", clerk="102", pin="123456"))
    assert (desk.window("w1").clerk, desk.window("w1").state) == ("102", WindowState.CLOSED)
    assert desk.state(ticket) is TicketState.WAITING and desk.window("w1").held == ()
    kinds = [type(event).__name__ for event in desk.happened[-3:]]
    assert kinds == ["TicketReleased", "ClerkSignedOut", "ClerkSignedIn"]


def test_a_clerk_who_left_one_window_may_begin_at_another(lapsed: Desk) -> None:
    lapsed.do("call-w2", w.SignIn(window="w2", clerk="101", pin="123456"))
    assert (lapsed.window("w1").clerk, lapsed.window("w1").state) == (None, WindowState.CLOSED)
    assert lapsed.window("w2").clerk == "101"


def test_nobody_takes_over_while_somebody_is_at_the_window(lapsed: Desk) -> None:
    lapsed.take("card")
    lapsed.do("desk", q.CallNext(window="w1"))  # by support, without a session
    taken = w.SignIn(window="w1", clerk="102", pin="123456")
    assert lapsed.refused("call-w1", taken) is Reason.WINDOW_STATE
    moved = w.SignIn(window="w2", clerk="101", pin="123456")
    assert lapsed.refused("call-w2", moved) is Reason.CLERK_ELSEWHERE


def test_support_signs_out_a_clerk_whose_session_has_lapsed(lapsed: Desk) -> None:
    lapsed.do("desk", w.SignOut(window="w1"))
    assert lapsed.window("w1").clerk is None
