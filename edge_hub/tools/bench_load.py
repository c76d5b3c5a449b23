"""The load generator: many devices, each with an MQTT connection of its own, driven by one loop in one thread.

Rules: the same generator, payloads, QoS and properties drive the echo and the hub, so that their ratio means
something. In a closed loop a device sends its next command when the reply to the last has come. In an open loop
commands have their times beforehand, and a latency counts from that time and not from the moment of sending: a hub
that stalls is charged for all who had to wait (no coordinated omission).
"""

import gc
import json
import os
import select
import selectors
import time
from collections import deque
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from edge_hub.client import packets
from edge_hub.contract import topics
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.codec import decode
from edge_hub.contract.hall import HubStatus
from edge_hub.contract.ids import uuid7

from . import bench_wire
from .bench_sample import Sample
from .broker import HOST
from .checker import Intent, Outcome

EXPIRY_S = 10
CALL = "CallNext"
REPLY_S = 10.0
"""A reply that has not come after this time is lost."""
VALID_S = 30.0
"""How long a command is valid by the hub's clock."""
CLOCK_S = 10.0
"""A hub that serves states its clock within this time."""
AGAIN_S = 2.0
"""A command without a reply for so long is sent once more under the same id, as a terminal does."""
TURN_S = 0.2
"""How long the loop waits for replies before it looks for overdue ones."""


@dataclass(frozen=True, slots=True)
class Order:
    """One command to send: its name, its body as JSON and the session of the clerk, if any."""

    do: str
    body: bytes
    session: str | None = None


Answer = Mapping[str, Any]
Script = Generator[Order, Answer, None]
"""What a device does: yields orders and gets the replies to them."""


@dataclass(slots=True, eq=False)
class Device:
    """One device: its connection, what it is doing, and the times at which it is to do more."""

    name: str
    wire: bench_wire.MqttWire
    command_topic: bytes
    reply_topic: str
    clock: ClockRule
    script: Script | None = None
    order: Order | None = None
    intent: Intent | None = None
    began_ns: int = 0
    payload: bytes = b""
    asked_ns: int = 0
    due: deque[int] = field(default_factory=deque)
    last: Answer | None = None

    def send(self, order: Order, began_ns: int, times: int) -> Intent:
        """Send one command (`times` over, as a repeating network does); the intent written down before it left."""
        real_ms = int(time.time() * 1000)
        intent = Intent(uuid7(real_ms, os.urandom(10)), order.do)
        self.order, self.intent, self.began_ns = order, intent, began_ns
        until_ms = self.clock.hall_ms(real_ms) + self.clock.hall_span_ms(VALID_S)
        self.payload = envelope(intent.id, self.name, until_ms, order)
        for _ in range(times):
            self.ask(intent)
        return intent

    def ask(self, intent: Intent) -> None:
        """Publish the command of `intent` (once more)."""
        properties = bench_wire.request_properties(self.reply_topic, EXPIRY_S, intent.id.encode())
        self.wire.publish(self.command_topic, properties, self.payload)
        self.asked_ns = time.perf_counter_ns()


def clock_of(port: int, hall: str) -> ClockRule:
    """The clock of the hub that serves this hall; waits until it has stated it."""
    wire = bench_wire.MqttWire(HOST, port, f"clock-{hall}", topics.hub(hall))
    try:
        ends_s = time.monotonic() + CLOCK_S
        while (left_s := ends_s - time.monotonic()) > 0:
            select.select([wire.sock], [], [], left_s)
            for heard in wire.hear():
                status = decode(HubStatus, heard.payload)
                if status is not None and status.up:
                    return status.clock
    finally:
        wire.close()
    raise bench_wire.WireFault(f"the hub of {hall} does not state its clock")


def connect(port: int, hall: str, name: str, clock: ClockRule, watch: Sequence[str] = ()) -> Device:
    """A device on the broker, subscribed to its replies and to what it watches."""
    reply = topics.reply(hall, name)
    wire = bench_wire.MqttWire(HOST, port, name, reply, *watch)
    return Device(name, wire, packets.field(topics.command(hall, name).encode()), reply, clock)


