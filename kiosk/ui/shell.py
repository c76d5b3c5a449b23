"""From a bootstrap file to a screen that lives: the one way in which every terminal starts and ends.

Order at the start: whatever the first frame needs, then the link to the hub (its libraries load while the frame is
already seen). Order at the end: the link stops, the engine dies, then the view-model: a view-model that dies first
leaves hundreds of bindings that read null.
"""

import gc
import json
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, QUrl
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from edge_hub.client.link import Link
from edge_hub.contract.base import Snapshot
from kiosk.ui.bridge import Bridge, BridgeLike, ClientLike, MakeClient
from kiosk.ui.ending import Endings
from kiosk.ui.memory import Tidy
from kiosk.ui.options import Geometry, Options
from kiosk.ui.process import rss_mb, since_process_start_ms
from kiosk.ui.tongue import Tongue

if TYPE_CHECKING:
    from configs.bootstrap import Bootstrap

FONT = "Noto Sans CJK SC"
LAYOUTS: Mapping[str, tuple[int, int]] = {"portrait": (1080, 1920), "landscape": (1920, 1080), "bar": (1920, 360)}
"""The sizes that terminals are drawn for; `Terminal.sizes` may say otherwise."""
BROKEN = 1
"""The exit code when the screen itself cannot be built."""
UNSEEN_MS = 1500
"""A window that nobody can see (covered, minimised) draws no frame; the link starts all the same."""
IMPORT_PATH = Path(__file__).parent
"""Where `import HallUi` is found."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a view-model is given: where it stands and whom it may ask."""

    bridge: BridgeLike
    boot: "Bootstrap"
    options: Options
    layout: str
    tongue: Tongue
    at_exit: Callable[[Callable[[], None]], object]
    """Give it what must be ended with the terminal (a printer's thread); the last given ends first."""
    tidy: Callable[[], None]
    """Call it when a person has left: memory that only they needed is given back."""


class Pilot(Protocol):
    """What the shell needs of an autopilot."""

    def start(self) -> None: ...
    def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Terminal:
    """One kind of terminal."""

    name: str
    """As in `hall kiosk NAME`, and in logs."""
    title: str
    qml: Path
    """Main.qml: a Window with `required property <ViewModel> vm`."""
    watch: Callable[["Bootstrap"], Sequence[str]]
    """The topics that the terminal draws; the hub's heartbeat and the device's replies come by themselves."""
    make_vm: Callable[[Place], QObject]
    make_pilot: Callable[[QQuickWindow, QObject, Place], Pilot] | None = None
    """Called only with --autopilot (and should import QtTest only then)."""
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=lambda: LAYOUTS)
    default_layout: str = "landscape"
    translations: Sequence[Path] = ()
    """Folders with `en.qm`."""
    leases: bool = False
    """Whether the hub lends it numbers, to go on without the hub."""


def run_terminal(spec: Terminal, options: Options) -> int:
    """Start the terminal `spec` and stay until it is closed; the exit code. Raises the loader's faults as they are."""
    from configs.bootstrap import load_bootstrap

    boot = load_bootstrap(options.bootstrap)
    return run_screen(spec, options, boot, client_of(spec, options, boot))


def client_of(spec: Terminal, options: Options, boot: "Bootstrap") -> MakeClient:
    """How the bridge gets its client: made after the first frame, since that does not need its libraries."""

    def make(on_snapshot: Callable[[Snapshot], None], on_link: Callable[[Link], None]) -> ClientLike:
        from edge_hub.client.hub_client import HubClient, state_dir
        from kiosk.ui.login import brokers_of, login_of, renewing

        brokers = brokers_of(boot)
        hear = renewing(boot, [one.tls for one in brokers if one.tls is not None], on_snapshot)
        return HubClient(
            boot.hall, boot.device, brokers, spec.watch(boot), hear, on_link,
            state=state_dir(options.state, boot.device), login=login_of(boot), leases=spec.leases,
        )  # fmt: skip

    return make


def run_screen(spec: Terminal, options: Options, boot: "Bootstrap", make_client: MakeClient) -> int:
    """As `run_terminal`, with the bootstrap read and the client given: the composition root of a terminal."""
    _settle_graphics()
    app = QGuiApplication.instance() or QGuiApplication([spec.name])
    assert isinstance(app, QGuiApplication)
    app.setApplicationName(spec.name)
    app.setFont(QFont(FONT))
    bridge = Bridge(make_client)
    engine = QQmlApplicationEngine()
    tongue = Tongue(app, engine, spec.translations, options.lang)
    with ExitStack() as at_exit:
        tidy = Tidy(engine)
        place = Place(bridge, boot, options, layout_of(spec, options), tongue, at_exit.callback, tidy.soon)
        vm = spec.make_vm(place)
        window = _open(engine, spec, vm)
        if window is None:
            print(f"{spec.name}: {spec.qml} could not be shown; the reasons stand above.", file=sys.stderr)
            return BROKEN
        _put_on_screen(window, spec, place)
        with Endings():  # to the last: a second signal must not cut the farewell short
            code = _live(app, spec, place, window, vm, bridge, tidy)
            _bury(app, engine, window)
    del vm
    return code


