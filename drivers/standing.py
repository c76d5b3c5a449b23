"""How a device is, as whoever owns its wire knows it: a fold over what its port and its driver tell.

The rules it keeps, and why:
- A line that is down says all. A line that is up says only that: of a driver that hears its device, silence is UNKNOWN,
  never UP. Only of a device that says nothing by nature (a scanner, a driver of others) is an open line all there is.
- That a line is being dialled for the first time is no news: the last known state holds until something is known.
- What was done is counted by kind (prints, texts, reads, unlocks, errors); that nobody came with a card is no error.
Whoever adds a driver adds its facts to the tables below.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from drivers.a4_printer import A4Status, PdfFailed, PdfPrinted
from drivers.conversation import Fact, Fault
from drivers.escpos import Printed, PrinterStatus, PrintFailed, trouble
from drivers.guide_set import SetScanned
from drivers.health import STARTING, Down, Up
from drivers.host import Host, HostFailed
from drivers.id_card import CardRead, Reader, ReadFailed
from drivers.keypad import KeyPressed, KeyUnknown, PadNotShown, PadShown
from drivers.lock_faults import LOCK_SILENT
from drivers.locks import CellNotOpened, CellOpened, CellUnseen, DoorLeftOpen, Doors
from drivers.pager import TagCalled, TagNotCalled
from drivers.power import Screen, ScreenNotSet, ScreenSet
from drivers.printer_faults import PAPER_LOW
from drivers.rack_talk import LookFailed, RackLooked
from drivers.racks import Rack
from drivers.scanner import CodeScanned, CodeUnreadable, ScanFailed
from drivers.signal_light import EmergencyPressed, LampsNotSet, LampsSet, LightStatus
from drivers.signal_light_faults import LIGHT_SILENT
from drivers.signs import SIGN_SILENT, ShowFailed, Shown, SignStatus
from drivers.sound import CallNotSaid, CallSaid
from drivers.watchdog import Watchdog, WatchdogFailed

RUNS_LOW: Final = Fault(
    "runs_low", "纸张或墨粉即将用完", "请准备纸张和墨粉。", "paper or toner is nearly used up", "Have both ready."
)
Level = Literal["UP", "DEGRADED", "DOWN", "UNKNOWN"]
"""DEGRADED works but needs a hand soon."""
Said = tuple[Level, Fault | None]

SPEAK: Final = frozenset({
    "a4_printer", "charger", "escpos", "id_card", "led_line", "led_onbon", "lock_8a", "lock_cu12", "lock_ku16",
    "host", "power", "signal_light", "watchdog",
})  # fmt: skip
"""The drivers that hear how their device is."""
NO_FAILURE: Final = frozenset({"no_card", "still_there", "no_code", "cancelled", "sound_off"})
"""Codes with which a job ends because nobody came, or nobody wanted it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One device."""

    line: Fault | None = STARTING
    said: Said = ("UNKNOWN", None)
    """Of itself."""
    counters: Mapping[str, int] = field(default_factory=dict)
    consumables: Mapping[str, str] = field(default_factory=dict)
    """What runs low, such as `paper: low`."""
    about: Mapping[str, str] = field(default_factory=dict)
    """What it says of itself: `serial_number`."""
    left_open: frozenset[int] = frozenset()
    """Cells of a cabinet whose doors have been open for too long."""

    @property
    def known(self) -> bool:
        """Whether the line has been reached, or has failed, yet."""
        return self.line != STARTING

    @property
    def level(self) -> Level:
        return "DOWN" if self.line is not None else self.said[0]

    @property
    def fault(self) -> Fault | None:
        return self.line or self.said[1]


def begin(driver: str, counters: Mapping[str, int] | None = None) -> Standing:
    """Before anything was heard; `counters` go on from where they were."""
    return Standing(said=("UNKNOWN" if driver in SPEAK else "UP", None), counters=dict(counters or {}))


def after(standing: Standing, fact: Fact) -> Standing:
    """The standing once this was told."""
    if isinstance(fact, Up):
        return replace(standing, line=None)
    if isinstance(fact, Down):
        dropped = standing.line is None
        return replace(_counted(standing, "drops") if dropped else standing, line=fact.fault)
    told = SAYS.get(type(fact))
    if told is not None:
        return told(standing, fact)
    counter = COUNTS.get(type(fact))
    failure = getattr(fact, "fault", None)
    if counter is None or (failure is not None and failure.code in NO_FAILURE):
        return standing
    return _counted(standing, counter)


def _counted(standing: Standing, counter: str) -> Standing:
    return replace(standing, counters={**standing.counters, counter: standing.counters.get(counter, 0) + 1})


def _printer(standing: Standing, fact: PrinterStatus) -> Standing:
    fault = trouble(fact)
    if fault is not None:
        said: Said = ("DOWN", fault)
    elif fact.paper == "low":
        said = ("DEGRADED", PAPER_LOW)
    else:
        said = ("UNKNOWN" if fact == PrinterStatus() else "UP", None)
    return replace(standing, said=said, consumables={"paper": fact.paper})


def _a4(standing: Standing, fact: A4Status) -> Standing:
    low = "low" in (fact.paper, fact.toner)
    said: Said = ("DEGRADED", RUNS_LOW) if low else ("UNKNOWN" if fact.state == "unknown" else "UP", None)
    if fact.fault is not None:
        said = ("UNKNOWN" if fact.state == "unknown" else "DOWN", fact.fault)
    return replace(standing, said=said, consumables={"paper": fact.paper, "toner": fact.toner})


def _sign(standing: Standing, fact: SignStatus) -> Standing:
    says: dict[str, Said] = {"yes": ("UP", None), "no": ("DOWN", SIGN_SILENT), "unknown": ("UNKNOWN", None)}
    return replace(standing, said=says[fact.answers])


def _light(standing: Standing, fact: LightStatus) -> Standing:
    says: dict[str, Said] = {"yes": ("UP", None), "no": ("DOWN", LIGHT_SILENT), "unknown": ("UNKNOWN", None)}
    return replace(standing, said=says[fact.answers])


def _reader(standing: Standing, fact: Reader) -> Standing:
    says: dict[str, Level] = {"good": "UP", "broken": "DOWN", "unknown": "UNKNOWN"}
    about = {"serial_number": fact.sam_id} if fact.sam_id else {}
    return replace(standing, said=(says[fact.state], fact.fault), about={**standing.about, **about})


def _doors(standing: Standing, fact: Doors) -> Standing:
    still = frozenset(cell for cell in standing.left_open if fact.doors[cell - 1 : cell] == ("open",))
    unknown = fact.doors.count("unknown")
    if unknown:
        said: Said = ("UNKNOWN" if unknown == len(fact.doors) else "DEGRADED", LOCK_SILENT)
    else:
        said = ("DEGRADED", left_open(still)) if still else ("UP", None)
    return replace(standing, said=said, left_open=still)


def _left_open(standing: Standing, fact: DoorLeftOpen) -> Standing:
    cells = standing.left_open | {fact.cell}
    return replace(standing, said=("DEGRADED", left_open(cells)), left_open=cells)


def left_open(cells: frozenset[int]) -> Fault:
    """Doors of a cabinet that nobody has closed."""
    told = "、".join(map(str, sorted(cells)))
    return Fault(
        "door_left_open", f"{told}号格口的门没有关", "请到柜前关好柜门。",
        f"the doors of cells {told.replace('、', ', ')} have been left open", "Close them.",
    )  # fmt: skip


def _rack(standing: Standing, fact: Rack) -> Standing:
    if fact.fault is None:
        said: Said = ("UP", None)
    else:
        silent = all(slot == "unknown" for slot in fact.slots)
        said = ("DOWN" if silent else "DEGRADED", fact.fault)
    return replace(standing, said=said)


def _screen(standing: Standing, fact: Screen) -> Standing:
    """A screen that is off by the hours is as it should be."""
    said: Said = ("UP", None) if fact.state != "unknown" else ("UNKNOWN" if fact.fault is None else "DOWN", fact.fault)
    return replace(standing, said=said)


def _host(standing: Standing, fact: Host) -> Standing:
    """A machine that wants a hand still works."""
    return replace(standing, said=("UP" if fact.fault is None else "DEGRADED", fact.fault))


def _watchdog(standing: Standing, fact: Watchdog) -> Standing:
    says: dict[str, Level] = {"fed": "UP", "hungry": "DOWN", "stopping": "DEGRADED", "unknown": "UNKNOWN"}
    return replace(standing, said=(says[fact.state], fact.fault))


SAYS: Final[Mapping[type[Fact], Callable[[Standing, Any], Standing]]] = {
    PrinterStatus: _printer,
    A4Status: _a4,
    SignStatus: _sign,
    LightStatus: _light,
    Reader: _reader,
    Doors: _doors,
    DoorLeftOpen: _left_open,
    Rack: _rack,
    Host: _host,
    Screen: _screen,
    Watchdog: _watchdog,
}
"""What a device says of itself."""
COUNTS: Final[Mapping[type[Fact], str]] = {
    Printed: "prints",
    PrintFailed: "errors",
    PdfPrinted: "prints",
    PdfFailed: "errors",
    Shown: "texts",
    ShowFailed: "errors",
    CardRead: "reads",
    ReadFailed: "errors",
    CodeScanned: "reads",
    CodeUnreadable: "errors",
    ScanFailed: "errors",
    SetScanned: "reads",
    CellOpened: "unlocks",
    CellNotOpened: "errors",
    CellUnseen: "errors",
    KeyPressed: "presses",
    KeyUnknown: "presses",
    PadShown: "texts",
    PadNotShown: "errors",
    TagCalled: "calls",
    TagNotCalled: "errors",
    LampsSet: "lamps",
    LampsNotSet: "errors",
    EmergencyPressed: "alarms",
    RackLooked: "looks",
    LookFailed: "errors",
    CallSaid: "calls",
    CallNotSaid: "errors",
    HostFailed: "errors",
    ScreenSet: "switches",
    ScreenNotSet: "errors",
    WatchdogFailed: "errors",
}
"""What a job that ended adds to."""
