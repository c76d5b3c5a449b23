"""Appointments through the real loop and store: no code at rest, one ticket through any fault, expired by no jump."""

import json
from pathlib import Path

import pytest
from fakes.invariants import ALL
from fakes.loop_rig import PowerCut, Rig
from fakes.quiet import Expect
from fakes.small_hall import DESCRIPTION, at

from configs.site import Site
from edge_hub.contract import appointment as a
from edge_hub.contract import queue as q
from edge_hub.contract.appointment import AppointmentState
from edge_hub.contract.reasons import Reason
from edge_hub.loop import CLOCK_SETTLES_S
from edge_hub.store.connection import open_reader, query
from edge_hub.store.journal import records

ANNA = "5a" * 32
DAY = "2026-11-24"
BOOK = a.BookAppointment(items=("card",), day=DAY, start="10:00", person=ANNA)


def strict_site() -> Site:
    rules = {**DESCRIPTION["rules"], "booking": {"late": "expired"}}
    return Site.model_validate_json(json.dumps({**DESCRIPTION, "rules": rules}))


def events(rig: Rig, kind: str) -> list[dict[str, object]]:
    reader = open_reader(rig.store.path)
    found = [json.loads(one.body) for one in records(reader) if one.type == kind]
    reader.close()
    return found


def state(rig: Rig, id: str) -> AppointmentState:
    return rig.hall.appointments[id].state


def hold(rig: Rig) -> None:
    for invariant in ALL:
        invariant(rig)


def test_the_code_is_in_the_reply_however_often_it_is_asked_for_and_in_no_file(rig: Rig) -> None:
    asked = rig.command("desk", BOOK)
    slip = rig.ask(asked).result
    assert slip["code"] == rig.store.keys.code(slip["appointment"]) and a.code_in(slip["code"])
    rig.restart()
    assert rig.ask(asked).result == slip
    moved = rig.do("desk", a.MoveAppointment(appointment=slip["code"], day=DAY, start="11:00")).result
    assert moved["code"] == slip["code"]
    at_rest = b"".join(one.read_bytes() for one in rig.directory.iterdir() if one.is_file())
    assert slip["code"].encode() not in at_rest and slip["appointment"].encode() in at_rest
    assert slip["code"] not in str(rig.snapshots)


def test_a_hub_that_dies_at_the_check_in_gives_one_ticket_all_the_same(rig: Rig) -> None:
    code = rig.do("desk", BOOK).result["code"]
    rig.clock.ms = at("09:50")
    asked = rig.command("tm-1", a.CheckIn(shown=code))
    for cut in ("before", "between", "after"):
        rig.store.cut = cut
        try:
            rig.step(asked)
        except PowerCut:
            rig.restart()
    slip = rig.ask(asked).result
    assert (slip["number"], slip["cls"], len(slip["token"])) == ("A001", "appointment", 32)
    assert rig.ask(rig.command("tm-2", a.CheckIn(shown=ANNA))).reason == Reason.APPOINTMENT_USED
    assert len(rig.hall.tickets) == len(events(rig, "AppointmentKept")) == 1
    hold(rig)


def test_who_never_came_is_expired_on_record_before_the_new_day_and_the_person_forgotten(rig: Rig) -> None:
    gone = rig.do("desk", BOOK).result["appointment"]
    tomorrow = rig.do("desk", a.BookAppointment(items=("pension",), day="2026-11-25", start="09:00", person=ANNA))
    rig.clock.ms = at("00:00:01", "2026-11-25")
    rig.tick()
    assert [one["appointment"] for one in events(rig, "AppointmentExpired")] == [gone]
    assert list(rig.hall.appointments) == [tomorrow.result["appointment"]]
    hold(rig)
    reader = open_reader(rig.store.path)
    kept = dict(query(reader, "SELECT state, person FROM appointment"))
    reader.close()
    assert kept == {"EXPIRED": None, "BOOKED": ANNA}
    rig.clock.ms = at("09:10", "2026-11-25")
    assert rig.do("tm-1", a.CheckIn(shown=ANNA)).result["cls"] == "appointment"


def test_the_sealed_person_outlives_short_retention_of_tickets_until_the_day_of_the_slot(rig: Rig) -> None:
    """The small hall keeps who took a ticket for a day, who booked for the usual time."""
    later = a.BookAppointment(items=("card",), day="2026-11-27", start="10:00", person=ANNA)
    rig.do("desk", later)
    for day in ("2026-11-25", "2026-11-26", "2026-11-27"):
        rig.clock.ms = at("06:00", day)
        for _ in range(20):
            rig.tick()
    rig.clock.ms = at("10:00", "2026-11-27")
    hold(rig)
    assert rig.do("tm-1", a.CheckIn(shown=ANNA)).result["cls"] == "appointment"


def test_a_strict_hall_expires_who_is_late_by_itself_once(tmp_path: Path) -> None:
    rig = Rig(tmp_path, site=strict_site())
    late = rig.do("desk", BOOK).result["appointment"]
    soon = rig.do("desk", a.BookAppointment(items=("card",), day=DAY, start="11:00")).result["appointment"]
    rig.clock.ms = at("10:45:01")
    rig.tick()
    rig.tick()
    assert [one["appointment"] for one in events(rig, "AppointmentExpired")] == [late]
    assert state(rig, soon) is AppointmentState.BOOKED
    assert rig.ask(rig.command("tm-1", a.CheckIn(shown=ANNA))).reason == Reason.APPOINTMENT_OVER
    assert rig.do("tm-1", q.TakeTicket(items=("card",), person=ANNA)).result["cls"] == "normal"
    hold(rig)
    rig.close()


def test_a_clock_that_jumps_expires_nobody_until_it_has_settled(tmp_path: Path, expects_warning: Expect) -> None:
    expects_warning("jumped by")
    rig = Rig(tmp_path, site=strict_site())
    one = rig.do("desk", BOOK).result["appointment"]
    rig.clock.set_by(7200)
    rig.tick()
    assert state(rig, one) is AppointmentState.BOOKED
    rig.clock.set_by(-7200)
    rig.clock.ms += round(CLOCK_SETTLES_S * 1000) + 1000
    rig.tick()
    assert state(rig, one) is AppointmentState.BOOKED
    rig.close()


@pytest.mark.parametrize("shown", ["00000000", "6b" * 32])
def test_who_guesses_learns_nothing(rig: Rig, shown: str) -> None:
    rig.do("desk", BOOK)
    reply = rig.ask(rig.command("tm-1", a.CheckIn(shown=shown)))
    assert reply.reason == Reason.APPOINTMENT_UNKNOWN and "card" not in str(reply)
