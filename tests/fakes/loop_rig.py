"""The real loop over a real store, with a clock that the test turns and power that it can cut.

Nothing of ours is replaced: the store is a real file; replies and snapshots are kept as bytes: there is no broker.
"""

import hashlib
from collections.abc import Callable
from itertools import count
from pathlib import Path

from configs.bundle import Bundle
from configs.site import Site
from edge_hub.configurations import Configurations
from edge_hub.contract.base import Strict
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.codec import decode_reply, encode
from edge_hub.contract.desk import SignInDesk, SignOutDesk
from edge_hub.contract.envelope import Command, Reply
from edge_hub.contract.ids import uuid7
from edge_hub.contract.window import SetPin
from edge_hub.domain.hall import Hall
from edge_hub.domain.plan import plan_of
from edge_hub.domain.rights import ASKS, NAMED, NEEDS_NOBODY
from edge_hub.hub import of_folder
from edge_hub.inbox import Inbox
from edge_hub.loop import Loop
from edge_hub.messages import Incoming, Message
from edge_hub.pins import Pins
from edge_hub.publisher import Publisher
from edge_hub.release import Outgoing, ReleaseGate
from edge_hub.store.store import Store

from .desk import GUIDE
from .small_hall import at, small_site

PIN = "105105"


class PowerCut(Exception):
    """The machine went dark."""


class TestClock:
    """Hall time that stands still until it is turned."""

    __test__ = False

    def __init__(self, clock: str = "09:30") -> None:
        self.ms = at(clock)
        self.rule = ClockRule()
        self.boot_id = "boot"
        self.drift = 0.0
        """Seconds by which somebody has set the wall clock."""

    def set_by(self, seconds: float) -> None:
        """Somebody sets the wall clock; the machine's own time goes on as before."""
        self.ms += round(seconds * 1000)
        self.drift += seconds

    def now_ms(self) -> int:
        return self.ms

    def mono_s(self) -> float:
        return self.ms / 1000 - self.drift

    def drift_s(self) -> float:
        return self.drift


class CuttableStore(Store):
    """A store whose power fails around a commit: `cut` is None, "before", "between" (the keys are on disk and the
    records are not) or "after"."""

    cut: str | None = None

    def commit(self) -> None:
        if self.cut == "before":
            raise PowerCut
        if self.cut == "between":
            self.keys.flush()
            raise PowerCut
        super().commit()
        if self.cut == "after":
            raise PowerCut

    def pull_the_plug(self) -> None:
        """What was not committed is gone."""
        self.close()


def deaf(for_s: float) -> None:
    """There is no network here."""


class Rig:
    """One hub without a broker."""

    store_kind: type[CuttableStore] = CuttableStore

    def __init__(
        self, directory: Path, clock: TestClock | None = None, site: Site | None = None, bundle: Bundle | None = None
    ) -> None:
        """With a `bundle` in place of a site, the hub keeps and records it at its first start."""
        self.directory = directory
        self.clock = clock or TestClock()
        self.bundle, self.site = bundle, bundle.site() if bundle else site or small_site()
        self.replies: list[tuple[str, bytes]] = []
        self.sent: list[Outgoing] = []
        self.snapshots: dict[str, bytes] = {}
        self.on_snapshot: Callable[[str, bytes], None] = lambda topic, payload: None
        self._ids = count(1)
        self.start()

    def start(self) -> None:
        self.store = self.store_kind(self.directory, self.clock.boot_id)
        self.hall = Hall(plan_of(self.site))
        self.store.load(self.hall)
        self.inbox = Inbox()
        self.pins, self.configurations = Pins(self.inbox, self.store.keys), Configurations(self.inbox)
        publisher = Publisher(self.hall, self._snapshot, self.store.epoch)
        gate = ReleaseGate(self._reply)
        self.loop = Loop(
            self.hall, self.store, self.clock, self.inbox, deaf, gate, publisher, self.pins, self.configurations  # type: ignore[arg-type]
        )  # fmt: skip
        taken = list(of_folder(self.hall, self.bundle, False, self.clock.now_ms()))
        if taken:
            self.loop.record(*taken)
        self.loop.roll_day()

    def restart(self) -> None:
        """Power off and on again."""
        self.pins.close()
        self.configurations.close()
        self.store.pull_the_plug()
        self.start()

    def close(self) -> None:
        self.pins.close()
        self.configurations.close()
        self.store.close()

    def id(self) -> str:
        return uuid7(self.clock.ms, next(self._ids).to_bytes(10, "big"))

    def command(self, device: str, body: Strict, **envelope: object) -> Incoming:
        """A command as the gateway posts it; valid for a minute unless told otherwise. Without a session told, what
        needs a person at the desk is done by its guide, who sits there until an administrator comes."""
        if device == "desk" and "session" not in envelope:
            envelope["session"] = self.guides_session(body)
        envelope = {"valid_until_ms": self.clock.ms + 60_000, **envelope}
        command = Command(id=self.id(), device=device, body=body, **envelope)  # type: ignore[arg-type]
        return Incoming(command, hashlib.sha256(encode(command)).digest()[:16], None)

    def tick(self) -> None:
        """Let the loop look at its clocks."""
        self.loop._tick_due_s = 0.0
        self.loop.step([])

    def step(self, *messages: Message) -> None:
        self.loop.step(list(messages))

    def ask(self, incoming: Incoming) -> Reply:
        """One command through the loop, and its reply."""
        self.step(incoming)
        return self.last_reply()

    def do(self, device: str, body: Strict, **envelope: object) -> Reply:
        """A command that must succeed."""
        reply = self.ask(self.command(device, body, **envelope))
        assert reply.ok, reply.words
        return reply

    def guides_session(self, body: Strict) -> str | None:
        """The session at the desk; where the command needs one and nobody sits there, the guide signs in."""
        seat, kind = self.hall.seats.get("desk"), type(body)
        if kind is SignInDesk:
            return None
        if seat is not None and seat.clerk == GUIDE and kind in NAMED | ASKS:
            self.do("desk", SignOutDesk(), session=seat.session)
        elif seat is None and kind not in NEEDS_NOBODY:
            if GUIDE not in self.hall.clerks:
                assert self.through_pins(self.command("desk", SetPin(by="901", clerk=GUIDE, pin=PIN))).ok
            assert self.through_pins(self.command("desk", SignInDesk(clerk=GUIDE, pin=PIN))).ok
        here = self.hall.seats.get("desk")
        return here.session if here is not None else None

    def through_pins(self, incoming: Incoming) -> Reply:
        """A command with a PIN: waits for the thread that checks it."""
        self.step(incoming)
        self.step(*self.inbox.take(timeout_s=10))
        return self.last_reply()

    def last_reply(self) -> Reply:
        reply = decode_reply(self.replies[-1][1])
        assert reply is not None
        return reply

    def _reply(self, out: Outgoing) -> None:
        self.sent.append(out)
        self.replies.append((out.device, out.payload))

    def _snapshot(self, topic: str, payload: bytes) -> None:
        self.snapshots[topic] = payload
        self.on_snapshot(topic, payload)
