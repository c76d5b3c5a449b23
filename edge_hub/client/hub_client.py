"""A device's side of the hall: send a command and hear the reply, watch snapshots, know the link, keep facts.

One network thread does everything: it waits on the broker's socket and on a pipe by which other threads wake it, and it
keeps the times (repetitions, deadlines, the hub's silence). It drives paho through paho's interface for outside loops:
with paho's own thread there would be a second one to keep the times, and a client object that outlives its connection
and sends again what was in flight.

Rules kept here: a command leaves only while the link is up, and never after its time; it is asked again with the same
id and bytes; the first reply counts; nothing of a lower epoch is believed. Facts go through the outbox. Link and reply
times are real time; the validity that a command carries is hall time. Callbacks come on the network thread; only a
refusal at once (link down, too many open) comes from within `send`. What the cache holds of names and places is told
before anything else, as if the hub had said it long ago.
"""

import os
import random
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from edge_hub.contract import topics
from edge_hub.contract.base import Snapshot
from edge_hub.contract.codec import decode_reply, encode
from edge_hub.contract.device import DeviceStatus, ReportHealth, ReportSlip
from edge_hub.contract.envelope import COMMAND_BYTES_MAX, AnyCommand, Command
from edge_hub.contract.ids import uuid7
from edge_hub.contract.wired import ReportStep

from .answers import NoReply, Why
from .asking import OPEN_MAX, Ask, Asking, OnReply
from .cache import Cache
from .courier import Courier
from .knowledge import Knowledge
from .lease_book import NoNumber, OfflineTicket
from .leasing import Leasing
from .line import Line, News
from .link import Link
from .outbox import Outbox
from .waiting import Waiting
from .wire import Address, Letter, LoginOf, Wire, no_login

UNREAD_MAX = 1000
ASIDES_MAX = 64
LOOK_S = 1.0
GOODBYE_S = 1.0


def state_dir(given: Path | None, device: str) -> Path:
    """The folder of what the device must not forget: below `given`, or below the user's state folder (XDG)."""
    if given is None:
        root = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
        given = Path(root) / "hall"
    return given / device


