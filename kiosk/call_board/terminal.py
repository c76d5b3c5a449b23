"""The call board as the shell starts it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtQuick import QQuickWindow

from edge_hub.contract import topics
from kiosk.ui.shell import Pilot, Place, Terminal

from .view_model import CallBoard

if TYPE_CHECKING:
    from configs.bootstrap import Bootstrap

SIZES = {"landscape": (1920, 1080), "portrait": (1080, 1920), "bar": (3840, 1080)}


def watch(boot: "Bootstrap") -> tuple[str, ...]:
    hall = boot.hall
    return (
        topics.directory(hall), topics.catalogue(hall, "+"), topics.lines(hall), topics.board(hall),
        topics.announcements(hall),
    )  # fmt: skip


def make_vm(place: Place) -> CallBoard:
    return CallBoard(place.bridge, place.layout)


def make_pilot(window: QQuickWindow, vm: QObject, place: Place) -> Pilot:
    from .autopilot import CallBoardPilot

    assert isinstance(vm, CallBoard)
    return CallBoardPilot(window, vm)


TERMINAL = Terminal(
    name="call-board",
    title="叫号显示屏",
    qml=Path(__file__).parent / "qml" / "Main.qml",
    watch=watch,
    make_vm=make_vm,
    make_pilot=make_pilot,
    sizes=SIZES,
)
