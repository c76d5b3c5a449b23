"""The window screen as the shell starts it."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtQuick import QQuickWindow

from kiosk.ui.shell import Pilot, Place, Terminal

from ..watching import TEXTS, watch_all, window_of
from .view_model import WindowScreen

SIZES = {"bar": (1920, 360), "portrait": (1080, 1920), "landscape": (1920, 1080)}


def make_vm(place: Place) -> WindowScreen:
    return WindowScreen(
        place.bridge, window_of(place.boot), place.layout, place.tongue.lang, place.tongue.use
    )  # fmt: skip


def make_pilot(window: QQuickWindow, vm: QObject, place: Place) -> Pilot:
    from .autopilot import WindowScreenPilot

    assert isinstance(vm, WindowScreen)
    return WindowScreenPilot(window, vm)


TERMINAL = Terminal(
    name="window-screen",
    title="窗口屏",
    qml=Path(__file__).with_name("Main.qml"),
    watch=watch_all,
    make_vm=make_vm,
    make_pilot=make_pilot,
    sizes=SIZES,
    default_layout="bar",
    translations=(TEXTS,),
)