def envelope(command: str, device: str, until_ms: int, order: Order) -> bytes:
    """The command as bytes. Written by hand, since the generator must be cheap; a test holds it to the contract."""
    session = b'"session":"%s",' % order.session.encode() if order.session else b""
    head = b'{"v":1,"id":"%s","device":"%s",%s' % (command.encode(), device.encode(), session)
    return b'%s"valid_until_ms":%d,"body":%s}' % (head, until_ms, order.body)


class Load:
    """All devices of a measurement, connected, and the loop that drives them."""

    def __init__(self, port: int, hall: str, devices: Sequence[str], clock: ClockRule | None = None) -> None:
        """`clock` is that of the hub; an echo has none."""
        self.intents: list[Intent] | None = None
        """Set to a list to keep what was sent and answered, for the checker."""
        self._ends_ns = 0
        self.repeat_every = 0
        """Publish every n-th command twice under one id; 0 for never."""
        self._sent, self._port = 0, port
        self.called_ns: dict[str, int] | None = None
        """Set to a dict to keep, by number, when its call was due."""
        self._selector = selectors.DefaultSelector()
        self._devices: dict[str, Device] = {}
        for name in devices:
            self.join(hall, name, clock or ClockRule())

    def join(self, hall: str, name: str, clock: ClockRule, watch: Sequence[str] = ()) -> None:
        """One more device, of any hall on the broker."""
        device = self._devices[name] = connect(self._port, hall, name, clock, watch)
        self._selector.register(device.wire.sock, selectors.EVENT_READ, device)

    def close(self) -> None:
        self._selector.close()
        for device in self._devices.values():
            device.wire.close()

    def time_up(self) -> bool:
        """Whether the time of the present closed loop is over; its scripts look at this and end."""
        return time.perf_counter_ns() >= self._ends_ns

    def closed(self, scripts: Mapping[str, Script], *, for_s: float) -> Sample:
        """Every device in `scripts` sends, awaits the reply and sends again, until its script ends."""
        busy, sample = self._assign(scripts), Sample()
        with _quiet():
            began = time.perf_counter_ns()
            self._ends_ns = began + int(for_s * 1e9)

            warm = _Warm(len(busy))

            def after(device: Device, answer: Answer) -> None:
                now = time.perf_counter_ns()
                warm.heard(device.name, now, sample.done, self._ends_ns)
                self._next(device, answer, now)

            for device in busy:
                self._next(device, None, time.perf_counter_ns())
            while any(device.intent for device in busy):
                self._turn(sample, after, TURN_S)
                _ask_again(busy, sample)
            sample.seconds, sample.in_time = warm.result(began)
        return sample

    def open(
        self, scripts: Mapping[str, Script], *, per_s: float, for_s: float, turns: Sequence[str] | None = None
    ) -> Sample:
        """`per_s` commands a second in all, at times fixed beforehand, over the devices in turn (or as in `turns`)."""
        busy, sample = self._assign(scripts), Sample()
        order = [self._devices[name] for name in turns or scripts]
        with _quiet():
            began = time.perf_counter_ns() + 20_000_000
            times = deque((began + int(n * 1e9 / per_s), order[n % len(order)]) for n in range(int(per_s * for_s)))
            while times or any(device.intent for device in busy):
                while times and times[0][0] <= time.perf_counter_ns():
                    due, device = times.popleft()
                    device.due.append(due)
                    self._next_due(device)
                wait_s = (times[0][0] - time.perf_counter_ns()) / 1e9 if times else TURN_S
                self._turn(sample, self._answered, max(0.0, wait_s))
                _ask_again(busy, sample)
            sample.seconds, sample.in_time = (time.perf_counter_ns() - began) / 1e9, sample.done
        return sample

    def _assign(self, scripts: Mapping[str, Script]) -> list[Device]:
        busy = [self._devices[name] for name in scripts]
        for device in busy:
            device.script, device.last, device.intent = scripts[device.name], None, None
            device.due.clear()
        return busy

    def _next(self, device: Device, answer: Answer | None, began_ns: int) -> None:
        """Let the script hear the answer to its last order and send its next."""
        assert device.script is not None
        try:
            order = next(device.script) if answer is None else device.script.send(answer)
        except StopIteration:
            return
        self._sent += 1
        twice = self.repeat_every > 0 and self._sent % self.repeat_every == 0
        intent = device.send(order, began_ns, 2 if twice else 1)
        if self.intents is not None:
            self.intents.append(intent)

    def _answered(self, device: Device, answer: Answer) -> None:
        device.last = answer
        self._next_due(device)

    def _next_due(self, device: Device) -> None:
        """Send the next command whose time has come, once the one before it is answered."""
        if device.due and device.intent is None and device.script is not None:
            answer, device.last = device.last, None
            self._next(device, answer, device.due.popleft())

    def _turn(self, sample: Sample, after: Callable[[Device, Answer], None], wait_s: float) -> None:
        """Read what comes within `wait_s`, count it and let each device go on."""
        for key, _events in self._selector.select(wait_s):
            device: Device = key.data
            for heard in device.wire.hear():
                intent, order = device.intent, device.order
                if intent is None or order is None or heard.correlation != intent.id.encode():
                    continue  # the second reply to a command that was sent twice
                span = time.perf_counter_ns() - device.began_ns
                device.intent = None
                answer = json.loads(heard.payload)
                if _note(sample, intent, answer):
                    sample.spans_ns.setdefault(order.do, []).append(span)
                    if self.called_ns is not None and order.do == CALL and intent.number is not None:
                        self.called_ns[intent.number] = device.began_ns
                after(device, answer)


