"""The ticket machine as the shell starts it: what it watches, its view-model, its printer."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtQuick import QQuickWindow

from drivers.connection import parse_connection
from drivers.escpos import EscposConversation, EscposOptions
from drivers.port import Port
from edge_hub.contract import topics
from kiosk.ui.shell import Pilot, Place, Terminal

from .printing import SlipPrinter
from .view_model import TicketMachine

if TYPE_CHECKING:
    from configs.bootstrap import Bootstrap, OwnDevice

HERE = Path(__file__).parent
SIZES = {"portrait": (1080, 1920), "landscape": (1920, 1080)}
SLIPS = "escpos"
"""The driver whose language slips are written in."""


def watch(boot: "Bootstrap") -> tuple[str, ...]:
    return (topics.directory(boot.hall), topics.catalogue(boot.hall, "+"), topics.lines(boot.hall))


def make_vm(place: Place) -> TicketMachine:
    own = next((device for device in place.boot.own if device.kind == "printer"), None)
    printer = None if own is None else printer_of(own)
    if printer is not None:
        place.at_exit(printer.close)
    return TicketMachine(place.bridge, printer, place.layout, place.options.lang, place.tongue.use)


def printer_of(own: "OwnDevice") -> SlipPrinter:
    """The printer that hangs on this machine. Its options were checked with the bootstrap file."""
    connection = parse_connection(own.connection)
    options = EscposOptions.model_validate(own.options).on(connection)
    return SlipPrinter(options, lambda on_fact: Port(connection, EscposConversation(options), on_fact))


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
)
