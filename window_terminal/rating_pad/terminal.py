"""The rating pad as the shell starts it."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtQuick import QQuickWindow

from kiosk.ui.shell import Pilot, Place, Terminal

from ..photos import photos_of
from ..watching import TEXTS, watch_window, window_of
from .view_model import RatingPad


def make_vm(place: Place) -> RatingPad:
    window = window_of(place.boot, place.options.bootstrap)
    return RatingPad(place.bridge, window, place.tongue.lang, place.tongue.use, photos=photos_of(place))


def make_pilot(window: QQuickWindow, vm: QObject, place: Place) -> Pilot:
    from .autopilot import RatingPadPilot

    assert isinstance(vm, RatingPad)
    return RatingPadPilot(window, vm)


TERMINAL = Terminal(
    name="rating-pad",
    title="评价平板",
    qml=Path(__file__).with_name("Main.qml"),
    watch=watch_window,
    make_vm=make_vm,
    make_pilot=make_pilot,
    sizes={"landscape": (1280, 800)},
    translations=(TEXTS,),
)