def _live(
    app: QGuiApplication, spec: Terminal, place: Place, window: QQuickWindow, vm: QObject, bridge: Bridge, tidy: Tidy
) -> int:
    """The screen is there: until somebody or something ends it."""
    first = _FirstFrame(window, bridge, tidy, place.options.report)
    pilot = spec.make_pilot(window, vm, place) if place.options.autopilot and spec.make_pilot else None
    if pilot is not None:
        pilot.start()
    code = app.exec()
    if pilot is not None:
        pilot.stop()
    first.end()
    bridge.stop()
    return code


def layout_of(spec: Terminal, options: Options) -> str:
    """The layout asked for, or the one that the window's or screen's shape calls for."""
    if options.layout is not None:
        return options.layout
    if options.windowed is not None:
        width, height = options.windowed.width, options.windowed.height
    else:
        screen = QGuiApplication.primaryScreen()
        if screen is None or QGuiApplication.platformName() == "offscreen":
            return spec.default_layout
        width, height = screen.size().width(), screen.size().height()
    shape = "portrait" if height > width else "bar" if width > 3.5 * height else "landscape"
    return shape if shape in spec.sizes else spec.default_layout


def _settle_graphics() -> None:
    """Draw by software unless a GPU was asked for by naming a backend."""
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    os.environ.setdefault("QSG_RENDER_LOOP", "basic")
    os.environ.setdefault("QT_QPA_PLATFORM", "" if _has_display() else "offscreen")
    if os.environ["QT_QPA_PLATFORM"] == "":
        del os.environ["QT_QPA_PLATFORM"]


def _has_display() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open(engine: QQmlApplicationEngine, spec: Terminal, vm: QObject) -> QQuickWindow | None:
    """The window of Main.qml; warnings of the engine go to stderr by Qt itself."""
    engine.addImportPath(str(IMPORT_PATH))
    engine.setInitialProperties({"vm": vm})
    engine.load(QUrl.fromLocalFile(str(spec.qml)))
    roots = engine.rootObjects()
    return roots[0] if roots and isinstance(roots[0], QQuickWindow) else None


def _put_on_screen(window: QQuickWindow, spec: Terminal, place: Place) -> None:
    """Whole screen, or the window that was asked for. Offscreen there is no screen: the size drawn for."""
    window.setTitle(spec.title)
    where = place.options.windowed
    if where is None and QGuiApplication.platformName() in ("offscreen", "minimal"):
        where = Geometry(*spec.sizes[place.layout])
    if where is None:
        window.setFlag(Qt.WindowType.FramelessWindowHint, True)
        window.showFullScreen()
        return
    window.resize(where.width, where.height)
    if where.x is not None and where.y is not None:
        window.setPosition(where.x, where.y)
    window.show()


class _FirstFrame(QObject):
    """Waits for the first frame, then starts the link and says how long it took."""

    def __init__(self, window: QQuickWindow, bridge: Bridge, tidy: Tidy, report: bool) -> None:
        super().__init__()
        self._bridge, self._tidy, self._report = bridge, tidy, report
        self._seen = window.frameSwapped.connect(self._swapped, Qt.ConnectionType.QueuedConnection)
        self._window: QQuickWindow | None = window
        QTimer.singleShot(UNSEEN_MS, self, bridge.start)

    def _swapped(self) -> None:
        if self._window is None:
            return
        first_frame_ms, cpu_ms = since_process_start_ms(), round(time.process_time() * 1000, 1)
        self.end()
        self._bridge.start()
        self._tidy.started()
        gc.freeze()  # no later collection walks through the libraries: no hiccup in an animation
        if self._report:
            line = {"what": "ready", "first_frame_ms": first_frame_ms, "cpu_ms": cpu_ms, "rss_mb": rss_mb()}
            print(json.dumps(line), flush=True)

    def end(self) -> None:
        """Stop waiting."""
        if self._window is not None:
            self._window.frameSwapped.disconnect(self._seen)
            self._window = None


def _bury(app: QGuiApplication, engine: QQmlApplicationEngine, window: QQuickWindow) -> None:
    """The engine and its window die now, while the view-model still lives."""
    window.close()
    engine.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    app.processEvents()
