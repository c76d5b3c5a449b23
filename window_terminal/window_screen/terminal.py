"""The window screen as the shell starts it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtQuick import QQuickWindow

from edge_hub.contract import topics
from kiosk.ui.shell import Pilot, Place, Terminal

from ..photos import photos_of
from ..watching import window_of
from .view_model import WindowScreen

if TYPE_CHECKING:
    from configs.bootstrap import Bootstrap

SIZES = {"bar": (1920, 360), "portrait": (1080, 1920), "landscape": (1920, 1080)}


def watch(boot: "Bootstrap") -> tuple[str, ...]:
    """The window, the sign that it bears, and the short names of its items."""
    return topics.window_now(boot.hall, window_of(boot)), topics.directory(boot.hall), topics.catalogue(boot.hall, "+")


def make_vm(place: Place) -> WindowScreen:
    window = window_of(place.boot, place.options.bootstrap)
    return WindowScreen(place.bridge, window, place.layout, place.tongue.lang, photos=photos_of(place))


def make_pilot(window: QQuickWindow, vm: QObject, place: Place) -> Pilot:
    from .autopilot import WindowScreenPilot

    assert isinstance(vm, WindowScreen)
    return WindowScreenPilot(window, vm)


TERMINAL = Terminal(
    name="window-screen",
    title="窗口屏",
    qml=Path(__file__).with_name("Main.qml"),
    watch=watch,
    make_vm=make_vm,
    make_pilot=make_pilot,
    sizes=SIZES,
    default_layout="bar",
)
