"""The real board, offscreen, with bridge and clock in the test's hands. Any warning of Qt or QML fails the test."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fakes.board import few
from fakes.bridge import FakeBridge
from fakes.puer_hall import NINE_FORTY_TWO, catalogues, directory, lines, status
from fakes.screen import Screen
from PySide6.QtCore import QCoreApplication, QEvent, QUrl
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from edge_hub.contract.base import Snapshot
from edge_hub.contract.hall import Board
from kiosk.call_board.terminal import TERMINAL
from kiosk.call_board.view_model import CallBoard
from kiosk.ui import scene
from kiosk.ui.shell import FONT, IMPORT_PATH

SHOTS = os.environ.get("HALL_SHOTS")
"""A folder in which tests leave pictures of the board; for looking, not for comparing."""


@dataclass
class Clock:
    """Monotonic seconds that pass only when the test says so."""

    now_s: float = 1000.0

    def __call__(self) -> float:
        return self.now_s


@dataclass
class Stand:
    """A board on its stand."""

    screen: Screen
    vm: CallBoard
    bridge: FakeBridge
    clock: Clock
    name: str

    def open_hall(self, board: Board | None = None) -> None:
        """All that a hub says to a board that has just connected."""
        self.push(status(), directory(), *catalogues(), lines(), board if board is not None else few())

    def push(self, *snapshots: Snapshot) -> None:
        """The hub publishes these, and the board draws them."""
        self.bridge.push(*snapshots)
        self.look()

    def wait(self, seconds: float) -> None:
        """So much time passes, in the hall and in the world."""
        self.clock.now_s += seconds
        self.bridge.now_ms += round(seconds * 1000)
        self.vm.tick()
        self.look()

    def link(self, link: str) -> None:
        self.bridge.set_link(link)
        self.look()

    def look(self) -> None:
        """Let a frame be drawn: positions are settled only then."""
        self.screen.settle()
        self.screen.picture()

    def settle(self) -> None:
        """Until nothing on the board moves any more: notices have appeared, colours have changed."""
        items = list(scene.walk(self.screen.window.contentItem()))
        words = [item for item in items if item.objectName() in ("footerWords", "lines")]
        places = [item for item in items if item.objectName().startswith("place_")]
        assert len(words) == 2 and places
        self.screen.until(lambda: all(item.opacity() == 1 for item in words), what="the notice and the list")
        at_rest = "the colours of the places"
        self.screen.until(lambda: all(it.property("color") == it.property("ground") for it in places), what=at_rest)
        self.screen.picture()

    def place_of(self, number: str) -> int | None:
        """The place on the screen that shows the number; None if none does."""
        seats = range(len(self.vm.picture.calls))
        found = [at for at in seats if self.screen.shows(f"number_{at}") and self.text_at("number", at) == number]
        assert len(found) < 2, f"{number} stands in the places {found}"
        return found[0] if found else None

    def text_at(self, what: str, place: int) -> str:
        """`number`, `label` or `caption` of a place."""
        return str(self.screen.find(f"{what}_{place}").property("text"))

    def shot(self, name: str) -> None:
        """A picture for people, if a folder was named."""
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            self.screen.picture().save(f"{SHOTS}/{self.name}_{name}.png")


@pytest.fixture
def open_board(qapp: QGuiApplication) -> Iterator[Callable[..., Stand]]:
    """Opens a board in a layout (and, if wanted, a window of another size)."""
    qapp.setFont(QFont(FONT))
    open_ones: list[tuple[QQmlApplicationEngine, QQuickWindow, CallBoard]] = []

    def open_it(layout: str = "landscape", size: tuple[int, int] | None = None, link: str = "UP") -> Stand:
        bridge, clock = FakeBridge(link, NINE_FORTY_TWO), Clock()
        engine = QQmlApplicationEngine()
        vm = CallBoard(bridge, layout, clock)
        engine.addImportPath(str(IMPORT_PATH))
        engine.setInitialProperties({"vm": vm})
        engine.load(QUrl.fromLocalFile(str(TERMINAL.qml)))
        window = engine.rootObjects()[0]
        assert isinstance(window, QQuickWindow)
        width, height = size or TERMINAL.sizes[layout]
        window.resize(width, height)
        window.show()
        open_ones.append((engine, window, vm))
        screen = Screen(window)
        screen.until(window.isExposed, what="the window")
        return Stand(screen, vm, bridge, clock, f"board_{width}x{height}")

    yield open_it
    for engine, window, vm in open_ones:
        window.close()
        engine.deleteLater()
        vm.deleteLater()  # here and now: the collector might do it on a thread that cannot stop its timers
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
