"""Many devices at once, each with a connection of its own, driven by one loop: they ask again until they are answered.

Everything that was meant is written down before it is sent, so that the journal can be held against it. What a device
does is a script that is told every answer, and fails on one that cannot be: a clerk who called somebody can finish.
"""

import contextlib
import json
import random
import selectors
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any

from edge_hub.contract import queue as q
from edge_hub.contract.base import Strict
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.codec import encode
from edge_hub.contract.reasons import Reason
from edge_hub.tools.bench_load import Device, Order, clock_of, connect
from edge_hub.tools.bench_site import Seat
from edge_hub.tools.checker import Intent, Outcome

Answer = Mapping[str, Any]
Script = Generator[Order, Answer, None]
AGAIN_S = 0.4
GIVE_UP_S = 60.0
"""A hub that has served for so long and left a command unanswered fails the test. While none serves nobody can be
answered: where each is killed in its start or a moment after it, somebody waited for 33 s and was served for 1.7 s of
them. How long a start may take is for whoever starts it."""
TWICE = 0.1
"""Share of commands that the network delivers twice, and of old ones that it delivers again much later."""


class Crowd:
    """Devices of one hall. `turn` moves all of them on; `stopping` asks the scripts to come to an end."""

    def __init__(
        self, port: int, hall: str, seed: int, serves: Callable[[], bool], give_up_s: float = GIVE_UP_S
    ) -> None:
        """`serves`: whether a hub does, for all that can be seen from outside."""
        self._serves, self._give_up_ns = serves, give_up_s * 1e9
        self._served_ns, self._turned_ns, self._served = 0, time.perf_counter_ns(), False
        self._began_ns: dict[str, int] = {}
        """By device: how long a hub had served when it began to ask."""
        self.longest_s = (0.0, 0.0)
        """The longest that anybody waited for an answer, and for how much of that a hub served."""
        self.intents: list[Intent] = []
        self.stopping = False
        self.repeats = 0
        """Replies that came again, word for word as before."""
        self._port, self._hall, self._lot = port, hall, random.Random(seed)
        self._clock: ClockRule | None = None
        self._selector = selectors.DefaultSelector()
        self._devices: list[Device] = []
        self._said: dict[str, bytes] = {}
        self._old: dict[str, list[tuple[Intent, bytes]]] = {}

    def join(self, name: str, script: Script) -> None:
        """One more device, which begins at once; the hub serves already."""
        self._clock = self._clock or clock_of(self._port, self._hall)
        device = connect(self._port, self._hall, name, self._clock)
        device.script = script
        self._devices.append(device)
        self._old[name] = []
        self._selector.register(device.wire.sock, selectors.EVENT_READ, device)
        self._go_on(device, None)

    @property
    def acked(self) -> int:
        return sum(one.outcome is Outcome.ACKED for one in self.intents)

    @property
    def busy(self) -> bool:
        return any(device.intent for device in self._devices)

    def turn(self, wait_s: float = 0.02) -> None:
        """Hear what comes within `wait_s`, and let everybody go on."""
        for key, _ in self._selector.select(wait_s):
            for heard in key.data.wire.hear():
                self._heard(key.data, heard.correlation.decode(), heard.payload)
        now_ns = self._count()
        for device in self._devices:
            if device.intent is not None and now_ns - device.asked_ns > AGAIN_S * 1e9:
                waited_ns = self._served_ns - self._began_ns[device.name]
                assert waited_ns < self._give_up_ns, f"{device.name} gets no answer to {device.order}"
                self._ask(device, device.intent)

    def _count(self) -> int:
        """The time since the last turn counts if a hub served at its beginning and at its end."""
        now_ns, serves = time.perf_counter_ns(), self._serves()
        if serves and self._served:
            self._served_ns += now_ns - self._turned_ns
        self._turned_ns, self._served = now_ns, serves
        return now_ns

    def come_again(self) -> None:
        """The broker is another one: everybody connects anew and asks again what was not answered."""
        for device in self._devices:
            self._selector.unregister(device.wire.sock)
            device.wire.close()
            device.wire = connect(self._port, self._hall, device.name, device.clock).wire
            self._selector.register(device.wire.sock, selectors.EVENT_READ, device)
            if device.intent is not None:
                device.ask(device.intent)

    def finish(self) -> None:
        """Let everybody come to an end."""
        self.stopping = True
        while self.busy:
            self.turn()

    def close(self) -> None:
        self._selector.close()
        for device in self._devices:
            device.wire.close()

    def _heard(self, device: Device, mark: str, payload: bytes) -> None:
        before = self._said.get(mark)
        if before is not None:
            assert payload == before, f"another answer to {mark}: {before!r}, then {payload!r}"
            self.repeats += 1
            return
        intent = device.intent
        answer = json.loads(payload)
        if intent is None or intent.id != mark or answer.get("reason") == Reason.BUSY:
            return
        waited_s = (time.perf_counter_ns() - device.began_ns) / 1e9
        self.longest_s = max(self.longest_s, (waited_s, (self._served_ns - self._began_ns[device.name]) / 1e9))
        intent.outcome = Outcome.ACKED if answer["ok"] else Outcome.REFUSED
        device.intent = None
        if answer.get("reason") == Reason.EXPIRED:  # the hub was away for long: whoever it was presses again
            assert device.order is not None
            self._press(device, device.order)
            return
        self._said[mark] = payload
        self._old[device.name] = [*self._old[device.name][-5:], (intent, device.payload)]
        result = answer.get("result") or {}
        intent.ticket, intent.number = result.get("ticket"), result.get("number")
        self._go_on(device, answer)

    def _go_on(self, device: Device, answer: Answer | None) -> None:
        assert device.script is not None
        try:
            order = device.script.send(answer)  # type: ignore[arg-type]
        except StopIteration:
            return
        self._press(device, order)

    def _press(self, device: Device, order: Order) -> None:
        if self._old[device.name] and self._lot.random() < TWICE:
            old, device.payload = self._lot.choice(self._old[device.name])
            self._ask(device, old)
        self._began_ns[device.name] = self._served_ns
        self.intents.append(device.send(order, time.perf_counter_ns(), 0))
        for _ in range(2 if self._lot.random() < TWICE else 1):
            self._ask(device, self.intents[-1])

    def _ask(self, device: Device, intent: Intent) -> None:
        """On a line that was torn off nothing leaves: whoever tore it lets the devices come again."""
        with contextlib.suppress(OSError):
            device.ask(intent)


