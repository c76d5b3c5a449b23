"""A guide at the desk through the real loop and store: PIN, restarts, power cuts, an idle desk, the end of the day."""

import json

import pytest
from fakes import invariants
from fakes.desk import GUIDE
from fakes.loop_rig import PowerCut, Rig
from fakes.small_hall import at

from edge_hub.contract import announcement as n
from edge_hub.contract import desk as k
from edge_hub.contract import queue as q
from edge_hub.contract import topics
from edge_hub.contract import window as w
from edge_hub.contract.announcement import Announcements
from edge_hub.contract.codec import decode
from edge_hub.contract.desk import HelpReason
from edge_hub.contract.reasons import Reason
from edge_hub.messages import Joined
from edge_hub.store.connection import open_reader, query

TAKE = k.TakeAtDesk(items=("card",), reason=HelpReason.NO_PHONE, why="没带手机")
PLAIN = q.TakeTicket(items=("card",))
PERSON = "ab" * 32


def sit(rig: Rig, pin: str = "482913") -> str:
    assert rig.through_pins(rig.command("desk", w.SetPin(by="901", clerk=GUIDE, pin="482913"))).ok
    reply = rig.through_pins(rig.command("desk", k.SignInDesk(clerk=GUIDE, pin=pin)))
    assert reply.ok, reply.words
    return str(reply.result["session"])


def everything_holds(rig: Rig) -> None:
    for check in invariants.ALL:
        check(rig)


def test_a_guide_signs_in_by_pin_and_still_sits_there_after_a_restart(rig: Rig) -> None:
    session = sit(rig)
    rig.restart()
    slip = rig.do("desk", TAKE, session=session)
    assert slip.result["number"] == "A001" and len(slip.result["token"]) == 32
    assert rig.ask(rig.command("desk", TAKE, session=None)).reason == Reason.NOT_SIGNED_IN
    wrong = rig.through_pins(rig.command("desk", k.SignInDesk(clerk=GUIDE, pin="000000")))
    assert wrong.reason == Reason.PIN_WRONG and rig.hall.seats["desk"].session == session
    everything_holds(rig)


def staff_of_records(rig: Rig, kind: str) -> list[tuple[str | None, str | None]]:
    """Who gave the commands of these records, and where."""
    reader = open_reader(rig.store.path)
    bodies = [json.loads(body) for (body,) in query(reader, "SELECT body FROM journal WHERE type = ?", (kind,))]
    reader.close()
    return [(one.get("staff"), one.get("sender")) for one in bodies]


def test_every_record_of_a_desk_or_a_pad_names_who_gave_the_command_and_that_of_a_machine_nobody(rig: Rig) -> None:
    sit(rig)
    rig.do("tm-1", PLAIN)
    rig.do("desk", q.Cancel(ticket="A001", why="回家"))
    pin = rig.command("desk", w.SetPin(by="901", clerk="101", pin="482913"), session=None)
    assert rig.ask(pin).reason == Reason.NOT_SIGNED_IN, "the guide sits there"
    rig.do("desk", k.SignOutDesk())
    assert rig.through_pins(rig.command("desk", w.SetPin(by="901", clerk="101", pin="482913"))).ok
    pad = rig.through_pins(rig.command("call-w1", w.SignIn(window="w1", clerk="101", pin="482913"))).result["session"]
    rig.do("call-w1", w.OpenWindow(window="w1"), session=pad)
    rig.do("desk", PLAIN, session=None)
    rig.do("call-w1", q.CallNext(window="w1"), session=pad)
    rig.do("call-w1", q.Recall(window="w1"), session=pad)
    assert staff_of_records(rig, "TicketTaken") == [(None, "tm-1"), (None, "desk")]
    assert staff_of_records(rig, "TicketCancelled") == [(GUIDE, "desk")]
    assert staff_of_records(rig, "PinSet") == [("901", "desk"), ("901", "desk")]
    assert staff_of_records(rig, "GuideSignedOut") == [(GUIDE, "desk")]
    for kind in ("WindowOpened", "TicketCalled", "TicketRecalled"):
        assert staff_of_records(rig, kind) == [("101", "call-w1")]
    everything_holds(rig)


def test_an_administrator_is_named_until_a_pin_proves_it(rig: Rig) -> None:
    def give(clerk: str, by: str | None, **session: str | None) -> Reason | str | None:
        return rig.through_pins(rig.command("desk", w.SetPin(by=by, clerk=clerk, pin="482913"), **session)).reason

    for nobody in (None, GUIDE, "999"):
        assert rig.ask(rig.command("desk", w.SetPin(by=nobody, clerk="101", pin="482913"))).reason == Reason.ROLE_NEEDED
    assert give("901", "901") is None
    assert rig.ask(rig.command("desk", w.SetPin(by="901", clerk="101", pin="482913"))).reason == Reason.NOT_SIGNED_IN
    signed_in = rig.through_pins(rig.command("desk", k.SignInDesk(clerk="901", pin="482913"))).result["session"]
    assert give("101", None, session=signed_in) is None
    assert staff_of_records(rig, "PinSet") == [("901", "desk")] * 2
    everything_holds(rig)


