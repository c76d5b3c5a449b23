"""The ticket machine as the shell starts it: what it watches, its view-model, its printer."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtQuick import QQuickWindow

from edge_hub.contract import topics
from kiosk.ui.shell import Pilot, Place, Terminal

from .view_model import TicketMachine

if TYPE_CHECKING:
    from configs.bootstrap import Bootstrap, OwnDevice

HERE = Path(__file__).parent
SIZES = {"portrait": (1080, 1920), "landscape": (1920, 1080)}
PRINTER_AFTER_MS = 300
BAD_BOOTSTRAP = 2


def watch(boot: "Bootstrap") -> tuple[str, ...]:
    hall = boot.hall
    wanted = topics.reprints(hall, boot.device)
    announcements = topics.announcements(hall)
    return topics.directory(hall), topics.catalogue(hall, "+"), topics.lines(hall), announcements, wanted


def make_vm(place: Place) -> TicketMachine:
    """The view-model at once; its printer when the first frame was shown, since drivers are not needed for it."""
    vm = TicketMachine(place.bridge, place.layout, place.options.lang, place.tongue.use)
    vm.left.connect(place.tidy)
    own = next((device for device in place.boot.own if device.kind == "printer"), None)
    if own is not None:
        QTimer.singleShot(PRINTER_AFTER_MS, vm, lambda: _attach(vm, own, place))
    return vm


def _attach(vm: TicketMachine, own: "OwnDevice", place: Place) -> None:
    """The printer that hangs on this machine. A bootstrap file that names no usable one ends the terminal."""
    from drivers.connection import BadConnection

    from .printer import printer_of

    try:
        printer = printer_of(own.driver, own.connection, own.options)
    except BadConnection as fault:
        print(f"{place.options.bootstrap}: own {own.id}: {fault}", file=sys.stderr)
        QCoreApplication.exit(BAD_BOOTSTRAP)
        return
    place.at_exit(printer.close)
    vm.attach(printer)


def make_pilot(window: QQuickWindow, vm: QObject, place: Place) -> Pilot:
    from .autopilot import TicketMachinePilot

    assert isinstance(vm, TicketMachine)
    return TicketMachinePilot(window, vm)


TERMINAL = Terminal(
    name="ticket-machine",
    title="取号机",
    qml=HERE / "qml" / "Main.qml",
    watch=watch,
    make_vm=make_vm,
    make_pilot=make_pilot,
    sizes=SIZES,
    default_layout="portrait",
    translations=(HERE / "i18n",),
    leases=True,
)
