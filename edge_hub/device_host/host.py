"""The process that owns the wires of a machine: opens them, tells the hub how each device is, feeds the bars, and does
the steps of self-tests that a console asks for.

Each port has a thread of its own. What they tell goes into one inbox, which one loop reads: of each device the latest,
so that one that floods fills nothing. The loop alone keeps the book. Whatever waits (a disk, a wire that closes, a step
of a test) has a thread of its own, so that a device that is stuck costs no other anything. The bars are fed on the
client's thread, past the inbox. What hangs here is told by the hub, and known from the disk before the hub is heard.
"""

import logging
import threading
import time
from collections import deque
from pathlib import Path
from typing import Protocol

from drivers.conversation import Fact
from drivers.self_test import LINE, STATUS
from drivers.standing import Standing
from edge_hub.client.link import Link
from edge_hub.client.outbox import OutboxFault
from edge_hub.contract import topics
from edge_hub.contract.base import Snapshot, Words
from edge_hub.contract.clock import at_hall
from edge_hub.contract.codec import decode, encode
from edge_hub.contract.device import ReportHealth
from edge_hub.contract.hall import HubStatus
from edge_hub.contract.self_test import Outcome, StepResult
from edge_hub.contract.window import WindowNow
from edge_hub.contract.wired import OWNER, ReportStep, StepAsk, StepSaid, Wired, WiredHere

from .bars import Bar
from .book import Book
from .latest import Latest
from .memory import Memory
from .owned import Drivers, Owned
from .screens import ScreenHours
from .sign_text import sign_text
from .trial import do_step, moves
from .voices import Voice

log = logging.getLogger(__name__)
LOOK_S = 1.0
KEEP_S = 60.0
"""How often what is known is kept on disk where nothing is reported."""
DISTRUST_S = 60.0
"""A hub that is not heard for so long says nothing of a window any more."""
LED, SOUND, POWER = "led", "sound", "power"
TEST_SHOWN_S = 20.0
TESTS_MAX = 8


class Client(Protocol):
    """What of `HubClient` a host uses."""

    def report(self, body: ReportHealth | ReportStep) -> None: ...
    def tell(self, topic: str, payload: bytes) -> None: ...
    def hall_now_ms(self) -> int: ...


Message = Standing | WiredHere
WIRES, ASKS_MAX = "*wires", 16


