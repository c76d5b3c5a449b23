"""The line to the hall: which broker is dialled when, and when a connection is given up.

All addresses take turns. Dialling may block (names, TCP), so each attempt has a short thread of its own that hands the
wire over; everything else belongs to the caller's thread. Pauses grow and are drawn by lot, so that five hundred
devices do not come back in the same instant. With two brokers, one without a hub behind it is left for the other.
"""

import logging
import queue
import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from .wire import Address, Wire

log = logging.getLogger(__name__)
JOIN_S = 5.0
"""A broker that took the connection must have answered by then."""
PAUSE_S, PAUSE_MAX_S = 0.5, 3.0
"""A terminal must be right again 5 s after the broker is back, whenever its last try was."""
REFUSED_S = 10.0
"""After a broker said no: an administrator must do something first."""
HUBLESS_S = 10.0
STEADY_S = 5.0
"""A connection that lasted so long was a good one; shorter ones count as failures."""
CHASED = 4
"""After so many short connections a person should look."""
TEND_S = 1.0
PUT_OUT = (
    "一个身份（设备或控制台）同一时间只能在一处使用：另一个终端或另一台机器也用它连接时，两边会互相挤下线。"
    "请关掉其中一个，或各用一个控制台。\n"
    "An identity (of a device or console) works in one place at a time: where another shell or machine uses it too,"
    " each puts the other out. Close one of them, or give each a console of its own."
)
"""What a person reads who can do something about it."""
CHASED_WORDS = (
    "消息服务器一再断开本机：是不是另有一处在用它的身份？"
    f" The broker drops this device again and again; does another machine use its name?\n{PUT_OUT}"
)
"""Mosquitto 2.0 does not say that a session was taken over: this is as much as can be known."""


class News(Enum):
    """What has changed on the line."""

    JOINED = "JOINED"
    LOST = "LOST"


@dataclass(slots=True)
class Line:
    """Keeps one wire up. `wire` is the connection while there is one that the broker accepted."""

    brokers: Sequence[Address]
    make_wire: Callable[[Address], Wire]
    """Called on the dialling thread."""
    wake: Callable[[], None]
    """Called when a dialled wire has been handed over."""
    lot: random.Random
    wire: Wire | None = None
    refused: bool = False
    """Whether the last connection ended, or never began, by somebody's no."""
    _coming: Wire | None = None
    _dialling: bool = False
    _closed: bool = False
    _dialled: "queue.SimpleQueue[Wire]" = field(default_factory=queue.SimpleQueue)
    _turn: int = 0
    _failures: int = 0
    _dial_at_s: float = 0.0
    _join_by_s: float = 0.0
    _joined_s: float = 0.0
    _hub_heard_s: float = 0.0
    _tend_at_s: float = 0.0
    _said: str = ""
    _other_told: bool = False

    @property
    def any(self) -> Wire | None:
        """The wire to listen on, accepted or not yet."""
        return self.wire or self._coming

    def tend(self, now_s: float, *, hub_heard: bool) -> News | None:
        """Dial, take over, keep alive, give up: whatever is due."""
        while not self._dialled.empty():
            self._dialling = False
            self._coming, self._join_by_s = self._dialled.get(), now_s + JOIN_S
        if hub_heard:
            self._hub_heard_s = now_s
        wire = self.any
        if wire is None:
            if not self._dialling and now_s >= self._dial_at_s:
                self._dial()
            return None
        if now_s >= self._tend_at_s:
            self._tend_at_s = now_s + TEND_S
            wire.tend()
        for fault in wire.faults:
            log.warning("%s.", fault)
        wire.faults.clear()
        self._give_up(wire, now_s)
        if wire.over is not None:
            return self._end(wire, now_s)
        if wire.joined and self.wire is None:
            self.wire, self._coming, self._said, self.refused = wire, None, "", False
            self._hub_heard_s = self._joined_s = now_s
            return News.JOINED
        return None

    def close(self) -> None:
        """Leave nothing open, not even what is still being dialled."""
        self._closed = True
        while not self._dialled.empty():
            self._dialled.get().drop("closed")
        if self._coming is not None:
            self._coming.drop("closed")

    def next_s(self) -> float | None:
        """When to tend again, if nothing comes; None while a dialling thread is at it."""
        wire = self.any
        if wire is None:
            return None if self._dialling else self._dial_at_s
        times = [self._tend_at_s]
        if self.wire is None:
            times.append(self._join_by_s)
        elif len(self.brokers) > 1:
            times.append(self._hub_heard_s + HUBLESS_S)
        return min(times)

    def _dial(self) -> None:
        address = self.brokers[self._turn % len(self.brokers)]
        self._turn += 1
        self._dialling = True
        threading.Thread(target=self._dialled_by, args=(address,), name=f"dial-{address.host}", daemon=True).start()

    def _dialled_by(self, address: Address) -> None:
        wire = self.make_wire(address)
        wire.dial()
        self._dialled.put(wire)
        if self._closed:
            self.close()
        self.wake()

    def _give_up(self, wire: Wire, now_s: float) -> None:
        if wire.over is not None:
            return
        if self.wire is None:
            if not wire.joined and now_s >= self._join_by_s:
                wire.drop(f"{wire.address.host}:{wire.address.port}: the broker does not answer")
        elif len(self.brokers) > 1 and now_s >= self._hub_heard_s + HUBLESS_S:
            wire.drop(f"{wire.address.host}:{wire.address.port}: no hub is heard there; trying the other broker")

    def _end(self, wire: Wire, now_s: float) -> News | None:
        was_joined = self.wire is wire
        self.wire = self._coming = None
        self.refused = wire.refused
        if was_joined and now_s >= self._joined_s + STEADY_S:
            self._failures = 0
        pause_s = REFUSED_S if wire.refused else min(PAUSE_S * 2**self._failures, PAUSE_MAX_S)
        self._failures = min(self._failures + 1, 10)
        self._dial_at_s = now_s + pause_s * self.lot.uniform(0.5, 1.0)
        why = wire.over or ""
        if was_joined and self._failures == CHASED:
            log.warning("%s", CHASED_WORDS)
        if wire.taken_over:
            self._tell_of_another()
        elif why != self._said:  # the same fault every few seconds is one fault
            self._said = why
            (log.warning if wire.refused else log.info)("The line is down: %s.", why)
        return News.LOST if was_joined else None

    def _tell_of_another(self) -> None:
        """Once: the two of them go on putting each other out."""
        if not self._other_told:
            self._other_told = True
            log.warning("%s", PUT_OUT)
