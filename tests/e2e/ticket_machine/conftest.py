"""The real ticket machine, offscreen; bridge, clock and printer are in the test's hands. Any warning fails the test."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from fakes.bridge import FakeBridge
from fakes.puer_hall import NINE_FORTY_TWO, catalogues, directory, lines, puer, status
from fakes.screen import Screen
from PySide6.QtCore import QCoreApplication, QEvent, QUrl
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from drivers.twins.printer import VirtualPrinter, serve_tcp
from edge_hub.contract.base import Snapshot
from edge_hub.contract.queue import NORMAL
from kiosk.ticket_machine.printer import printer_of
from kiosk.ticket_machine.printing import SlipPrinter
from kiosk.ticket_machine.terminal import TERMINAL
from kiosk.ticket_machine.view_model import TicketMachine
from kiosk.ui.shell import FONT, IMPORT_PATH
from kiosk.ui.tongue import Tongue

SHOTS = os.environ.get("HALL_SHOTS")
"""A folder in which tests leave pictures of the screens; for looking, not for comparing."""
URL = "https://hall.example.gov.cn/t/0123456789abcdef0123456789abcdef"


@dataclass
class Clock:
    """Monotonic seconds that pass only when the test says so."""

    now_s: float = 1000.0

    def __call__(self) -> float:
        return self.now_s


def slip_of(items: tuple[str, ...], number: str = "A018", cls: str = NORMAL, url: str | None = URL) -> dict[str, Any]:
    """The hub's yes to `TakeTicket`."""
    site = puer()
    names = [site.item(item).short_name or site.item(item).name for item in items]
    return {
        "ticket": f"t-{number}",
        "number": number,
        "items": list(items),
        "item_names": [{"zh": name.zh, "en": name.en} for name in names],
        "windows": [site.window(window).label for window in site.item_windows[items[0]]],
        "ahead": 7,
        "wait_min": [15, 20],
        "cls": cls,
        "taken_ms": NINE_FORTY_TWO,
        "token": "0" * 32,
        "url": url,
    }


@dataclass
class Stand:
    """A ticket machine on its stand."""

    screen: Screen
    vm: TicketMachine
    bridge: FakeBridge
    clock: Clock
    name: str
    seq: int = field(default=10)

    def push(self, *snapshots: Snapshot) -> None:
        """The hub publishes these, and the screen draws them."""
        self.bridge.push(*snapshots)
        self.look()

    def open_hall(self, **kinds: Any) -> None:
        """All that a hub says to a terminal that has just connected."""
        self.push(directory(), *catalogues(), lines(**kinds), status())
        self.settle()

    def next_seq(self) -> int:
        self.seq += 1
        return self.seq

    def touch(self, *names: str) -> None:
        """A finger on each of these in turn, once the screen takes touches."""
        for name in names:
            self.settle()
            self.screen.touch(name)
            self.look()

    def settle(self) -> None:
        """The time passes that a page needs before it takes touches."""
        self.clock.now_s += 1
        self.vm.tick()
        self.look()

    def wait(self, seconds: float) -> None:
        """Time passes, a quarter of a second at a time, as the timer would see it."""
        for _ in range(round(seconds * 4)):
            self.clock.now_s += 0.25
            self.vm.tick()
        self.look()

    def is_at(self, screen: str) -> bool:
        return str(self.vm.property("screen")) == screen

    def look(self) -> None:
        """Let a frame be drawn: positions are settled only then."""
        self.screen.settle()
        self.screen.picture()
        self.screen.settle()

    def shot(self, name: str) -> None:
        """A picture for people, if a folder was named."""
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            self.screen.picture().save(f"{SHOTS}/{name}_{self.name}.png")

    def take(self, item: str = "social-card-apply") -> None:
        """From the home screen to the question to the hub."""
        self.touch(f"item_{item}", "take")

    def taken(self, **changes: Any) -> None:
        """The hub says yes to what was asked."""
        self.bridge.accept(slip_of(self.bridge.last.body.items, **changes))  # type: ignore[union-attr]
        self.look()


Open = Callable[..., Stand]


@pytest.fixture
def open_machine(qapp: QGuiApplication) -> Iterator[Open]:
    """Opens a ticket machine in a layout, a language and a size, with or without a printer."""
    qapp.setFont(QFont(FONT))
    opened: list[tuple[QQmlApplicationEngine, QQuickWindow, TicketMachine, Tongue]] = []

    def open_it(
        layout: str = "portrait",
        lang: str = "zh",
        elder: bool = False,
        printer: SlipPrinter | None = None,
        size: tuple[int, int] | None = None,
    ) -> Stand:
        bridge, clock = FakeBridge(now_ms=NINE_FORTY_TWO), Clock()
        engine = QQmlApplicationEngine()
        tongue = Tongue(qapp, engine, TERMINAL.translations)
        vm = TicketMachine(bridge, layout, "zh", tongue.use, clock)
        if printer is not None:
            vm.attach(printer)
        engine.addImportPath(str(IMPORT_PATH))
        engine.setInitialProperties({"vm": vm})
        engine.load(QUrl.fromLocalFile(str(TERMINAL.qml)))
        window = engine.rootObjects()[0]
        assert isinstance(window, QQuickWindow)
        window.resize(*(size or TERMINAL.sizes[layout]))
        window.show()
        opened.append((engine, window, vm, tongue))
        if lang == "en":
            vm.speak("en")
        if elder:
            vm.enlarge(True)
        screen = Screen(window)
        screen.until(window.isExposed, what="the window")
        stand = Stand(screen, vm, bridge, clock, f"{layout}_{lang}{'_elder' if elder else ''}")
        stand.look()
        return stand

    yield open_it
    for engine, window, vm, tongue in opened:
        tongue.use("zh")
        window.close()
        engine.deleteLater()
        vm.deleteLater()  # here and now: the collector might do it on a thread that cannot stop its timers
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()


@pytest.fixture
def machine(open_machine: Open) -> Stand:
    """An upright machine in Chinese, in an open hall, without a printer."""
    stand = open_machine()
    stand.open_hall()
    return stand


@pytest.fixture
def paper() -> Iterator[VirtualPrinter]:
    """A printer that speaks the wire, on a real TCP port."""
    with serve_tcp() as printer:
        yield printer


@pytest.fixture
def printing(open_machine: Open, paper: VirtualPrinter) -> Iterator[Stand]:
    """An upright machine in an open hall, with that printer."""
    printer = printer_of("escpos", paper.connection, {"settle_s": 0.05, "poll_s": 0.5, "reply_s": 0.3})
    stand = open_machine(printer=printer)
    stand.open_hall()
    yield stand
    printer.close()