class Host:
    """All wires of one owner. `snapshot`, `link` and `aside` are for the client's thread."""

    def __init__(self, hall: str, device: str, drivers: Drivers, folder: Path) -> None:
        self._hall, self._device, self._drivers = hall, device, drivers
        self._memory = Memory(folder / "wired.json")
        self._book = Book(self._memory.read())
        self._kept = self._book.to_keep()
        self._inbox: Latest[Message] = Latest()
        """By device; and the wires under a name that no device can have."""
        self._asks: deque[StepAsk] = deque(maxlen=ASKS_MAX)
        self._owned: dict[str, Owned] = {}
        """Replaced, never changed: other threads look into it."""
        self._bars: dict[str, Bar] = {}
        self._voices: dict[str, Voice] = {}
        self._screens: dict[str, ScreenHours] = {}
        self._windows: dict[str, WindowNow] = {}
        self._link, self._silent_s = Link.NO_BROKER, time.monotonic()
        self._tests = threading.BoundedSemaphore(TESTS_MAX)
        self._paper: Latest[ReportHealth] = Latest()
        self._stopping = False

    # ---- for the client's thread --------------------------------------------------------------------------------

    def snapshot(self, snapshot: Snapshot) -> None:
        if isinstance(snapshot, WiredHere):
            if snapshot.device == self._device:
                self._inbox.put(WIRES, snapshot)
        elif isinstance(snapshot, WindowNow):
            self._windows[snapshot.window] = snapshot
            self._feed(snapshot)
        elif isinstance(snapshot, HubStatus):
            for screen in self._screens.values():
                screen.follow(snapshot)

    def link(self, link: Link) -> None:
        self._link = link
        if link is Link.UP:
            for now in list(self._windows.values()):
                self._feed(now)
        else:
            self._silent_s = time.monotonic()

    def aside(self, payload: bytes) -> None:
        """A step of a test that somebody asks for."""
        ask = decode(StepAsk, payload)
        if ask is not None:
            self._asks.append(ask)
            self._inbox.wake()

    def stop(self) -> None:
        """From any thread; `run` returns soon."""
        self._stopping = True
        self._inbox.wake()

    # ---- the loop -----------------------------------------------------------------------------------------------

    def run(self, client: Client) -> None:
        """Serve until stopped; then every wire is given up and what is known is on disk."""
        writer = threading.Thread(target=self._write, args=(client,), name="reports", daemon=True)
        writer.start()
        try:
            while not self._stopping:
                self._turn(client)
        finally:
            self._stopping = True
            for owned in self._owned.values():
                owned.close()
            self._paper.wake()
            writer.join(5.0)

    def _turn(self, client: Client) -> None:
        for name, message in self._inbox.take(LOOK_S).items():
            if isinstance(message, WiredHere):
                self._take(message.wired, client)
            elif name in self._owned:
                self._book.heard(name, message, client.hall_now_ms(), time.monotonic())
        while self._asks:
            self._test(self._asks.popleft(), client)
        self._doubt()
        for report in self._book.due(time.monotonic()):
            self._paper.put(report.part, report)
        self._kept = self._book.to_keep()

    def _write(self, client: Client) -> None:
        """The thread that waits for disks."""
        while not self._stopping:
            for report in self._paper.take(KEEP_S).values():
                try:
                    client.report(report)
                except OutboxFault as fault:
                    log.warning("%s", fault)
            self._memory.keep(self._kept)
        self._memory.keep(self._kept)

    # ---- what hangs here ----------------------------------------------------------------------------------------

    def _take(self, wired: tuple[Wired, ...], client: Client) -> None:
        """What is new is opened, what is gone or different is given up, what is as it was goes on."""
        wanted = {one.id: one for one in wired}
        stays = {id: owned for id, owned in self._owned.items() if wanted.get(id) == owned.one}
        gone = [owned for id, owned in self._owned.items() if id not in stays]
        fresh = [one for one in wired if one.id not in stays]
        self._bars = {id: bar for id, bar in self._bars.items() if id in stays}
        self._voices = {id: voice for id, voice in self._voices.items() if id in stays}
        self._screens = {id: screen for id, screen in self._screens.items() if id in stays}
        self._owned = stays
        if gone:  # a wire is free again when its port has closed; until then the new one finds it taken and waits
            threading.Thread(target=_close, args=(gone,), name="closing", daemon=True).start()
        self._book.only(wanted)
        for one in fresh:
            self._own(one, client)
        if fresh or gone:
            log.info("Wires: %s.", ", ".join(wanted) or "none")

    def _own(self, one: Wired, client: Client) -> None:
        bar: Bar | None = None
        screen: ScreenHours | None = None
        counters = self._book.counters(one.id)

        def told(device: str, fact: Fact, standing: Standing) -> None:
            if bar is not None:
                bar.heard(fact)
            if screen is not None:
                screen.heard(fact)
            self._inbox.put(device, standing)

        owned = Owned(one, self._drivers, told, counters)
        self._owned = {**self._owned, one.id: owned}
        self._book.heard(one.id, owned.standing, client.hall_now_ms(), time.monotonic())
        if one.driver == POWER:
            screen = ScreenHours(owned.ask)
            self._screens = {**self._screens, one.id: screen}
        if one.kind == SOUND and one.window is not None:
            self._voices = {**self._voices, one.id: Voice(one.window, owned.ask, client.hall_now_ms)}
        if one.kind == LED and one.window is not None:
            bar = Bar(one.window, owned.ask)
            self._bars = {**self._bars, one.id: bar}
            now = self._windows.get(one.window)
            if now is not None:
                self._feed(now)

    # ---- bars and voices ----------------------------------------------------------------------------------------

    def _feed(self, now: WindowNow) -> None:
        """Show and say it at its window. Without the hub's heart nothing is believed."""
        if self._link is not Link.UP:
            return
        for bar in self._bars.values():
            if bar.window == now.window:
                bar.want(sign_text(now, heard=True))
        for voice in self._voices.values():
            if voice.window == now.window:
                voice.follow(now)

    def _doubt(self) -> None:
        """The hub has not been heard for too long: no bar shows a number."""
        if self._link is Link.UP or time.monotonic() - self._silent_s < DISTRUST_S:
            return
        for bar in self._bars.values():
            now = self._windows.get(bar.window)
            if now is not None:
                bar.want(sign_text(now, heard=False))

    # ---- self-tests ---------------------------------------------------------------------------------------------

    def _test(self, ask: StepAsk, client: Client) -> None:
        owned = self._owned.get(ask.device)
        if owned is not None and ask.step == OWNER:
            told = StepResult(step=OWNER, what=Words(zh="主机进程", en="Its process"), outcome=Outcome.PASSED)
            self._say(client, ask, owned, told)
            return
        if owned is None or not self._tests.acquire(blocking=False):
            return  # whoever asked is told by the silence: it may hang somewhere else
        log.info("%s: the step %s of its test.", ask.device, ask.step)
        today = at_hall(client.hall_now_ms()).date()

        def work() -> None:
            try:
                result = do_step(owned, ask.step, today, ask.cell, ask.by)
                self._say(client, ask, owned, result)
                self._record(client, ask, owned, result)
            finally:
                self._tests.release()
            bar = self._bars.get(ask.device)
            if bar is not None and ask.step not in (LINE.name, STATUS.name):
                time.sleep(TEST_SHOWN_S)  # so long the person may look at it
                bar.again()

        threading.Thread(target=work, name=f"test {ask.device}", daemon=True).start()

    def _say(self, client: Client, ask: StepAsk, owned: Owned, result: StepResult) -> None:
        said = StepSaid(id=ask.id, result=result, about=dict(owned.standing.about))
        client.tell(topics.step_said(self._hall, self._device), encode(said))

    def _record(self, client: Client, ask: StepAsk, owned: Owned, result: StepResult) -> None:
        """What moved something is told to the hub, with the name of who wanted it."""
        if not ask.by or not moves(owned, ask.step):
            return
        report = ReportStep(
            device=ask.device, step=ask.step, cell=ask.cell, by=ask.by, passed=result.outcome is Outcome.PASSED,
            why=result.said.zh[:500] if result.said else "", at_ms=client.hall_now_ms(),
        )  # fmt: skip
        try:
            client.report(report)
        except OutboxFault as fault:
            log.warning("%s: %s moved something and is not on record: %s", ask.device, ask.step, fault)


def _close(gone: list[Owned]) -> None:
    for owned in gone:
        owned.close()