def order(body: Strict, session: str | None = None) -> Order:
    return Order(type(body).__name__, encode(body), session)


def machine(items: Sequence[str], lot: random.Random, stop: Callable[[], bool]) -> Script:
    """A ticket machine: one ticket after the other, now and then for two items."""
    while not stop():
        answer = yield order(q.TakeTicket(items=tuple(lot.sample(list(items), lot.choice([1, 1, 2])))))
        assert answer["ok"], answer


def clerk(seat: Seat, session: str, items: Sequence[str], lot: random.Random, stop: Callable[[], bool]) -> Script:
    """A clerk who does everything that can be done with a ticket, and is never told that it is not there."""
    at, call, finish = {"window": seat.window}, q.CallNext(window=seat.window), q.Finish(window=seat.window)
    may_go_on = False
    while not stop():
        answer = yield order(call, session)
        if answer["ok"]:
            may_go_on = False
            for body in _way(at, answer["result"]["ticket"], items, lot):
                answer = yield order(body, session)
                while answer.get("reason") == Reason.TOO_EARLY:  # a no-show has to wait a while
                    answer = yield order(body, session)
                if answer.get("reason") == Reason.TOO_LATE:  # the hub was away for longer than an undo lasts
                    break
                assert answer["ok"], (body, answer)
                may_go_on = body == finish
        elif may_go_on and answer["reason"] == Reason.WINDOW_BUSY:  # the ticket's next item is served here too
            answer = yield order(finish, session)
            assert answer["ok"], answer
        else:
            assert answer["reason"] == Reason.NOBODY_WAITS, answer


def _way(at: dict[str, str], ticket: str, items: Sequence[str], lot: random.Random) -> list[Strict]:
    """One of the things that can happen to a ticket from its call until it leaves the window."""
    start, finish, no_show = q.Start(**at), q.Finish(**at), q.NoShow(**at)
    ways: list[list[Strict]] = [
        [finish], [start, finish], [start, finish], [q.Recall(**at), start, finish], [no_show], [q.Return(**at)],
        [no_show, q.Requeue(ticket=ticket)], [no_show, q.Cancel(ticket=ticket, why="回家")],
        [no_show, q.UndoNoShow(**at, ticket=ticket), start, finish],
        [start, q.Hold(**at, why="复印"), q.Resume(**at, ticket=ticket), finish],
        [start, q.Transfer(**at, to_item=lot.choice(list(items)), why="换窗口")],
    ]  # fmt: skip
    return lot.choice(ways)
