"""G, abuse, continued: whoever the broker lets in asks the hub for more than it may; and who asks for its own gets it.

A real hub behind the real broker, with the configuration of a real hall: accounts, access list, TLS. 52: whoever tries
PINs.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.door import Door, Member
from fakes.hub_process import HubProcess
from fakes.small_hall import at

from edge_hub.client.link import Link
from edge_hub.contract import queue as q
from edge_hub.contract import rating as r
from edge_hub.contract import topics
from edge_hub.contract import window as w
from edge_hub.contract.codec import decode_reply, encode
from edge_hub.contract.envelope import Command
from edge_hub.contract.hall import Board
from edge_hub.contract.reasons import Reason

TAKE = q.TakeTicket(items=("card",))
CALL = q.CallNext(window="w1")


@pytest.fixture
def machine(closed_hall: Door) -> Iterator[Member]:
    with closed_hall.member("tm-1") as one:
        yield one


@pytest.fixture
def pad(closed_hall: Door) -> Iterator[Member]:
    with closed_hall.member("call-w1") as one:
        yield one


@pytest.fixture
def session(closed_hall: Door, pad: Member) -> Iterator[str]:
    """The clerk of w1 is signed in on its pad, and the window is open."""
    closed_hall.shell("clerk", "pin", "101", given="123456\n")
    session = pad.do(w.SignIn(window="w1", clerk="101", pin="123456"))["session"]
    pad.do(w.OpenWindow(window="w1"), session)
    yield session
    pad.do(w.SignOut(window="w1"), session)


def test_in_a_closed_hall_everything_works_for_those_who_belong_there(
    closed_hall: Door, machine: Member, pad: Member, session: str
) -> None:
    slip = machine.do(TAKE)
    with closed_hall.member("rate-w1") as rating, closed_hall.member("board-1") as board:
        assert pad.do(CALL, session)["number"] == slip["number"]
        board.until(lambda: slip["number"] in [one.number for one in getattr(board.snapshots.get(Board), "now", ())])
        pad.do(q.Start(window="w1"), session)
        pad.do(q.Finish(window="w1"), session)
        rating.until(lambda: getattr(rating.snapshots.get(w.WindowNow), "to_rate", None))
        to_rate = rating.snapshots[w.WindowNow].to_rate  # type: ignore[attr-defined]
        rating.do(r.Rate(service=to_rate.service, level=r.Level.VERY_GOOD))
    assert json.loads(closed_hall.shell("ticket", "show", slip["number"], "--json"))["brief"]["state"] == "DONE"


def test_49_a_ticket_machine_may_not_call(machine: Member, session: str) -> None:
    machine.do(TAKE)
    for given in (None, session):
        assert machine.ask(CALL, given).reason == Reason.NOT_ALLOWED


def test_49_a_pad_acts_for_its_own_window_only(closed_hall: Door, session: str) -> None:
    with closed_hall.member("call-w2") as other:
        for body in (CALL, w.OpenWindow(window="w1"), w.ShowSession(window="w1"), w.SignOut(window="w1")):
            assert other.ask(body, session).reason == Reason.NOT_ALLOWED
        assert other.ask(q.CallNext(window="w2"), session).reason == Reason.NOT_SIGNED_IN


def test_49_the_rating_pad_and_the_screen_of_a_window_are_not_its_clerk(closed_hall: Door, session: str) -> None:
    for device in ("rate-w1", "screen-w1"):
        with closed_hall.member(device) as one:
            assert one.ask(CALL, session).reason == Reason.NOT_ALLOWED
            assert one.ask(w.ShowSession(window="w1")).reason == Reason.NOT_ALLOWED
            one.until(lambda one=one: w.WindowNow in one.snapshots)
            assert session.encode() not in encode(one.snapshots[w.WindowNow])


def test_49_a_command_that_bears_the_name_of_another_device_is_refused(closed_hall: Door, session: str) -> None:
    """The broker proves whose topic it is; the hub holds the command to it."""
    command = "01a20b37-8e40-7000-8000-000000000001"
    forged = Command(id=command, device="call-w1", session=session, valid_until_ms=at("09:31"), body=CALL)
    with closed_hall.visitor("call-w2") as thief:
        thief.subscribe(topics.reply("test", "call-w2"))
        thief.publish(topics.command("test", "call-w2"), encode(forged))
        thief.until(lambda: thief.heard)
        reply = decode_reply(thief.heard[0][1])
    assert reply is not None and reply.reason == Reason.NOT_ALLOWED


def test_a_pad_that_was_started_again_is_told_its_session_and_works_on(closed_hall: Door) -> None:
    closed_hall.shell("clerk", "pin", "103", given="123456\n")
    with closed_hall.member("call-w3") as pad:
        session = pad.do(w.SignIn(window="w3", clerk="103", pin="123456"))["session"]
    with closed_hall.member("call-w3") as again:
        assert again.do(w.ShowSession(window="w3"))["session"] == session
        again.do(w.OpenWindow(window="w3"), session)


def test_50_a_shell_with_a_foreign_secret_is_told_what_to_look_at(closed_hall: Door, tmp_path: Path) -> None:
    (tmp_path / "hall.desk").write_text(closed_hall.secret("tm-1"))
    words = ["ticket", "show", "A001", "--hall", "test", "--device", "desk", "--credential", "desk"]
    done = closed_hall.run(*words, "--broker", f"127.0.0.1:{closed_hall.plain}", secrets=tmp_path)
    assert done.returncode == 1 and "does not let desk in. Is --credential right" in done.stderr
    assert closed_hall.secret("tm-1") not in done.stdout + done.stderr


def test_52_a_lock_after_five_wrong_pins_survives_a_hub_that_was_killed_and_binds_one_pad_only(
    own_door: Door, tmp_path: Path
) -> None:
    def sign_in(pad: Member, window: str, pin: str) -> object:
        return pad.ask(w.SignIn(window=window, clerk="102", pin=pin)).reason

    door = own_door
    hub = HubProcess(door.site, tmp_path / "data", door.broker.address, more=["--credential", "hub"], env=door.env)
    with hub, door.member("call-w1") as pad, door.member("call-w2") as other:
        door.shell("clerk", "pin", "102", given="246810\n")
        tried = [sign_in(pad, "w1", f"{n:06}") for n in range(7)]
        assert tried == [Reason.PIN_WRONG] * 5 + [Reason.CLERK_LOCKED] * 2
        hub.kill()
        pad.until(lambda: pad.links[-1] is not Link.UP)
        hub.start().ready()
        pad.until(lambda: pad.links[-1] is Link.UP)
        assert sign_in(pad, "w1", "246810") == Reason.CLERK_LOCKED, "also the right one"
        other.until(lambda: other.links[-1] is Link.UP)
        assert sign_in(other, "w2", "246810") is None, "she works at the next window"


def test_50_a_hub_without_its_secret_serves_nobody_and_says_why(door: Door, tmp_path: Path) -> None:
    (tmp_path / "hall.hub").write_text("wrong")
    env = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    with HubProcess(door.site, tmp_path / "data", door.broker.address, more=["--credential", "hub"], env=env) as hub:
        hub.until_said("refuses this device: Not authorized")
        assert hub.stop() == 0
    nothing = HubProcess(door.site, tmp_path / "data", door.broker.address, more=["--credential", "hub-b"], env=env)
    assert nothing.start().ended() == 2 and "holds no secret “hub-b”" in nothing.errors


def test_a_hub_inside_tls_serves_as_well(own_door: Door, tmp_path: Path) -> None:
    """As a hub would whose broker is another machine."""
    more, broker = ["--credential", "hub", "--ca", str(own_door.ca_file)], ("127.0.0.1", own_door.tls)
    hub = HubProcess(own_door.site, tmp_path / "data", broker, more=more, env=own_door.env)
    with hub, own_door.member("tm-2") as one:
        assert one.do(TAKE)["number"].startswith("A")
        assert hub.stop() == 0


def test_a_second_hub_with_the_same_account_leaves_the_hall_to_the_first(closed_hall: Door, tmp_path: Path) -> None:
    door = closed_hall
    second = HubProcess(door.site, tmp_path, door.broker.address, more=["--credential", "hub"], env=door.env)
    assert second.start().ended() == 2 and "serves this hall on the broker" in second.errors
    with door.member("tm-1") as machine:
        assert machine.do(TAKE)["number"].startswith("A"), "the first never noticed"
