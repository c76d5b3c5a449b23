"""Reprints through the real loop and store: printed at most once, never for ever pending, and no token at rest."""

import json

from fakes.invariants import rows_are_the_fold_of_the_journal
from fakes.loop_rig import Rig

from edge_hub.contract import queue as q
from edge_hub.contract import topics
from edge_hub.contract.codec import decode
from edge_hub.contract.device import Desk, ReportSlip
from edge_hub.contract.reasons import Reason
from edge_hub.contract.reprint import FetchSlip, Reprint, Reprints, ReprintSlip, ReprintState
from edge_hub.messages import DeviceSeen
from edge_hub.publisher import LINES_GAP_S
from edge_hub.reprints import LIMIT_S


def taken(rig: Rig) -> q.TicketSlip:
    return q.TicketSlip.model_validate(rig.do("tm-1", q.TakeTicket(items=("card",), lang="en")).result)


def desk(rig: Rig) -> tuple[Reprint, ...]:
    """What the guide desk sees."""
    rig.clock.ms += round(LINES_GAP_S * 1000) + 1
    rig.step()
    told = decode(Desk, rig.snapshots[topics.desk("test")])
    assert told is not None
    return told.reprints


def wanted(rig: Rig, machine: str = "tm-2") -> list[str]:
    """The requests that the machine is told of."""
    desk(rig)
    told = decode(Reprints, rig.snapshots[topics.reprints("test", machine)])
    assert told is not None
    return [one.request for one in told.wanted]


def test_a_machine_is_told_fetches_and_reports_and_the_desk_sees_it_end(rig: Rig) -> None:
    slip = taken(rig)
    request = rig.do("desk", ReprintSlip(ticket=slip.number, at="tm-2")).result["request"]
    assert wanted(rig) == [request] and wanted(rig, "tm-1") == []
    again = q.TicketSlip.model_validate(rig.do("tm-2", FetchSlip(request=request)).result)
    assert (again.number, again.ticket, again.lang) == (slip.number, slip.ticket, "en")
    assert (again.token, again.url) == (slip.token, slip.url), "the same ticket: derived anew, nothing new"
    assert wanted(rig) == [] and desk(rig)[0].state is ReprintState.PRINTING
    rig.do("tm-2", ReportSlip(ticket=slip.ticket, printed=True, reprint=True, at_ms=rig.clock.ms))
    assert desk(rig)[0].state is ReprintState.PRINTED
    rows_are_the_fold_of_the_journal(rig)


def test_a_repeated_command_asks_and_prints_once(rig: Rig) -> None:
    slip = taken(rig)
    ask = rig.command("desk", ReprintSlip(ticket=slip.number, at="tm-2"))
    rig.step(ask, ask)
    rig.step(ask)
    assert len({payload for _, payload in rig.replies[-3:]}) == 1
    (request,) = wanted(rig)
    fetch = rig.command("tm-2", FetchSlip(request=request))
    rig.step(fetch, fetch)
    rig.restart()
    rig.step(fetch)
    assert len({payload for _, payload in rig.replies[-3:]}) == 1, "the same reply, which is one slip"
    assert rig.ask(rig.command("tm-2", FetchSlip(request=request))).reason == Reason.REPRINT_OVER


def test_neither_token_nor_address_of_the_slip_is_stored(rig: Rig) -> None:
    slip = taken(rig)
    rig.do("desk", ReprintSlip(ticket=slip.number, at="tm-2"))
    rig.do("tm-2", FetchSlip(request=wanted(rig)[0]))
    assert slip.token and slip.token in rig.replies[-1][1].decode()
    told = b"".join(rig.snapshots.values())
    files = b"".join(path.read_bytes() for path in rig.store.path.parent.iterdir() if path.is_file())
    assert slip.token.encode() not in files + told


def test_a_machine_that_does_not_answer_leaves_no_request_and_a_clear_word(rig: Rig) -> None:
    slip = taken(rig)
    rig.do("desk", ReprintSlip(ticket=slip.number, at="tm-2"))
    rig.tick()
    rig.clock.ms += round(LIMIT_S[ReprintState.ASKED] * 1000) - 200
    rig.tick()
    (request,) = wanted(rig)
    rig.clock.ms += 200
    rig.tick()
    assert wanted(rig) == [] and desk(rig)[0].state is ReprintState.LAPSED
    assert rig.ask(rig.command("tm-2", FetchSlip(request=request))).reason == Reason.REPRINT_OVER
    assert rig.do("desk", ReprintSlip(ticket=slip.number, at="tm-1")).ok, "another machine may be asked at once"
    rows_are_the_fold_of_the_journal(rig)


def test_a_machine_that_fetched_and_fell_silent_is_told_apart(rig: Rig) -> None:
    slip = taken(rig)
    rig.do("desk", ReprintSlip(ticket=slip.number, at="tm-2"))
    rig.do("tm-2", FetchSlip(request=wanted(rig)[0]))
    rig.tick()
    rig.clock.ms += round(LIMIT_S[ReprintState.PRINTING] * 1000)
    rig.tick()
    assert desk(rig)[0].state is ReprintState.UNKNOWN
    rig.do("tm-2", ReportSlip(ticket=slip.ticket, printed=True, reprint=True, at_ms=rig.clock.ms))
    assert desk(rig)[0].state is ReprintState.PRINTED


def test_a_pending_request_outlives_a_restart_of_the_hub_and_gets_its_full_time_again(rig: Rig) -> None:
    slip = taken(rig)
    rig.do("desk", ReprintSlip(ticket=slip.number, at="tm-2"))
    rig.tick()
    rig.clock.ms += round(LIMIT_S[ReprintState.ASKED] * 1000)
    rig.restart()
    rig.tick()
    assert len(wanted(rig)) == 1
    rows_are_the_fold_of_the_journal(rig)


def test_a_machine_whose_last_will_came_is_refused_at_once(rig: Rig) -> None:
    slip = taken(rig)
    rig.step(DeviceSeen("tm-2", False))
    no = rig.ask(rig.command("desk", ReprintSlip(ticket=slip.number, at="tm-2")))
    assert no.reason == Reason.MACHINE_AWAY and no.words is not None and "tm-2" in no.words.zh
    rig.step(DeviceSeen("tm-2", True))
    assert rig.do("desk", ReprintSlip(ticket=slip.number, at="tm-2")).ok


def test_the_record_says_who_asked(rig: Rig) -> None:
    slip = taken(rig)
    rig.do("desk", ReprintSlip(ticket=slip.number, at="tm-2"))
    from edge_hub.store.connection import open_reader
    from edge_hub.store.journal import records

    reader = open_reader(rig.store.path)
    (asked,) = (json.loads(one.body) for one in records(reader) if one.type == "ReprintAsked")
    reader.close()
    assert (asked["sender"], asked["machine"], asked["ticket"]) == ("desk", "tm-2", slip.ticket)
