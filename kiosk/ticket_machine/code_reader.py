"""The scanner of this ticket machine: tells each code that somebody holds before it, and how the scanner is.

The port has its own thread; its facts cross to the screen's thread by one queued signal. A scanner that types like a
keyboard needs none of this: it types into the screen.
"""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import QObject, Qt, Signal, Slot

from drivers.connection import BadConnection, parse_connection
from drivers.conversation import Fact
from drivers.port import Port
from drivers.scanner import CodeScanned, Job, ScannerConversation, ScannerOptions
from drivers.standing import Standing, after, begin
from edge_hub.contract.device import Health, ReportHealth

DRIVER = "scanner"
MakePort = Callable[[Callable[[Fact], None]], Port[Job]]


class CodeReader(QObject):
    """One scanner. Belongs to the screen's thread. `part` is its id in devices.yaml."""

    scanned = Signal(str)
    changed = Signal()
    """`standing` is another one."""
    _heard = Signal(object)

    def __init__(self, part: str, make_port: MakePort) -> None:
        super().__init__()
        self.part, self.standing = part, begin(DRIVER)
        self._heard.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._port = make_port(self._heard.emit)

    def close(self) -> None:
        """Give the wire up."""
        self._port.close()

    def report(self, now_ms: int) -> ReportHealth | None:
        """How the scanner is since now; None before anything was heard."""
        standing: Standing = self.standing
        if not standing.known:
            return None
        fault = standing.fault
        return ReportHealth(
            part=self.part, health=Health(standing.level), why=fault.why if fault else "",
            hint=fault.hint if fault else "", why_en=fault.why_en if fault else "",
            hint_en=fault.hint_en if fault else "", since_ms=now_ms, counters=dict(standing.counters),
        )  # fmt: skip

    @Slot(object)
    def _hear(self, fact: Fact) -> None:
        was, self.standing = self.standing, after(self.standing, fact)
        if isinstance(fact, CodeScanned):
            self.scanned.emit(fact.text)
        if (was.level, was.fault, was.known) != (self.standing.level, self.standing.fault, self.standing.known):
            self.changed.emit()


def scanner_of(part: str, driver: str, connection: str, options: Mapping[str, Any]) -> CodeReader:
    """The scanner, its port already dialling. Raises BadConnection with a sentence for whatever cannot be used."""
    if driver != DRIVER:
        raise BadConnection(f"codes are read by the driver {DRIVER}, not by {driver!r}")
    try:
        chosen = ScannerOptions.model_validate(dict(options))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise BadConnection(f"option {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    wire = parse_connection(connection)
    settled = chosen.on(wire)
    return CodeReader(part, lambda on_fact: Port(wire, ScannerConversation(settled), on_fact))
