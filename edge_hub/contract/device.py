"""What devices tell the hub of themselves: health and printed slips. Facts, kept by the device until acknowledged."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from .announcement import Announcement
from .base import Id, Lasting, Lenient, Ms, ShortText, Snapshot, Strict, Words
from .item import ClosedItem
from .lease import StrandedTicket
from .need import Guided
from .queue import WaitLevel
from .reprint import Reprint
from .rule import RuleNow

COUNTED_MS = 600_000
"""A part that has only counted on is reported, and worth a record, so often."""


class Health(StrEnum):
    """DEGRADED works but needs a hand soon (paper low)."""

    UP = "UP"
    DEGRADED = "DEGRADED"
    DOWN = "DOWN"
    UNKNOWN = "UNKNOWN"


class ReportHealth(Strict):
    """The state of one part of a device (`printer`, `screen`), sent on change."""

    do: Literal["ReportHealth"] = "ReportHealth"
    part: Id
    health: Health
    why: ShortText = ""
    hint: ShortText = ""
    since_ms: Ms
    counters: Annotated[dict[str, int], Field(max_length=32)] = {}
    why_en: ShortText = ""
    hint_en: ShortText = ""
    consumables: Annotated[dict[Id, Annotated[str, Field(max_length=32)]], Field(max_length=8)] = {}
    """What runs low, such as `paper: low`."""


class ReportSlip(Strict):
    """A slip left the printer, or did not: the number stays on the screen and the guide desk sees it."""

    do: Literal["ReportSlip"] = "ReportSlip"
    ticket: Id
    printed: bool
    why: ShortText = ""
    reprint: bool = False
    at_ms: Ms


class DeviceReported(Lasting):
    type: Literal["DeviceReported"] = "DeviceReported"
    device: Id
    part: Id
    health: Health
    why: str
    hint: str
    since_ms: Ms
    counters: dict[str, int] = {}
    at_ms: Ms
    why_en: str = ""
    hint_en: str = ""
    consumables: dict[str, str] = {}


class SlipReported(Lasting):
    type: Literal["SlipReported"] = "SlipReported"
    ticket: Id
    device: Id
    printed: bool
    why: str
    reprint: bool = False
    at_ms: Ms


class PartHealth(Lenient):
    device: Id
    part: Id
    health: Health
    why: str
    hint: str
    since_ms: Ms


class SlipFault(Lenient):
    """A ticket whose slip did not come out: the guide desk helps."""

    ticket: Id
    number: str
    device: Id
    why: str
    at_ms: Ms


class LongWait(Lenient):
    """An item for which somebody has waited past a threshold of the rules."""

    item: Id
    name: Words
    waiting: int
    since_ms: Ms
    """Since when the one who has waited longest waits."""
    level: WaitLevel
    windows: int
    """How many open windows serve it."""


class SeatTaken(Lenient):
    device: Id
    clerk: Id
    name: str
    since_ms: Ms
    session_mark: str


class Desk(Snapshot):
    """What the guide desk must know: `state/staff/desk`. Bounded, since a printer can be dead for a whole day."""

    parts: tuple[PartHealth, ...]
    """The worst first."""
    parts_more: int = 0
    """How many there are beside those."""
    slips: tuple[SlipFault, ...]
    """The newest first."""
    slips_more: int = 0
    offline: tuple[Id, ...] = ()
    """Devices whose last will came and that have not been born again."""
    waits: tuple[LongWait, ...] = ()
    """The longest first."""
    waits_more: int = 0
    stranded: tuple[StrandedTicket, ...] = ()
    """Tickets given out without the hub that could not join the line, the newest first."""
    stranded_more: int = 0
    reprints: tuple[Reprint, ...] = ()
    """The last ones of today, the newest first."""
    closed: tuple[ClosedItem, ...] = ()
    """Items that give no tickets now, the newest first."""
    closed_more: int = 0
    guided: tuple[Guided, ...] = ()
    """Who is called, has needs and is not at the window yet: to be fetched."""
    rules: tuple[RuleNow, ...] = ()
    """Rules that are on, the newest first."""
    seats: tuple[SeatTaken, ...] = ()
    """Who sits at which console."""
    announcements: tuple[Announcement, ...] = ()


class DeviceStatus(Lenient):
    """Birth and last will of a device, retained on `up/{device}/status`."""

    up: bool
    version: str = ""
    since_ms: Ms = 0
