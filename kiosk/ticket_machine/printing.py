"""The printer of this ticket machine: hands over slips, and says honestly of each whether it came out.

The port has its own thread; its facts cross to the screen's thread by one queued signal. Each slip ends in exactly one
`ended`, at the latest after `timeout_s`: the person waits for it. Drawing libraries are loaded by `warm`, after the
first frame, so that the screen is there at once.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from drivers.conversation import Fact, Fault
from drivers.escpos import EscposOptions, Printed, PrinterStatus, PrintFailed, PrintJob, trouble
from drivers.port import Down, Port, Up
from drivers.printer_faults import PAPER_LOW
from edge_hub.contract.device import Health

from .words import NO_FONT

if TYPE_CHECKING:
    from .slip import SlipContent

TIMEOUT_S = 25.0
"""Longer than the slowest honest end of a job: waiting for a line, a stalled line and the last look at the printer."""
NO_WORD = Fault(
    "no_word",
    "打印机没有回应",
    "请查看出票口，需要时补打号票。",
    "the printer gave no word",
    "Look at the slip and print it again if need be.",
)
FONT_MISSING = Fault(
    "font_missing", NO_FONT.zh, "请安装字体 fonts-noto-cjk。", NO_FONT.en, "Install the package fonts-noto-cjk."
)

MakePort = Callable[[Callable[[Fact], None]], Port[PrintJob]]


@dataclass(frozen=True, slots=True)
class SlipEnd:
    """What became of one slip; `fault` is None when it came out."""

    ticket: str
    reprint: bool
    fault: Fault | None


@dataclass(frozen=True, slots=True)
class PrinterHealth:
    """The printer as the guide desk should see it."""

    health: Health
    fault: Fault | None = None


class SlipPrinter(QObject):
    """One printer. Belongs to the screen's thread."""

    changed = Signal()
    """`trouble` or `health` may have changed."""
    ended = Signal(object)
    """A `SlipEnd`."""
    _heard = Signal(object)

    def __init__(self, options: EscposOptions, make_port: MakePort, timeout_s: float = TIMEOUT_S) -> None:
        super().__init__()
        self._options = options
        self._press = threading.Lock()
        """One slip is made at a time."""
        self._timeout_s = timeout_s
        self._line: Up | Down | None = None
        self._status = PrinterStatus()
        self._jobs: dict[str, SlipEnd] = {}
        self._asked = 0
        self._heard.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._port = make_port(self._heard.emit)

    def warm(self) -> None:
        """Load what slips need in the background, so that the first one is as fast as the next."""
        threading.Thread(target=self._warm, name="warm slip", daemon=True).start()

    def close(self) -> None:
        """Stop; what is not printed is given up."""
        self._jobs.clear()
        self._port.close()

    @property
    def trouble(self) -> Fault | None:
        """Why no slip would come out now; None if one would, or if nothing is known against it."""
        if isinstance(self._line, Down):
            return self._line.fault
        return trouble(self._status)

    @property
    def health(self) -> PrinterHealth | None:
        """None before anything was heard."""
        if self._line is None:
            return None
        fault = self.trouble
        if fault is not None:
            return PrinterHealth(Health.DOWN, fault)
        if self._status.paper == "low":
            return PrinterHealth(Health.DEGRADED, PAPER_LOW)
        return PrinterHealth(Health.UNKNOWN if self._status == PrinterStatus() else Health.UP)

    def print(self, ticket: str, content: "SlipContent") -> None:
        """Print a slip; `ended` follows, never from within this call."""
        self._asked += 1
        job = f"{ticket}.{self._asked}"
        self._jobs[job] = SlipEnd(ticket, content.reprint, None)
        data = self._encoded(content)
        fault = FONT_MISSING if data is None else self._port.ask(PrintJob(job, data))
        if fault is not None:
            QTimer.singleShot(0, self, lambda: self._end(job, fault))
        else:
            QTimer.singleShot(round(self._timeout_s * 1000), self, lambda: self._end(job, NO_WORD))

    def _encoded(self, content: "SlipContent") -> bytes | None:
        from . import slip

        try:
            with self._press:
                return slip.encode(content, self._options)
        except slip.FontMissing:
            return None

    def _warm(self) -> None:
        from . import slip

        try:
            with self._press:
                slip.warm(self._options)
        except slip.FontMissing:
            return  # told with the first slip, to the person and to the guide desk

    @Slot(object)
    def _hear(self, fact: Fact) -> None:
        match fact:
            case Printed():
                self._end(fact.id, None)
            case PrintFailed():
                self._end(fact.id, fact.fault)
            case PrinterStatus():
                self._status = fact
                self.changed.emit()
            case Up() | Down():
                self._line = fact
                self.changed.emit()

    def _end(self, job: str, fault: Fault | None) -> None:
        """Tell the end of a job, once: what comes after the time-out is not told."""
        asked = self._jobs.pop(job, None)
        if asked is not None:
            self.ended.emit(SlipEnd(asked.ticket, asked.reprint, fault))
