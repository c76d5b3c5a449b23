"""Staff cards: whose one is, what it opens with a PIN and without, and what a card opens that is nobody's."""

from typing import Any

import pytest
from fakes.desk import CLERKS, Desk
from fakes.small_hall import changed_site, small_hall

from edge_hub.contract import window as w
from edge_hub.contract.reasons import Reason
from edge_hub.domain.clerk import LOCK_MIN, PIN_TRIES_MAX
from edge_hub.domain.hall import Hall
from edge_hub.domain.plan import plan_of

CARD, OTHER, PIN = "04A1B2C3D4", "04FFFFFFFF", "123456"
PAD = "call-w1"


def hall_of(**rules: Any) -> Desk:
    return Desk(Hall(plan_of(changed_site(rules)), small_hall().day))


def give(desk: Desk, card: str | None = CARD, clerk: str = CLERKS["w1"]) -> None:
    desk.do("desk", w.SetCard(by="901", clerk=clerk, card=card))


def comes(card: str = CARD, pin: str | None = PIN, window: str = "w1") -> w.SignInByCard:
    return w.SignInByCard(window=window, card=card, pin=pin)


@pytest.fixture
def desk() -> Desk:
    desk = hall_of()
    give(desk)
    return desk


def test_a_card_and_the_pin_sign_in_like_a_number_and_the_pin(desk: Desk) -> None:
    desk.do(PAD, comes())
    signed_in = desk.happened[-1]
    assert isinstance(signed_in, w.ClerkSignedIn) and (signed_in.clerk, signed_in.device) == ("101", PAD)
    assert desk.window("w1").clerk == "101" and isinstance(desk.result, w.SignedIn) and desk.result.name == "甲一"


def test_the_card_alone_does_only_where_the_rules_say_so(desk: Desk) -> None:
    assert desk.refused(PAD, comes(pin=None)) == Reason.PIN_NEEDED and desk.window("w1").clerk is None
    trusting = hall_of(staff_card="card_alone")
    give(trusting)
    trusting.do(PAD, comes(pin=None))
    assert trusting.window("w1").clerk == "101"
    assert trusting.refused("call-w2", comes(OTHER, None, "w2")) == Reason.CARD_UNKNOWN


def test_a_wrong_pin_after_a_card_counts_with_those_after_the_number(desk: Desk) -> None:
    for nth in range(PIN_TRIES_MAX):
        by_number = w.SignIn(window="w1", clerk="101", pin="000000")
        assert desk.refused(PAD, by_number if nth % 2 else comes(pin="000000")) == Reason.PIN_WRONG
    assert desk.refused(PAD, comes()) == desk.refused(PAD, w.SignIn(window="w1", clerk="101", pin=PIN))
    assert desk.refused(PAD, comes()) == Reason.CLERK_LOCKED
    desk.wait(LOCK_MIN * 60)
    desk.do(PAD, comes())


def test_cards_that_are_nobodys_lock_cards_out_of_that_pad_and_no_number(desk: Desk) -> None:
    for _ in range(PIN_TRIES_MAX):
        assert desk.refused(PAD, comes(OTHER)) == Reason.CARD_UNKNOWN
    assert desk.refused(PAD, comes()) == Reason.CLERK_LOCKED
    desk.do("call-w2", comes(window="w2"))
    desk.do("call-w2", w.SignOut(window="w2"), session=desk.window("w2").session)
    desk.do(PAD, w.SignIn(window="w1", clerk="101", pin=PIN))
    desk.do(PAD, w.SignOut(window="w1"), session=desk.window("w1").session)
    desk.do(PAD, comes())


def test_one_session_for_a_clerk_also_by_card(desk: Desk) -> None:
    desk.open("w1")
    assert desk.refused("call-w2", comes(window="w2")) == Reason.CLERK_ELSEWHERE
    assert desk.refused("call-w3", comes(window="w3")) == Reason.CLERK_NOT_FOR_WINDOW
    assert desk.refused(PAD, comes(window="w2")) == Reason.NOT_ALLOWED
    give(desk, OTHER, "102")
    assert desk.refused(PAD, comes(OTHER)) == Reason.WINDOW_STATE


def test_a_card_is_one_clerks_until_it_is_taken_away(desk: Desk) -> None:
    assert desk.refused("desk", w.SetCard(by="901", clerk="102", card=CARD)) == Reason.CARD_TAKEN
    give(desk)
    give(desk, OTHER)
    assert desk.refused(PAD, comes()) == Reason.CARD_UNKNOWN, "the one before counts no more"
    give(desk, None)
    assert desk.refused(PAD, comes(OTHER)) == Reason.CARD_UNKNOWN
    give(desk, CARD, "102")
    desk.do("call-w2", comes(window="w2"))
    assert desk.window("w2").clerk == "102"


def test_a_card_is_given_by_a_security_administrator_and_to_a_clerk_only(desk: Desk) -> None:
    assert desk.refused("desk", w.SetCard(by="900", clerk="102", card=OTHER)) == Reason.ROLE_NEEDED
    assert desk.refused("desk", w.SetCard(clerk="102", card=OTHER)) == Reason.ROLE_NEEDED
    assert desk.refused("desk", w.SetCard(by="901", clerk="999", card=OTHER)) == Reason.CLERK_UNKNOWN
    assert desk.refused("tm-1", comes()) == desk.refused("desk", comes()) == Reason.NOT_ALLOWED


def test_whoever_may_not_work_at_a_window_does_not_by_card(desk: Desk) -> None:
    give(desk, OTHER, "900")
    assert desk.refused(PAD, comes(OTHER)) == Reason.ROLE_NEEDED


def test_a_new_pin_leaves_the_card_and_a_new_card_the_pin(desk: Desk) -> None:
    from edge_hub.domain.fold import fold

    fold(desk.hall, w.PinSet(clerk="101", device="desk", at_ms=desk.now_ms), {"pin_hash": "x"})
    known = desk.hall.clerks["101"]
    assert known.pin_hash == "x" and known.card_hash is not None
    give(desk, OTHER)
    assert desk.hall.clerks["101"].pin_hash == "x"
