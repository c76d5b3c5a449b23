"""Each family of cabinet boards over TCP, played by its simulated device, which was written without the driver."""

import pytest

from drivers.health import Up
from drivers.lock_8a import Lock8AConversation, Lock8AOptions
from drivers.lock_cu12 import LockCu12Conversation, LockCu12Options
from drivers.lock_faults import LOCK_REFUSED, LOCK_SILENT, LOCK_STUCK
from drivers.lock_ku16 import LockKu16Conversation, LockKu16Options
from drivers.locks import CellNotOpened, CellOpened, CellsSeen, CellUnseen, Doors, LookAt, OpenCell
from drivers.port import Port, Timing, parse_connection
from drivers.twins.kinds import make
from drivers.twins.serving import serve_tcp

QUICK = Timing(connect_s=1.0, write_s=0.5, backoff_s=0.01, backoff_ceiling_s=0.05, job_wait_s=2.0, stable_s=0.3)
BRISK = {"reply_s": 0.15, "open_s": 0.3, "poll_s": 0.2}
CABINETS = {
    "8a": ("lock_8a", [], lambda: Lock8AConversation(Lock8AOptions(**BRISK))),
    "8a-opening": (
        "lock_8a",
        ["wiring=door_opening"],
        lambda: Lock8AConversation(Lock8AOptions(polarity="door_opening", **BRISK)),
    ),
    "ku16": ("lock_ku16", [], lambda: LockKu16Conversation(LockKu16Options(**BRISK))),
    "ku16-answering": (
        "lock_ku16",
        ["answers_unlock=true"],
        lambda: LockKu16Conversation(LockKu16Options(**BRISK)),
    ),
    "cu12": ("lock_cu12", [], lambda: LockCu12Conversation(LockCu12Options(**BRISK))),
}


@pytest.fixture(params=CABINETS)
def cabinet(request):
    kind, options, _ = CABINETS[request.param]
    with serve_tcp(make(kind, options)) as server:
        yield server


@pytest.fixture
def port(request, cabinet, facts):
    conversation = CABINETS[request.node.callspec.params["cabinet"]][2]()
    port = Port(parse_connection(cabinet.connection), conversation, facts, timing=QUICK)
    yield port
    port.close()


def test_a_cell_is_opened_seen_closed_again_and_all_are_looked_at(port, cabinet, facts):
    facts.wait(Doors, lambda fact: set(fact.doors) == {"closed"})
    assert port.ask(OpenCell("one", 3)) is None
    assert facts.wait(CellOpened) == CellOpened("one", 3)
    cabinet.wait_for(lambda deeds: {"did": "opened", "door": 3} in deeds)
    cabinet.say("close 3")
    facts.wait(Doors, lambda fact: set(fact.doors) == {"closed"})
    assert port.ask(LookAt("all")) is None
    assert set(facts.wait(CellsSeen).doors) == {"closed"}


def test_a_door_that_is_jammed_is_told_as_not_opened(port, cabinet, facts):
    facts.wait(Doors, lambda fact: set(fact.doors) == {"closed"})
    cabinet.say("jam 2")
    assert port.ask(OpenCell("one", 2)) is None
    assert facts.wait(CellNotOpened).fault in (LOCK_STUCK, LOCK_REFUSED)


def test_to_a_silent_board_no_unlock_is_sent_and_it_opens_when_it_answers_again(port, cabinet, facts):
    facts.wait(Doors, lambda fact: set(fact.doors) == {"closed"})
    cabinet.say("silent")
    assert port.ask(OpenCell("one", 1)) is None
    assert facts.wait(CellNotOpened) == CellNotOpened("one", 1, LOCK_SILENT)
    cabinet.say("answering")
    facts.wait(Doors, lambda fact: set(fact.doors) == {"closed"})
    assert port.ask(OpenCell("two", 1)) is None
    assert facts.wait(CellOpened) == CellOpened("two", 1)


def test_through_noise_what_is_told_is_what_the_door_did(port, cabinet, facts):
    facts.wait(Doors, lambda fact: set(fact.doors) == {"closed"})
    cabinet.say("noise")
    assert port.ask(OpenCell("one", 4)) is None
    told = facts.wait((CellOpened, CellNotOpened, CellUnseen))
    deeds = []
    cabinet.wait_for(lambda done: deeds.extend(done) is None)
    if not isinstance(told, CellUnseen):
        assert ({"did": "opened", "door": 4} in deeds) == isinstance(told, CellOpened)


def test_a_cable_pulled_out_makes_all_doors_unknown_until_it_is_in_again(port, cabinet, facts):
    facts.wait(Doors, lambda fact: set(fact.doors) == {"closed"})
    cabinet.say("unplugged")
    facts.wait(Doors, lambda fact: set(fact.doors) == {"unknown"})
    cabinet.say("plugged")
    facts.wait(Up)
    facts.wait(Doors, lambda fact: set(fact.doors) == {"closed"})