def _note(sample: Sample, intent: Intent, answer: Answer) -> bool:
    """Count the answer and write it beside the intent; whether the command was carried out."""
    if not answer.get("ok", True):  # an echo has no `ok`
        intent.outcome = Outcome.REFUSED
        reason = str(answer.get("reason"))
        sample.refused[reason] = sample.refused.get(reason, 0) + 1
        return False
    intent.outcome = Outcome.ACKED
    result = answer.get("result") or {}
    intent.ticket, intent.number = result.get("ticket"), result.get("number")
    sample.done += 1
    return True


def _ask_again(busy: Sequence[Device], sample: Sample) -> None:
    """Send commands without a reply once more, and give up those whose reply is lost."""
    now = time.perf_counter_ns()
    for device in busy:
        if device.intent is None or now - device.asked_ns < AGAIN_S * 1e9:
            continue
        if now - device.began_ns < REPLY_S * 1e9:
            device.ask(device.intent)
            sample.again += 1
        else:
            sample.lost += 1
            device.intent, device.script = None, None
            device.due.clear()


class _Warm:
    """When a crowd in a closed loop has settled, and what was done between then and the end of its time.

    A crowd that starts at once gets its first replies in a burst: the rate counts from when everyone has had one.
    """

    def __init__(self, crowd: int) -> None:
        self._crowd = crowd
        self._heard: set[str] = set()
        self._from = self._to = (0, 0)
        """(time, commands done)."""

    def heard(self, device: str, now_ns: int, done: int, ends_ns: int) -> None:
        """A reply came, the `done`th that carried something out."""
        if len(self._heard) < self._crowd:
            self._heard.add(device)
            self._from = (now_ns, done)
        if now_ns <= ends_ns or self._to <= self._from:
            self._to = (now_ns, done)

    def result(self, began_ns: int) -> tuple[float, int]:
        """(seconds, commands); of the whole run if it was over before everyone had a reply."""
        if self._to[1] - self._from[1] < self._crowd // 2:
            return (self._to[0] - began_ns) / 1e9, self._to[1]
        return (self._to[0] - self._from[0]) / 1e9, self._to[1] - self._from[1]


class _quiet:
    """No garbage collection in the middle of a measurement: its pauses would be charged to the hub."""

    def __enter__(self) -> None:
        gc.collect()
        gc.disable()

    def __exit__(self, *_fault: object) -> None:
        gc.enable()
