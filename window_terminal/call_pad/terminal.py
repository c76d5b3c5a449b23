"""The call pad as the shell starts it."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtQuick import QQuickWindow

from kiosk.ui.shell import Pilot, Place, Terminal

from ..photos import photos_of
from ..watching import TEXTS, watch_all, window_of
from .view_model import CallPad


def make_vm(place: Place) -> CallPad:
    window = window_of(place.boot, place.options.bootstrap)
    return CallPad(place.bridge, window, place.tongue.lang, place.tongue.use, photos=photos_of(place))


def make_pilot(window: QQuickWindow, vm: QObject, place: Place) -> Pilot:
    from .autopilot import CallPadPilot

    assert isinstance(vm, CallPad)
    return CallPadPilot(window, vm, place.bridge)


TERMINAL = Terminal(
    name="call-pad",
    title="叫号平板",
    qml=Path(__file__).with_name("Main.qml"),
    watch=watch_all,
    make_vm=make_vm,
    make_pilot=make_pilot,
    sizes={"landscape": (1280, 800)},
    translations=(TEXTS,),
)
