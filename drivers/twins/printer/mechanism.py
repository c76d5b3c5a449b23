"""The body of the printer: paper, cover, cutter, drawer, and the status bytes that tell of them.

Bit positions are those of the published command set (DLE EOT, GS r, GS a). In a DLE EOT answer bits 1 and 4 are
always on and bits 0 and 7 always off; the first ASB byte has bit 4 on. A host tells a status from noise by these.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from drivers.twins.printer.outputs import Reply

FIXED: Final = 0x12
ASB_DRAWER, ASB_ONLINE, ASB_ERROR, ASB_PAPER = 0x01, 0x02, 0x04, 0x08


class Paper(StrEnum):
    OK = "ok"
    LOW = "low"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Mechanism:
    """What a hand can do to the printer. Every field is one thing that a person sees on the machine."""

    paper: Paper = Paper.OK
    cover_open: bool = False
    offline: bool = False
    cutter_error: bool = False
    drawer_open: bool = False

    @property
    def prints(self) -> bool:
        return not (self.paper is Paper.OUT or self.cover_open or self.offline or self.cutter_error)


def realtime_status(body: Mechanism, kind: int) -> Reply | None:
    """The answer to DLE EOT `kind` (1 printer, 2 causes of offline, 3 errors, 4 paper); None for an unknown kind."""
    out = body.paper is Paper.OUT
    match kind:
        case 1:
            bits = 0x04 * body.drawer_open | 0x08 * (not body.prints)
        case 2:
            bits = 0x04 * body.cover_open | 0x20 * out | 0x40 * body.cutter_error
        case 3:
            bits = 0x08 * body.cutter_error
        case 4:
            bits = 0x0C * (body.paper is not Paper.OK) | 0x60 * out
        case _:
            return None
    return Reply(bytes([FIXED | bits]))


def paper_status(body: Mechanism) -> Reply:
    """GS r 1: bits 0, 1 the paper is near its end; bits 2, 3 it has ended."""
    return Reply(bytes([0x03 * (body.paper is not Paper.OK) | 0x0C * (body.paper is Paper.OUT)]))


def drawer_status(body: Mechanism) -> Reply:
    """GS r 2: bit 0 the level of the drawer's connector."""
    return Reply(bytes([0x01 * body.drawer_open]))


def automatic_status(body: Mechanism) -> Reply:
    """The four bytes of Automatic Status Back. The fourth is 0F in captures of such printers: reserved bits."""
    first = 0x10 | 0x04 * body.drawer_open | 0x08 * (not body.prints) | 0x20 * body.cover_open
    second = 0x08 * body.cutter_error
    return Reply(bytes([first, second]) + paper_status(body).data + b"\x0f")


def changed_groups(before: Mechanism, after: Mechanism) -> int:
    """Which groups of GS a differ, as its mask."""
    return (
        ASB_DRAWER * (before.drawer_open != after.drawer_open)
        | ASB_ONLINE * ((before.prints, before.cover_open) != (after.prints, after.cover_open))
        | ASB_ERROR * (before.cutter_error != after.cutter_error)
        | ASB_PAPER * (before.paper is not after.paper)
    )
