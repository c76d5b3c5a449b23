"""Which broker is dialled when: turns, pauses, and connections that are given up. Time is the test's own."""

import random
import threading
from dataclasses import dataclass, field
from typing import Any

from fakes.quiet import Expect

from edge_hub.client.line import CHASED, HUBLESS_S, JOIN_S, PAUSE_MAX_S, REFUSED_S, STEADY_S, Line, News
from edge_hub.client.wire import Address

ONE, TWO = Address("one", 1883), Address("two", 1883)


@dataclass
class FakeWire:
    """A wire whose fate the test decides."""

    address: Address
    fails: str | None = None
    joined: bool = False
    over: str | None = None
    refused: bool = False
    taken_over: bool = False
    faults: list[str] = field(default_factory=list)
    tended: int = 0

    def dial(self) -> None:
        self.over = self.fails

    def tend(self) -> None:
        self.tended += 1

    def drop(self, why: str) -> None:
        self.over = why


class Rig:
    """A line over fake wires. Its pauses are the longest that the lot could draw."""

    def __init__(self, *brokers: Address, fails: str | None = None) -> None:
        self.wires: list[FakeWire] = []
        self.fails = fails
        self.handed_over = threading.Event()
        longest = random.Random()
        longest.uniform = lambda low, high: high  # type: ignore[method-assign]
        self.line = Line(brokers, self._make, self.handed_over.set, longest)

    def _make(self, address: Address) -> Any:
        self.wires.append(FakeWire(address, self.fails))
        return self.wires[-1]

    def tend(self, now_s: float, hub_heard: bool = False) -> News | None:
        return self.line.tend(now_s, hub_heard=hub_heard)

    def dial(self, now_s: float) -> FakeWire:
        """Let the line dial at `now_s` and take over what was dialled."""
        self.handed_over.clear()
        dialled = len(self.wires)
        self.tend(now_s)
        assert self.handed_over.wait(5) and len(self.wires) == dialled + 1, "nothing was dialled"
        self.tend(now_s)
        return self.wires[-1]

    def join(self, now_s: float) -> FakeWire:
        wire = self.dial(now_s)
        wire.joined = True
        assert self.tend(now_s) is News.JOINED
        return wire

    def pause_s(self, now_s: float) -> float:
        due_s = self.line.next_s()
        assert due_s is not None
        return due_s - now_s


def test_a_wire_that_the_broker_accepts_is_the_line() -> None:
    rig = Rig(ONE)
    wire = rig.join(0.0)
    assert rig.line.wire is wire and rig.tend(1.0) is None and wire.tended >= 1


def test_brokers_take_turns_with_ever_longer_pauses() -> None:
    rig, now_s, dialled, pauses = Rig(ONE, TWO, fails="refused"), 0.0, [], []
    for _ in range(6):
        dialled.append(rig.dial(now_s).address)
        pauses.append(rig.pause_s(now_s))
        now_s += pauses[-1]
    assert dialled == [ONE, TWO] * 3
    assert pauses == [0.5, 1.0, 2.0, PAUSE_MAX_S, PAUSE_MAX_S, PAUSE_MAX_S]


def test_nothing_is_dialled_before_the_pause_is_over_and_never_twice_at_once() -> None:
    rig = Rig(ONE, fails="refused")
    rig.dial(0.0)
    rig.tend(0.4)
    assert len(rig.wires) == 1
    rig.handed_over.clear()
    rig.tend(0.5)
    rig.tend(0.5)
    assert rig.handed_over.wait(5) and len(rig.wires) == 2


def test_a_good_connection_makes_the_next_pause_short_again() -> None:
    rig = Rig(ONE, fails="refused")
    for now_s in (0.0, 1.0, 5.0):
        rig.dial(now_s)
    rig.fails = None
    wire = rig.join(20.0)
    wire.over = "cut"
    assert rig.tend(20.0 + STEADY_S) is News.LOST and rig.line.wire is None
    assert rig.pause_s(20.0 + STEADY_S) == 0.5


def test_connections_that_never_last_are_told_to_a_person(expects_warning: Expect) -> None:
    expects_warning("does another machine use its name?", times=1)
    rig, now_s = Rig(ONE), 0.0
    for _ in range(CHASED + 3):
        rig.join(now_s).over = "gone"
        assert rig.tend(now_s + 0.1) is News.LOST
        now_s += 10.0


def test_a_broker_that_says_no_is_not_asked_again_soon_and_it_is_told_once(expects_warning: Expect) -> None:
    expects_warning("not authorized", times=1)
    rig, now_s = Rig(ONE), 0.0
    for _ in range(3):
        wire = rig.dial(now_s)
        wire.refused, wire.over = True, "not authorized"
        assert rig.tend(now_s) is None
        assert rig.pause_s(now_s) == REFUSED_S
        now_s += REFUSED_S


def test_who_is_put_out_by_another_with_the_same_identity_reads_it_once_in_both_languages(
    expects_warning: Expect,
) -> None:
    expects_warning("同一时间只能在一处使用", times=1)
    rig, now_s = Rig(ONE), 0.0
    for _ in range(3):
        wire = rig.join(now_s)
        wire.refused = wire.taken_over = True
        wire.over = "Session taken over"
        assert rig.tend(now_s + STEADY_S + 1) is News.LOST
        assert rig.pause_s(now_s + STEADY_S + 1) == REFUSED_S, "neither does the putting out again at once"
        now_s += STEADY_S + 1 + REFUSED_S


def test_a_broker_that_takes_the_connection_and_says_nothing_is_left() -> None:
    rig = Rig(ONE, TWO)
    wire = rig.dial(0.0)
    rig.tend(JOIN_S - 0.1)
    assert wire.over is None
    assert rig.tend(JOIN_S) is None and wire.over is not None
    assert rig.dial(JOIN_S + 0.5).address == TWO


def test_a_broker_without_a_hub_is_left_if_there_is_another() -> None:
    rig = Rig(ONE, TWO)
    wire = rig.join(0.0)
    assert rig.tend(HUBLESS_S - 1, hub_heard=True) is None
    assert rig.tend(2 * HUBLESS_S - 1.1) is None
    assert rig.tend(2 * HUBLESS_S - 1) is News.LOST and "no hub is heard" in (wire.over or "")


def test_the_only_broker_is_kept_even_without_a_hub() -> None:
    rig = Rig(ONE)
    rig.join(0.0)
    assert rig.tend(1000.0) is None and rig.line.wire is not None


def test_a_line_that_is_closed_leaves_nothing_open_that_was_being_dialled() -> None:
    rig = Rig(ONE)
    rig.tend(0.0)
    assert rig.handed_over.wait(5)
    rig.line.close()
    assert [wire.over for wire in rig.wires] == ["closed"]
    late = Rig(ONE)
    late.line.close()
    late.tend(0.0)
    assert late.handed_over.wait(5) and [wire.over for wire in late.wires] == ["closed"]


def test_what_a_broker_forbids_is_logged(expects_warning: Expect) -> None:
    expects_warning("does not let this device read x", times=1)
    rig = Rig(ONE)
    rig.join(0.0).faults.append("the broker does not let this device read x")
    rig.tend(0.1)
    rig.tend(0.2)
