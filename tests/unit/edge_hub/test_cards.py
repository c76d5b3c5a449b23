"""Staff cards through the real loop, store and PIN thread: kept as a keyed hash, over restarts, one command once."""

import json

import pytest
from fakes import invariants
from fakes.loop_rig import PowerCut, Rig

from edge_hub.contract import window as w
from edge_hub.contract.reasons import Reason

CARD, PIN = "0471181504", "482913"
COMES = w.SignInByCard(window="w1", card=CARD, pin=PIN)


@pytest.fixture
def carded(rig: Rig) -> Rig:
    """A clerk has a PIN and a card."""
    assert rig.through_pins(rig.command("desk", w.SetPin(by="901", clerk="101", pin=PIN))).ok
    rig.do("desk", w.SetCard(by="901", clerk="101", card=CARD))
    return rig


def everything_holds(rig: Rig) -> None:
    for check in invariants.ALL:
        check(rig)


def test_card_and_pin_sign_in_also_after_a_restart_and_the_session_works(carded: Rig) -> None:
    carded.restart()
    said = carded.through_pins(carded.command("call-w1", COMES))
    assert said.ok and said.result["clerk"] == "101"
    carded.do("call-w1", w.OpenWindow(window="w1"), session=said.result["session"])
    everything_holds(carded)


def test_a_wrong_pin_is_refused_and_on_record_and_the_command_has_one_answer(carded: Rig) -> None:
    wrong = carded.command("call-w1", COMES.model_copy(update={"pin": "000000"}))
    assert carded.through_pins(wrong).reason == Reason.PIN_WRONG
    seq, said = carded.store.seq, carded.replies[-1]
    carded.ask(wrong)
    assert carded.store.seq == seq and carded.replies[-1] == said
    assert ("101", "call-w1") in carded.hall.tries
    everything_holds(carded)


def test_a_power_cut_while_a_card_signs_in_leaves_one_session_and_one_answer(carded: Rig) -> None:
    comes = carded.command("call-w1", COMES)
    carded.step(comes)
    carded.store.cut = "after"
    with pytest.raises(PowerCut):
        carded.step(*carded.inbox.take(timeout_s=10))
    carded.restart()
    said = carded.ask(comes)
    assert said.ok and said.result["session"] == carded.hall.windows["w1"].session
    everything_holds(carded)


def test_a_card_taken_away_while_the_pin_is_looked_at_opens_nothing(carded: Rig) -> None:
    comes = carded.command("call-w1", COMES)
    carded.step(comes)
    carded.do("desk", w.SetCard(by="901", clerk="101"))
    carded.step(*carded.inbox.take(timeout_s=10))
    assert carded.last_reply().reason == Reason.CARD_UNKNOWN and carded.hall.windows["w1"].session is None
    everything_holds(carded)


def test_the_lock_of_a_pad_for_cards_survives_a_restart(carded: Rig) -> None:
    unknown = COMES.model_copy(update={"card": "0099999999"})
    for _ in range(5):
        assert carded.ask(carded.command("call-w1", unknown)).reason == Reason.CARD_UNKNOWN
    carded.restart()
    assert carded.ask(carded.command("call-w1", COMES)).reason == Reason.CLERK_LOCKED
    everything_holds(carded)


def test_the_number_of_a_card_is_in_no_file_and_no_record_says_more_than_whose(carded: Rig) -> None:
    assert carded.through_pins(carded.command("call-w1", COMES)).ok
    said = [json.loads(record.body) for record, event, _ in invariants.happenings(carded) if type(event) is w.CardSet]
    assert said == [
        {"sender": "desk", "staff": "901", "type": "CardSet", "clerk": "101", "device": "desk", "given": True,
         "at_ms": said[0]["at_ms"]}
    ]  # fmt: skip
    carded.close()
    files = [path for path in carded.directory.iterdir() if path.is_file()]
    assert files and all(CARD.encode() not in path.read_bytes() for path in files)
    carded.start()
