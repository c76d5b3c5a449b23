"""The session of a clerk: a secret between the hub and the one pad on which it began."""

import json

import pytest
from fakes.desk import Desk
from fakes.small_hall import DESCRIPTION, small_hall

from configs.site import Site
from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.codec import encode
from edge_hub.contract.envelope import Command, Rejected
from edge_hub.contract.reasons import Reason
from edge_hub.domain import views
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
