"""The hub is killed, a ticket machine goes on with what it was lent, the hub is back: each number once, each callable.
"""

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest
from fakes import broker as brokers
from fakes.hub_process import HubProcess

from edge_hub.client.answers import NoReply
from edge_hub.client.hub_client import HubClient
from edge_hub.client.lease_book import LeaseBook, NoNumber, OfflineTicket
from edge_hub.client.link import Link
from edge_hub.client.outbox import Outbox
from edge_hub.contract import queue as q
from edge_hub.contract import topics
from edge_hub.contract import window as w
from edge_hub.contract.base import Snapshot, Strict
from edge_hub.contract.envelope import Reply
from edge_hub.contract.hall import HubStatus

HALL, DAY = "test", "2026-11-24"


def until(holds: Callable[[], object], what: str, timeout_s: float = 30.0) -> None:
    """Wait until `holds()`, looking ten times a second."""
    end_s, never = time.monotonic() + timeout_s, threading.Event()
    while not holds():
        assert time.monotonic() < end_s, f"{what} did not happen within {timeout_s} s"
        never.wait(0.1)


class Device:
    """A real client of the hall."""

    def __init__(self, name: str, address: tuple[str, int], state: Path, *, leases: bool = False) -> None:
        self.state = state / name
        self.beats: list[HubStatus] = []
        self.client = HubClient(
            HALL, name, [address], [topics.directory(HALL)], self._hear, lambda link: None, state=self.state,
            leases=leases,
        )  # fmt: skip
        self.client.start()

    def _hear(self, snapshot: Snapshot) -> None:
        if isinstance(snapshot, HubStatus):
            self.beats.append(snapshot)

    def up(self) -> None:
        until(lambda: self.client.link is Link.UP, "the link to the hub")

    def ask(self, body: Strict, **more: Any) -> Reply:
        answers: SimpleQueue[Reply | NoReply] = SimpleQueue()
        self.client.send(body, answers.put, **more)  # type: ignore[arg-type]
        reply = answers.get(timeout=10)
        assert isinstance(reply, Reply), reply
        return reply

    def do(self, body: Strict, **more: Any) -> Any:
        reply = self.ask(body, **more)
        assert reply.ok, reply.words
        return reply.result

    def number(self, *items: str) -> str:
        """A ticket from the hub."""
        return str(self.do(q.TakeTicket(items=items))["number"])

    def lent(self, queue: str = "A") -> int:
        """By its own handle: two that open a new file at one time may refuse each other."""
        return LeaseBook(self.client._outbox).left(queue, DAY, 0)[0]

    def offline(self, *items: str, queue: str = "A") -> OfflineTicket:
        taken = self.client.take_offline(queue, items, "normal", "zh")
        assert isinstance(taken, OfflineTicket), taken
        return taken


@pytest.fixture
def make(broker: brokers.Broker, tmp_path: Path) -> Iterator[Callable[..., Device]]:
    made: list[Device] = []

    def one(name: str, **more: Any) -> Device:
        made.append(Device(name, broker.address, tmp_path / "state", **more))
        return made[-1]

    yield one
    for device in made:
        device.client.stop()


@pytest.fixture
def hub(make_hub: Callable[..., HubProcess], tmp_path: Path) -> HubProcess:
    return make_hub(tmp_path / "data").start().ready()


def at_work(make: Callable[..., Device]) -> tuple[Device, str]:
    """The pad of window 1 with a clerk who serves, and the session."""
    desk, pad = make("desk"), make("call-w1")
    desk.up()
    pad.up()
    desk.do(w.SetPin(by="901", clerk="101", pin="483920"))
    session = str(pad.do(w.SignIn(window="w1", clerk="101", pin="483920"))["session"])
    pad.do(w.OpenWindow(window="w1"), session=session)
    return pad, session


def call_all(pad: Device, session: str) -> list[str]:
    """Numbers in the order in which the window calls them, until nobody waits."""
    called = []
    while (reply := pad.ask(q.CallNext(window="w1"), session=session)).ok:
        called.append(str(reply.result["number"]))
        pad.do(q.Finish(window="w1"), session=session)
    assert reply.reason == "NOBODY_WAITS"
    return called


