"""The ticket machine as the shell starts it: what it watches, its view-model, its printer."""

import sys
from collections.abc import Callable
from functools import partial
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
ATTACH_AFTER_MS = 300
BAD_BOOTSTRAP = 2


def watch(boot: "Bootstrap") -> tuple[str, ...]:
    hall = boot.hall
    wanted = topics.reprints(hall, boot.device)
    announcements = topics.announcements(hall)
    return topics.directory(hall), topics.catalogue(hall, "+"), topics.lines(hall), announcements, wanted


def make_vm(place: Place) -> TicketMachine:
    """The view-model at once; what hangs on the machine when the first frame was shown, which needs no drivers."""
    vm = TicketMachine(place.bridge, place.layout, place.options.lang, place.tongue.use)
    vm.left.connect(place.tidy)
    for kind, attach in ATTACHED.items():
        own = next((device for device in place.boot.own if device.kind == kind), None)
        if own is not None:
            QTimer.singleShot(ATTACH_AFTER_MS, vm, partial(_attach, vm, own, place, attach))
    return vm


def _attach(vm: TicketMachine, own: "OwnDevice", place: Place, attach: "Attach") -> None:
    """What hangs on this machine. A bootstrap file that names an unusable one ends the terminal."""
    from drivers.connection import BadConnection

    try:
        place.at_exit(attach(vm, own))
    except BadConnection as fault:
        print(f"{place.options.bootstrap}: own {own.id}: {fault}", file=sys.stderr)
        QCoreApplication.exit(BAD_BOOTSTRAP)


def _printer(vm: TicketMachine, own: "OwnDevice") -> Callable[[], None]:
    from .printer import printer_of

    printer = printer_of(own.driver, own.connection, own.options)
    vm.attach(printer)
    return printer.close


def _scanner(vm: TicketMachine, own: "OwnDevice") -> Callable[[], None]:
    from .code_reader import scanner_of

    reader = scanner_of(own.id, own.driver, own.connection, own.options)
    vm.attach_scanner(reader)
    return reader.close


Attach = Callable[[TicketMachine, "OwnDevice"], Callable[[], None]]
"""Puts a device to use; what closes it. Raises BadConnection."""
ATTACHED: dict[str, Attach] = {"printer": _printer, "scanner": _scanner}


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
