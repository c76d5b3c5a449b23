"""The drivers we ship, by name: what a device's `driver:` in the configuration may say.

Each row is also an entry point of the group `hall.drivers` in pyproject.toml, where others add theirs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from drivers.a4_printer import A4Conversation, A4Options
from drivers.charger import ChargerConversation, ChargerOptions
from drivers.conversation import Conversation
from drivers.escpos import EscposConversation, EscposOptions
from drivers.guide_set import GuideSetOptions, guide_sets
from drivers.host import HostConversation, HostOptions
from drivers.id_card import IdCardConversation, IdCardOptions
from drivers.keypad import KeypadConversation, KeypadOptions
from drivers.led_line import LineConversation, LineOptions
from drivers.led_onbon import OnbonConversation, OnbonOptions
from drivers.lock_8a import Lock8AConversation, Lock8AOptions
from drivers.lock_cu12 import LockCu12Conversation, LockCu12Options
from drivers.lock_ku16 import LockKu16Conversation, LockKu16Options
from drivers.pager import PagerConversation, PagerOptions
from drivers.power import PowerConversation, PowerOptions
from drivers.probing import Question
from drivers.scanner import ScannerConversation, ScannerOptions
from drivers.signal_light import LightConversation, LightOptions
from drivers.sound import SoundConversation, SoundOptions
from drivers.watchdog import WatchdogConversation, WatchdogOptions

Options = TypeVar("Options", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class DriverSpec(Generic[Options]):
    """One kind of device."""

    name: str
    summary: str
    options: type[Options]
    make: Callable[[Options], Conversation[Any]]
    wires: tuple[str, ...] = ("serial", "tcp")
    """How the device may be connected: schemes of `parse_connection`."""
    question: Question | None = None
    """What it may be asked to be found (`hall device probe`); ours stand in drivers/questions.py."""


A4_PRINTER = DriverSpec("a4_printer", "A4 printers and CUPS queues, by IPP", A4Options, A4Conversation, wires=("tcp",))
CHARGER = DriverSpec("charger", "charging stations for phones, over Modbus", ChargerOptions, ChargerConversation)
ESCPOS = DriverSpec(
    "escpos",
    "receipt printers that speak ESC/POS, 58 or 80 mm",
    EscposOptions,
    EscposConversation,
    wires=("tcp", "serial", "file", "usb"),
)
GUIDE_SET = DriverSpec("guide_set", "wireless guide sets: their rack, or their codes", GuideSetOptions, guide_sets)
HOST = DriverSpec(
    "host", "the machine itself: disks, memory, temperature, clock", HostOptions, HostConversation, wires=("run", "tcp")
)
ID_CARD = DriverSpec(
    "id_card",
    "readers of identity cards that speak SDT",
    IdCardOptions,
    IdCardConversation,
    wires=("serial", "tcp", "usb"),
)
KEYPAD = DriverSpec(
    "keypad",
    "call pads and rating boxes by a table of keys",
    KeypadOptions,
    KeypadConversation,
    wires=("serial", "tcp", "hid"),
)
LED_LINE = DriverSpec("led_line", "plain LED bars by a template of bytes", LineOptions, LineConversation)
LED_ONBON = DriverSpec("led_onbon", "LED bars with an Onbon BX-5K or BX-6K board", OnbonOptions, OnbonConversation)
LOCK_8A = DriverSpec("lock_8a", "cabinets with 8A lock boards", Lock8AOptions, Lock8AConversation)
LOCK_CU12 = DriverSpec("lock_cu12", "cabinets with KERONG CU12 boards", LockCu12Options, LockCu12Conversation)
LOCK_KU16 = DriverSpec("lock_ku16", "cabinets with KERONG KU16 or CU16 boards", LockKu16Options, LockKu16Conversation)
PAGER = DriverSpec("pager", "vibrating call tags by a template of bytes", PagerOptions, PagerConversation)
POWER = DriverSpec(
    "power",
    "screens that go on and off with the opening hours",
    PowerOptions,
    PowerConversation,
    wires=("file", "serial", "tcp"),
)
SCANNER = DriverSpec(
    "scanner",
    "scanners of QR and bar codes",
    ScannerOptions,
    ScannerConversation,
    wires=("serial", "tcp", "hid"),
)
SIGNAL_LIGHT = DriverSpec(
    "signal_light", "window lamps and emergency buttons by relay bytes or Modbus", LightOptions, LightConversation
)
SOUND = DriverSpec("sound", "a chime and a calling voice", SoundOptions, SoundConversation, wires=("run", "tcp"))
WATCHDOG = DriverSpec("watchdog", "the machine's own watchdog", WatchdogOptions, WatchdogConversation, wires=("file",))

DRIVERS: dict[str, DriverSpec[Any]] = {
    spec.name: spec
    for spec in (
        A4_PRINTER,
        CHARGER,
        ESCPOS,
        GUIDE_SET,
        HOST,
        ID_CARD,
        KEYPAD,
        LED_LINE,
        LED_ONBON,
        LOCK_8A,
        LOCK_CU12,
        LOCK_KU16,
        PAGER,
        POWER,
        SCANNER,
        SIGNAL_LIGHT,
        SOUND,
        WATCHDOG,
    )
}
