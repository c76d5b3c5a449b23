"""The real screens of a window, offscreen, with a bridge in the test's hands. Any warning of Qt or QML is a failure."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from fakes.bridge import FakeBridge
from fakes.counter import NINE_FORTY_TWO, WINDOW
from fakes.screen import Screen
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QUrl
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from configs.bootstrap import Bootstrap, Broker
from edge_hub.contract.base import Snapshot
from kiosk.ui.options import Options
from kiosk.ui.shell import FONT, IMPORT_PATH, Place, Terminal
from kiosk.ui.tongue import Tongue

SHOTS = os.environ.get("HALL_SHOTS")
"""A folder in which every test leaves a picture of its screen; for looking, not for comparing."""


BOOT = Bootstrap(device="pad-1", hall="puer", brokers=(Broker(host="localhost", port=1883),), window=WINDOW)


def spec_of(name: str) -> Terminal:
    """The terminal of that folder."""
    spec = import_module(f"window_terminal.{name}.terminal").TERMINAL
    assert isinstance(spec, Terminal)
    return spec


@dataclass
class Stand:
    """A terminal on its stand: the screen, its view-model and its bridge."""

    screen: Screen
    vm: Any
    bridge: Any
    name: str
    place: Place

    def push(self, *snapshots: Snapshot) -> None:
        """The hub publishes these, and the screen draws them."""
        self.bridge.push(*snapshots)
        self.look()

    def touch(self, *names: str) -> None:
        """A finger on each of these in turn, with a frame between."""
        for name in names:
            self.screen.touch(name)
            self.look()

    def look(self) -> None:
        """Let a frame be drawn: positions are settled only then."""
        self.screen.settle()
        self.screen.picture()

    def shot(self, name: str) -> None:
        """A picture for people, if a folder was named."""
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            self.screen.picture().save(f"{SHOTS}/{self.name}_{name}.png")


Open = Callable[..., Stand]


@pytest.fixture
def open_terminal(qapp: QGuiApplication) -> Iterator[Open]:
    """Opens a terminal (`call_pad`, `rating_pad`, `window_screen`) in a language and a size."""
    qapp.setFont(QFont(FONT))
    open_ones: list[tuple[QQmlApplicationEngine, QQuickWindow, QObject, QObject, Tongue]] = []

    def open_it(
        name: str,
        lang: str = "zh",
        size: tuple[int, int] = (1280, 800),
        layout: str = "landscape",
        bridge: Any = None,
        make_vm: Callable[[Place], QObject] | None = None,
    ) -> Stand:
        bridge = bridge or FakeBridge(now_ms=NINE_FORTY_TWO)
        spec = spec_of(name)
        engine = QQmlApplicationEngine()
        tongue = Tongue(qapp, engine, spec.translations, lang)
        options = Options(Path("bootstrap.yaml"), lang=lang)
        boot = BOOT.model_copy(update={"window": getattr(bridge, "window", WINDOW)})
        place = Place(bridge, boot, options, layout, tongue, at_exit=lambda end: None, tidy=lambda: None)
        vm = (make_vm or spec.make_vm)(place)
        engine.addImportPath(str(IMPORT_PATH))
        engine.setInitialProperties({"vm": vm})
        engine.load(QUrl.fromLocalFile(str(spec.qml)))
        window = engine.rootObjects()[0]
        assert isinstance(window, QQuickWindow)
        window.resize(*size)
        window.show()
        open_ones.append((engine, window, vm, bridge, tongue))
        screen = Screen(window)
        screen.until(window.isExposed, what="the window")
        return Stand(screen, vm, bridge, f"{name}_{lang}_{size[0]}x{size[1]}", place)

    yield open_it
    for engine, window, vm, bridge, tongue in open_ones:
        tongue.use("zh")
        window.close()
        for one in (engine, vm, bridge):  # here and now: the collector might do it on a thread that cannot stop timers
            one.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