class HubClient:
    """One device's connection to its hall."""

    def __init__(
        self,
        hall: str,
        device: str,
        brokers: Sequence[tuple[str, int] | Address],
        watch: Sequence[str],
        on_snapshot: Callable[[Snapshot], None],
        on_link: Callable[[Link], None],
        *,
        state: Path | None = None,
        login: LoginOf = no_login,
        open_max: int = OPEN_MAX,
        lot: random.Random | None = None,
        leases: bool = False,
        asides: Mapping[str, Callable[[bytes], None]] | None = None,
    ) -> None:
        """`watch` are topic filters; the hub's heartbeat and the own replies are heard without asking. `state` is the
        device's own folder (`state_dir`). `leases`: it is lent
        numbers, to go on without the hub. `asides` are topics on which others than the hub speak to this device, each
        with who hears it. `login` may block and is called on another thread before each connection."""
        assert brokers, "a device needs the address of a broker"
        self._hall, self._device, self._login = hall, device, login
        self._on_snapshot, self._on_link = on_snapshot, on_link
        self._asides = dict(asides or {})
        self._aside_out: deque[tuple[str, bytes]] = deque(maxlen=ASIDES_MAX)
        self._topics = _each_once(topics.hub(hall), topics.reply(hall, device), *watch, *self._asides)
        self._wall_ms = time.time() * 1000 - time.monotonic() * 1000
        self._known, self._link = Knowledge(), Link.NO_BROKER
        self._lock = threading.Lock()
        """Around `_asking`, which `send` fills."""
        self._asking = Asking(open_max)
        folder = state or state_dir(None, device)
        self._outbox, self._cache = Outbox(folder / "outbox.db"), Cache(folder / "cache", hall)
        self._courier = Courier(self._outbox)
        self._leasing = Leasing(self._outbox, device, self._new_id) if leases else None
        self._waiting = Waiting()
        addresses = [one if isinstance(one, Address) else Address(*one) for one in brokers]
        self._line = Line(addresses, self._new_wire, self._waiting.wake, lot or random.Random())
        self._stirred = self._stopping = False
        self._thread: threading.Thread | None = None

    # ---- for any thread -------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to connect, and go on until stopped; returns at once. A second start does nothing."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=f"hub-client-{self._device}", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Say goodbye and end. Open commands get `NoReply`; facts stay in the outbox."""
        self._stopping = True
        self._waiting.wake()
        if self._thread is None:
            self._end()
        elif self._thread is not threading.current_thread():
            self._thread.join()

    @property
    def link(self) -> Link:
        """The link as it was last told."""
        return self._link

    @property
    def refused(self) -> bool:
        """Whether the broker itself said no at the last try, or could not be trusted: a person must do something."""
        return self._line.refused

    def send(
        self,
        body: AnyCommand,
        on_reply: OnReply,
        *,
        session: str | None = None,
        expect_ver: int | None = None,
        timeout_s: float | None = None,
    ) -> str:
        """Send a command; `on_reply` is called exactly once. Returns the command's id."""
        command_id = self._new_id()
        lasts_s = self._known.timeout_s if timeout_s is None else timeout_s
        command = Command(
            id=command_id, device=self._device, session=session, epoch=self._known.heard.epoch, expect_ver=expect_ver,
            valid_until_ms=self.hall_now_ms() + self._known.hall_time.rule.hall_span_ms(lasts_s), body=body,
        )  # fmt: skip
        now_s = time.monotonic()
        why_not = self._why_not(Ask(command_id, encode(command), on_reply, now_s + lasts_s, now_s))
        if why_not is not None:
            on_reply(NoReply(command_id, why_not))
        else:
            self._waiting.wake()
        return command_id

    def report(self, body: ReportHealth | ReportSlip | ReportStep) -> None:
        """Keep a fact on disk until the hub has acknowledged it. Blocks for one commit. Raises `OutboxFault`."""
        command = Command(id=self._new_id(), device=self._device, body=body)
        self._outbox.put(command.id, encode(command), body.part if isinstance(body, ReportHealth) else None)
        self._stirred = True
        self._waiting.wake()

    def tell(self, topic: str, payload: bytes) -> None:
        """Say something to another device than the hub, once: while the broker is away it is dropped."""
        self._aside_out.append((topic, payload))
        self._waiting.wake()

    @property
    def offline(self) -> bool:
        """Whether this device gives numbers by itself now: the hub is silent, and there is a lease for today."""
        leasing, epoch = self._leasing, self._known.heard.epoch
        down = leasing is not None and self._link is not Link.UP
        return down and leasing is not None and leasing.offline(time.monotonic(), self.hall_now_ms(), epoch)

    def take_offline(
        self, queue: str, items: tuple[str, ...], cls: str, lang: str, instead_of: str | None = None,
        reason: str | None = None,
    ) -> OfflineTicket | NoNumber:
        """The next number of this device's lease, for the time without the hub; it is on disk, with its report to the
        hub, when this returns. Blocks for one commit. May be called once `offline`. `instead_of` is the command that
        this person was not answered: whatever came of it is cancelled. `reason`: why they belong to the class,
        as they say."""
        if self._leasing is None or not self.offline:
            return NoNumber.HUB_IS_THERE if self._link is Link.UP else NoNumber.NONE_LENT
        epoch = self._known.heard.epoch
        taken = self._leasing.take(queue, items, cls, lang, self.hall_now_ms(), epoch, instead_of, reason)
        if isinstance(taken, NoNumber):
            return taken
        self._stirred = True
        self._waiting.wake()
        lent, taken_ms = taken
        url = None if lent.url is None else lent.url + lent.token
        return OfflineTicket(lent.ticket, lent.number, lent.token, url, taken_ms)

    def hall_now_ms(self) -> int:
        """The hall's time by the rule of the last heartbeat; before the first one the device's own."""
        return self._known.hall_time.now_ms(self._real_ms())

    def facts_waiting(self) -> int:
        """How many facts the hub has not acknowledged."""
        return len(self._outbox) if self._outbox.exists() else 0

    def _why_not(self, ask: Ask) -> Why | None:
        """Why the command cannot leave; None if it was taken in."""
        if len(ask.payload) > COMMAND_BYTES_MAX:
            return Why.TOO_LARGE
        with self._lock:
            if self._stopping:
                return Why.STOPPED
            if self._link is not Link.UP:
                return Why(self._link.value)
            return None if self._asking.add(ask) else Why.TOO_MANY

    def _new_id(self) -> str:
        return uuid7(self._real_ms(), secrets.token_bytes(10))

    def _real_ms(self) -> int:
        """The wall clock as it stood at the start, moved on by the monotonic one: nobody's setting disturbs it."""
        return round(self._wall_ms + time.monotonic() * 1000)

    # ---- the network thread ---------------------------------------------------------------------------------------

    def _run(self) -> None:
        if self._leasing is not None:
            self._leasing.began(time.monotonic())
        try:
            for snapshot in self._cache.read():
                self._on_snapshot(snapshot)
            while not self._stopping:
                self._turn(time.monotonic())
                now_s = time.monotonic()
                self._waiting.wait(self._line.any, self._until_s(now_s) - now_s)
        finally:  # also when we are wrong: nobody must believe in a link that nobody keeps
            self._end()

    def _turn(self, now_s: float) -> None:
        self._hear(now_s)
        if self._link is Link.UP and self._known.link(now_s) is Link.NO_HUB:
            self._listen_closely(now_s)
        news = self._line.tend(now_s, hub_heard=self._link is Link.UP)
        if news is News.JOINED:
            self._joined()
        elif news is News.LOST:
            self._known.watch.lost()
        self._tell_link(now_s)
        self._tend_asides()
        if self._leasing is not None and self._known.watch.beat_at_s is not None:
            self._leasing.beat(self._known.watch.beat_at_s)
        self._tend_asks(now_s)
        self._tend_facts(now_s)
        self._tend_leases(now_s)

    def _until_s(self, now_s: float) -> float:
        up = self._link is Link.UP
        with self._lock:
            times = [self._asking.next_s(can_send=up)]
        times += [self._line.next_s(), self._known.watch.due_s() if up else None]
        times += [self._courier.next_look_s()] if up else []
        return min([now_s + LOOK_S, *(one for one in times if one is not None)])

    def _new_wire(self, address: Address) -> Wire:
        will = encode(DeviceStatus(up=False, version=_version()))
        return Wire(address, self._device, (topics.device_status(self._hall, self._device), will), self._login)

    def _joined(self) -> None:
        assert self._line.wire is not None
        self._known.watch.joined()
        self._line.wire.subscribe(self._topics)
        self._announce(self._line.wire, up=True)

    def _announce(self, wire: Wire, *, up: bool) -> None:
        since_ms = self.hall_now_ms() if self._known.hall_time.known else 0
        status = DeviceStatus(up=up, version=_version(), since_ms=since_ms)
        wire.publish(topics.device_status(self._hall, self._device), encode(status), retain=True)

    def _hear(self, now_s: float) -> None:
        wire = self._line.any
        if wire is None:
            return
        letters, wire.letters = wire.letters, []
        for letter in letters:
            aside = self._asides.get(letter.topic)
            if aside is not None:
                if not letter.retained:
                    aside(letter.payload)
            elif letter.topic == topics.reply(self._hall, self._device):
                self._reply_came(letter.payload, now_s)
            else:
                self._snapshot_came(letter, now_s)

    def _listen_closely(self, now_s: float) -> None:
        """Before the hub is called silent: perhaps it was us who slept (a busy machine), and its beats lie unread."""
        for _ in range(UNREAD_MAX):
            wire = self._line.any
            before = 0 if wire is None else len(wire.letters)
            self._waiting.wait(wire, 0.0)
            if wire is None or len(wire.letters) == before:
                break
        self._hear(now_s)

    def _reply_came(self, payload: bytes, now_s: float) -> None:
        reply = decode_reply(payload)
        if reply is None:
            self._known.heard.unreadable += 1
        elif self._known.heard.admits(reply.epoch) and not self._courier.answered(reply, now_s):
            with self._lock:
                ask = self._asking.answered(reply)
            if ask is not None:
                ask.on_reply(reply)

    def _snapshot_came(self, letter: Letter, now_s: float) -> None:
        snapshot = self._known.snapshot(letter.topic, letter.payload, now_s, self._real_ms(), retained=letter.retained)
        if snapshot is not None:
            self._tell_link(now_s)
            self._on_snapshot(snapshot)
            self._cache.keep(snapshot)

    def _tell_link(self, now_s: float) -> None:
        link = self._known.link(now_s)
        if link is self._link:
            return
        with self._lock:
            self._link = link
            if link is Link.UP:
                self._asking.hurry(now_s)
        if link is Link.UP:
            self._courier.hurry(now_s)
            if self._leasing is not None:
                self._leasing.stir()
        self._on_link(link)

    def _tend_asks(self, now_s: float) -> None:
        up, wire = self._link is Link.UP, self._line.wire
        with self._lock:
            over = self._asking.over(now_s)
            unsent = [] if up else self._asking.unsent()
            due = self._asking.due(now_s) if up else []
        for ask in over:
            ask.on_reply(ask.busy or NoReply(ask.id, Why.NO_ANSWER, sent=ask.sent > 0))
        for ask in unsent:
            ask.on_reply(NoReply(ask.id, Why(self._link.value)))
        for ask in due:
            assert wire is not None
            self._ask(wire, ask.payload, ask.id, ask.until_s - now_s)
            ask.again(now_s)

    def _tend_facts(self, now_s: float) -> None:
        if self._stirred:
            self._stirred = False
            self._courier.stir(now_s)
        if self._link is not Link.UP or self._line.wire is None:
            return
        fact = self._courier.due(now_s)
        if fact is not None:
            self._ask(self._line.wire, fact.payload, fact.id, self._courier.wait_s)

    def _tend_asides(self) -> None:
        while self._aside_out:
            topic, payload = self._aside_out.popleft()
            if self._line.wire is not None:
                self._line.wire.publish(topic, payload)

    def _tend_leases(self, now_s: float) -> None:
        if self._leasing is None or self._link is not Link.UP:
            return
        known, leasing = self._known, self._leasing
        ask = leasing.due(now_s, known.day, known.heard.epoch, known.queues)
        if ask is not None:
            self.send(ask, lambda reply: leasing.answered(reply, time.monotonic()))

    def _ask(self, wire: Wire, payload: bytes, correlation: str, lasts_s: float) -> None:
        reply_to = topics.reply(self._hall, self._device)
        wire.ask(topics.command(self._hall, self._device), payload, reply_to, correlation, lasts_s)

    def _end(self) -> None:
        """The farewell, as far as the broker takes it, and an answer for whoever still waits."""
        wire = self._line.wire
        if wire is not None and wire.over is None:
            self._announce(wire, up=False)
            wire.close()
            self._waiting.flush(wire, GOODBYE_S)
        self._line.close()
        self._waiting.close()
        self._outbox.close()
        with self._lock:
            self._stopping, was, self._link = True, self._link, Link.NO_BROKER
            left = self._asking.all()
        for ask in left:
            ask.on_reply(NoReply(ask.id, Why.STOPPED, sent=ask.sent > 0))
        if was is not Link.NO_BROKER:
            self._on_link(Link.NO_BROKER)


def _each_once(*filters: str) -> list[str]:
    """Without what another filter covers already: a broker may deliver doubly what is asked for doubly."""
    from paho.mqtt.client import topic_matches_sub

    asked = list(dict.fromkeys(filters))
    return [one for one in asked if not any(other != one and topic_matches_sub(other, one) for other in asked)]


def _version() -> str:
    try:
        return version("hall")
    except PackageNotFoundError:  # run from a bare checkout
        return ""
