"""E, failover: hub and standby are parted and both live (40), and what happens without the fence.

39, 41 and 42 lie with the rest of the standby in tests/integration/hub.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from fakes.broker import Broker, free_port
from fakes.certificates import Authority
from fakes.desk import CLERKS, PADS
from fakes.fault_table import Handed
from fakes.hub_process import HubProcess
from fakes.machines import Machine, plug, pull, reason_why_not, two_machines
from fakes.standby import StandbyProcess, promote, seq_of, until
from fakes.tap import Tap

from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.base import Strict
from edge_hub.contract.reasons import Reason
from edge_hub.standby.follower import ORPHANS
from edge_hub.tools.checker import Intent, Outcome, Recorded, check, double_numbers, fork
from edge_hub.tools.records import read_journal

PORT = 8444
TAKE = q.TakeTicket(items=("card",))


@dataclass
class Half:
    """What a test does on one of the machines, by one tap on its broker, and what it was told."""

    tap: Tap
    intents: list[Intent] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)

    def do(self, device: str, body: Strict, session: str | None = None) -> dict[str, Any]:
        command = self.tap.command(device, body, session=session)
        reply = self.tap.ask_bytes(device, command.model_dump_json().encode())
        assert reply.ok, reply
        result = dict(reply.result or {})
        self.intents.append(
            Intent(command.id, type(body).__name__, Outcome.ACKED, result.get("ticket"), result.get("number"))
        )
        return result

    def take(self, machine: str, count: int) -> None:
        self.numbers += [self.do(machine, TAKE)["number"] for _ in range(count)]

    def staffed(self, window: str) -> str:
        pad = PADS[window]
        self.do("desk", w.SetPin(by="901", clerk=CLERKS[window], pin="483920"))
        session = self.do(pad, w.SignIn(window=window, clerk=CLERKS[window], pin="483920"))["session"]
        self.do(pad, w.OpenWindow(window=window), session)
        return str(session)

    def serve(self, window: str, session: str, count: int) -> None:
        for _ in range(count):
            self.called.append(self.do(PADS[window], q.CallNext(window=window), session)["number"])
            for body in (q.Start(window=window), q.Finish(window=window)):
                self.do(PADS[window], body, session)


@dataclass
class Pair:
    """Hub and standby, each on a machine of its own with its own broker."""

    site: Path
    one: Machine
    two: Machine
    hub: HubProcess
    standby: StandbyProcess
    taps: tuple[Tap, Tap]
    brokers: tuple[Broker, Broker]
    tls: tuple[tuple[str, ...], tuple[str, ...]]


@pytest.fixture
def pair(site: Path, tmp_path: Path) -> Iterator[Pair]:
    why_not = reason_why_not()
    if why_not:
        pytest.skip(why_not)
    authority = Authority(tmp_path / "authority")
    with ExitStack() as stack:
        machines = stack.enter_context(two_machines())
        brokers, taps, ways, tls = [], [], [], []
        for machine in machines:
            proof = authority.machine(machine.name, machine.address)
            with machine.inside():
                port = free_port()
                inside_tls = f"allow_anonymous true\nlistener {port} 127.0.0.1\ncertfile {proof}\nkeyfile {proof}"
                brokers.append(stack.enter_context(Broker(tmp_path / machine.name, access=inside_tls)))
                taps.append(stack.enter_context(Tap(brokers[-1].address)))
            ways.append(("127.0.0.1", port))
            tls.append(("--ca", str(authority.file), "--tls-cert", str(proof), "--tls-key", str(proof)))
        one, two = machines
        listen = ("--standby-listen", f"{one.address}:{PORT}", "--peer", f"{two.address}:{PORT}")
        hub = HubProcess(site, tmp_path / "one", ways[0], more=[*listen, *tls[0]])
        standby = StandbyProcess(
            site, tmp_path / "two", ways[1], f"{one.address}:{PORT}", f"{two.address}:{PORT}", tls[1]
        )
        for process in (hub, standby):
            stack.callback(process.__exit__, None, None, None)
        with one.inside():
            hub.start().ready()
        with two.inside():
            standby.start()
        yield Pair(site, one, two, hub, standby, (taps[0], taps[1]), (brokers[0], brokers[1]), (tls[0], tls[1]))


def kept(pair: Pair) -> None:
    until(lambda: seq_of(pair.standby.data) == seq_of(pair.hub.data) > 0, "the standby has caught up")


def calls(rows: Sequence[Recorded]) -> list[str]:
    """The numbers that were called by these records, in their order."""
    number = {row.body["ticket"]: str(row.body["number"]) for row in rows if row.type == "TicketTaken"}
    return [number[row.body["ticket"]] for row in rows if row.type == "TicketCalled"]


def test_40_hub_and_standby_that_are_parted_and_both_serve_give_no_number_twice_and_then_one_gives_way(
    pair: Pair, hand_in: Handed
) -> None:
    """Who waited when the cable was pulled waits on both machines, and is called on both; nobody else is."""
    first, second = Half(pair.taps[0]), Half(pair.taps[1])
    first.take("tm-1", 10)
    session = first.staffed("w1")
    kept(pair)
    common = list(first.intents)
    pull(pair.one)
    first.take("tm-1", 8)
    first.serve("w1", session, 3)
    assert promote(pair.standby.data).returncode == 0
    pair.standby.ready()
    assert pair.standby.hello["epoch"] == pair.hub.hello["epoch"] + 1 == 2
    second.take("tm-2", 8)
    other = second.staffed("w2")
    second.serve("w2", other, 5)
    first.take("tm-1", 8)
    first.serve("w1", session, 3)
    waited, told = first.numbers[:10], [*first.numbers, *second.numbers]
    assert len(told) == len(set(told)) == 34, "a number on two slips"
    assert first.called == waited[:6] and second.called == waited[:5], "each in its turn, on either side"
    for half, epoch in ((first, 2), (second, 1)):  # a device that has heard of the other reign
        reply = half.tap.ask("tm-1", TAKE, epoch=epoch)
        assert reply.reason == Reason.WRONG_EPOCH, "the fence"
    plug(pair.one)
    assert pair.hub.ended(30) == 2 and "the other machine serves this hall" in pair.hub.errors
    with pair.one.inside():
        assert pair.hub.start().ended() == 2, "nor does it serve again"
    gave_way = list(read_journal(pair.hub.data))
    second.serve("w2", other, 10)
    follower = StandbyProcess(
        pair.site, pair.hub.data, ("127.0.0.1", 1), f"{pair.two.address}:{PORT}", f"{pair.one.address}:{PORT}",
        pair.tls[0],
    )  # fmt: skip
    with pair.one.inside():
        follower.start()
    try:
        until(lambda: seq_of(pair.hub.data) == seq_of(pair.standby.data), "the old machine follows the new one")
        orphans = (pair.hub.data / ORPHANS).read_text()
        assert all(f'"{number}"' in orphans for number in first.numbers[10:]), "what it had more is written out"
        assert pair.standby.stop() == 0
    finally:
        follower.__exit__(None, None, None)
    rows = list(read_journal(pair.standby.data))
    assert (calls(gave_way), calls(rows)) == (first.called, second.called), "no call but those that were told"
    assert second.called == [*waited, *second.numbers[:5]] and not set(first.called) & set(second.numbers)
    both = set(first.called) & set(second.called)
    assert both == set(waited[:6]), "by both: those who had waited before, and of them whom the old machine called"
    parted = fork(gave_way, rows)
    assert parted is not None and not double_numbers([*gave_way, *(row for row in rows if row.seq >= parted)])
    verdict = check([*common, *second.intents], rows)
    assert verdict.ok, verdict.counts()
    hand_in(verdict)


def test_control_fence_without_an_epoch_of_its_own_the_second_hub_gives_numbers_twice(
    site: Path, broker: Broker, tmp_path: Path, hand_in: Handed
) -> None:
    """The standby's copy is served as if it were the hub's: the checker must see it."""
    listen = ("--standby-listen", "127.0.0.1:0")
    with Broker(tmp_path / "second-broker") as other, ExitStack() as stack:
        hub = stack.enter_context(HubProcess(site, tmp_path / "one", broker.address, more=listen))
        standby = StandbyProcess(site, tmp_path / "two", other.address, hub.hello["standby_port"]).start()
        stack.callback(standby.__exit__, None, None, None)
        halves = [Half(stack.enter_context(Tap(broker.address)))]
        halves[0].take("tm-1", 5)
        until(lambda: seq_of(standby.data) == seq_of(hub.data) > 0, "the standby has caught up")
        standby.kill()
        stack.enter_context(HubProcess(site, standby.data, other.address))
        halves.append(Half(stack.enter_context(Tap(other.address))))
        for half in halves:
            half.take("tm-1", 5)
    here, there = list(read_journal(hub.data)), list(read_journal(standby.data))
    parted = fork(here, there)
    assert parted is not None
    intents = [intent for half in halves for intent in half.intents]
    verdict = check(intents, [*here, *(row for row in there if row.seq >= parted)])
    twice = [number for number, count in Counter(one.number for one in intents).items() if count > 1]
    assert len(verdict.double_numbers) == len(twice) == 5 and not verdict.double_calls and not verdict.lost
    hand_in({**verdict.counts(), "duplicated": len(verdict.double_numbers)})