@pytest.mark.fault(43)
def test_who_came_while_the_hub_was_gone_is_called_once_and_in_turn(
    hub: HubProcess, make: Callable[..., Device]
) -> None:
    one, other = make("tm-1", leases=True), make("tm-2", leases=True)
    one.up()
    until(lambda: one.lent() == other.lent() == 30 and one.lent("B") == 30, "the leases")
    assert one.client.take_offline("A", ("card",), "normal", "zh") is NoNumber.HUB_IS_THERE
    before = one.number("card")
    hub.kill()
    until(lambda: one.client.offline and other.client.offline, "five seconds of silence")
    taken = []
    for machine, item in ((one, "card"), (other, "card"), (one, "pension")):
        taken.append(machine.offline(item))
        now_ms = one.client.hall_now_ms()
        until(partial(_later, one, now_ms), "the next moment")  # in one, nobody is first
    first, second, third = taken
    assert [first.number, second.number, third.number] == ["A600", "A700", "A601"]
    assert first.url == f"https://hall.example.gov.cn/t/{first.token}"
    hub.start().ready()
    one.up()
    until(lambda: one.client.facts_waiting() == other.client.facts_waiting() == 0, "the reports")
    after = other.number("card")
    assert (before, after) == ("A001", "A002")
    pad, session = at_work(make)
    assert call_all(pad, session) == [before, first.number, second.number, third.number, after]


def _later(machine: Device, than_ms: int) -> bool:
    return machine.client.hall_now_ms() > than_ms


CUT = """
import os, signal, sys, threading, time
from pathlib import Path
from edge_hub.client.hub_client import HubClient
from edge_hub.client.lease_book import LeaseBook
from edge_hub.contract import topics
port, state, day = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
client = HubClient(
    "test", "tm-1", [("127.0.0.1", port)], [topics.directory("test")], lambda one: None, lambda one: None,
    state=state, leases=True,
)
client.start()
never = threading.Event()
while LeaseBook(client._outbox).left("A", day, 0)[0] < 30:
    never.wait(0.1)
print("lent", flush=True)
while not client.offline:
    never.wait(0.1)
taken = client.take_offline("A", ("card",), "normal", "zh")
os.kill(os.getpid(), signal.SIGKILL)  # the power goes before the slip is printed
print(taken.number)
"""


@pytest.mark.fault(44)
def test_a_power_cut_between_commit_and_print_spends_the_number_and_tells_the_hub(
    hub: HubProcess, make: Callable[..., Device], broker: brokers.Broker, tmp_path: Path
) -> None:
    state = tmp_path / "state" / "tm-1"
    machine = subprocess.Popen(
        [sys.executable, "-c", CUT, str(broker.port), str(state), DAY], stdout=subprocess.PIPE, text=True
    )
    assert machine.stdout is not None and machine.stdout.readline() == "lent\n"
    hub.kill()
    assert machine.wait(30) == -signal.SIGKILL and machine.stdout.read() == ""
    machine.stdout.close()
    hub.start().ready()
    again = make("tm-1", leases=True)
    again.up()
    until(lambda: again.client.facts_waiting() == 0, "the report")
    hub.kill()
    until(lambda: again.client.offline, "five seconds of silence")
    assert again.offline("card").number == "A601"
    hub.start().ready()
    again.up()
    until(lambda: again.client.facts_waiting() == 0, "the report")
    pad, session = at_work(make)
    assert call_all(pad, session) == ["A600", "A601"]


def test_what_is_told_again_after_a_lost_reply_stands_in_line_once(
    hub: HubProcess, make: Callable[..., Device], tmp_path: Path
) -> None:
    one = make("tm-1", leases=True)
    one.up()
    until(lambda: one.lent() == 30, "the lease")
    hub.kill()
    until(lambda: one.client.offline, "five seconds of silence")
    taken = one.offline("card")
    owed = Outbox(one.state / "outbox.db")
    fact = owed.first()
    assert fact is not None and json.loads(fact.payload)["body"]["ticket"] == taken.ticket
    hub.start().ready()
    one.up()
    until(lambda: one.client.facts_waiting() == 0, "the report")
    one.client.stop()
    owed.put(fact.id, fact.payload)  # as if the reply had never come
    owed.close()
    again = make("tm-1", leases=True)
    again.up()
    until(lambda: again.client.facts_waiting() == 0, "the report")
    pad, session = at_work(make)
    assert call_all(pad, session) == ["A600"]