def test_all_that_a_desk_does_is_the_same_after_a_restart_and_from_the_journal(rig: Rig) -> None:
    session = sit(rig)
    first = rig.do("tm-1", q.TakeTicket(items=("real",), person=PERSON)).result["ticket"]
    second = rig.do("tm-1", q.TakeTicket(items=("card", "stamp"))).result["ticket"]
    for body in (
        TAKE, k.LiftLimit(ticket=first, item="real", why="回家取材料"),
        k.GivePriority(ticket=second, cls="priority", why="孕妇"),
        k.MergeTickets(ticket=second, into=first, why="同一人"),
        k.RegisterWritten(number="B800", items=("stamp",)),
        k.TakeAtDesk(items=("card",), reason=HelpReason.SIGHT, print_at="tm-1"),
        n.Announce(zh="今天停电", until_ms=rig.clock.ms + 3_600_000),
    ):  # fmt: skip
        rig.do("desk", body, session=session)
    for _ in range(2):
        everything_holds(rig)
        rig.restart()
    assert rig.do("tm-1", q.TakeTicket(items=("real",), person=PERSON)).ok, "the lifted limit outlives the restart"
    story = rig.do("desk", q.ShowTicket(ticket=first)).result
    assert [line["words"]["zh"] for line in story["lines"]][-2:] == [
        "导服台放宽“事项real”每日限次", "并入另一张号票的事项",
    ]  # fmt: skip


def test_what_the_guide_wrote_can_be_read_by_nobody_after_its_time_and_in_no_file_before(rig: Rig) -> None:
    session = sit(rig)
    rig.do("desk", TAKE, session=session)
    for file in rig.directory.iterdir():
        assert "没带手机".encode() not in file.read_bytes(), file.name
        assert b"NO_PHONE" not in file.read_bytes(), file.name


@pytest.mark.parametrize("cut", ["before", "between", "after"])
def test_a_ticket_at_the_desk_is_given_once_though_the_power_fails(rig: Rig, cut: str) -> None:
    session = sit(rig)
    take = rig.command("desk", TAKE.model_copy(update={"print_at": "tm-1"}), session=session)
    rig.store.cut = cut
    with pytest.raises(PowerCut):
        rig.step(take)
    rig.restart()
    assert rig.ask(take).result["number"] == "A001"
    assert len(rig.hall.tickets) == len(rig.hall.reprints) == 1
    everything_holds(rig)


def test_a_desk_that_nobody_touches_is_signed_out_on_record(rig: Rig) -> None:
    session = sit(rig)
    rig.tick()
    rig.clock.ms += 9 * 60_000
    rig.do("desk", TAKE, session=session)
    rig.clock.ms += 9 * 60_000
    rig.tick()
    assert rig.hall.seats
    rig.clock.ms += 60_000
    rig.tick()
    assert not rig.hall.seats
    assert rig.ask(rig.command("desk", TAKE, session=session)).reason == Reason.NOT_SIGNED_IN
    everything_holds(rig)


def test_the_end_of_the_day_signs_the_desk_out_and_keeps_what_is_announced_for_tomorrow(rig: Rig) -> None:
    session = sit(rig)
    rig.do("desk", n.Announce(zh="明天停电", until_ms=at("12:00", "2026-11-25")), session=session)
    rig.do("desk", n.Announce(zh="今天停电", until_ms=at("12:00")), session=session)
    rig.clock.ms = at("08:00", "2026-11-25")
    rig.tick()
    rig.restart()
    assert not rig.hall.seats and [one.zh for one in rig.hall.announcements.values()] == ["明天停电"]
    everything_holds(rig)


def test_everybody_in_the_hall_is_told_and_told_again(rig: Rig) -> None:
    topic = topics.announcements("test")

    def told() -> list[str]:
        rig.clock.ms += 1000
        rig.step()
        rig.step()
        shown = decode(Announcements, rig.snapshots[topic])
        assert shown is not None
        return [one.words.zh for one in shown.shown]

    rig.step(Joined())
    assert told() == []
    session = sit(rig)
    one = rig.do("desk", n.Announce(zh="今天停电", until_ms=at("12:00")), session=session).result["announcement"]
    assert told() == ["今天停电"]
    rig.do("desk", n.EndAnnouncement(announcement=one), session=session)
    assert told() == []
