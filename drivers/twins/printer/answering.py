"""Commands that make the printer answer, in the order of the print data (real-time ones are in interpreter.py)."""

from __future__ import annotations

from drivers.twins.printer import mechanism
from drivers.twins.printer.grammar import little
from drivers.twins.printer.outputs import Reply
from drivers.twins.printer.press import Press

IDENTITY = {65: "1.00", 66: "HALL", 67: "TWIN-80", 68: "TWIN000001", 69: "GBK"}


def status(press: Press, params: bytes) -> None:
    """GS r: 1 paper, 2 drawer."""
    if params[0] in (1, 49):
        press.outbox.append(mechanism.paper_status(press.body))
    elif params[0] in (2, 50):
        press.outbox.append(mechanism.drawer_status(press.body))
    else:
        press.fault(f"GS r {params[0]}: no such status, not answered")


def paper(press: Press, _: bytes) -> None:
    """ESC v, the older form of GS r 1."""
    press.outbox.append(mechanism.paper_status(press.body))


def drawer(press: Press, _: bytes) -> None:
    """ESC u, the older form of GS r 2."""
    press.outbox.append(mechanism.drawer_status(press.body))


def automatic_status(press: Press, params: bytes) -> None:
    """GS a: switched on, it says how things are at once."""
    press.set(status_back=params[0] & 0x0F)
    if press.style.status_back:
        press.outbox.append(mechanism.automatic_status(press.body))


def identity(press: Press, params: bytes) -> None:
    """GS I: 1 model, 2 type (two-byte characters, cutter), 3 version, as one byte; 65-69 as text between 5F and 00."""
    kind = params[0] - 48 if 49 <= params[0] <= 51 else params[0]
    if kind in (1, 2, 3):
        press.outbox.append(Reply({1: b"\x20", 2: b"\x03", 3: b"\x01"}[kind]))
    elif kind in IDENTITY:
        press.outbox.append(Reply(b"_" + IDENTITY[kind].encode("ascii") + b"\x00"))
    else:
        press.fault(f"GS I {params[0]}: no such identity, not answered")


def process_id(press: Press, params: bytes) -> None:
    """GS ( H 48 48 d1-d4: the same four bytes come back when everything before them has been printed."""
    body = params[3:]
    if body[:2] == b"00" and len(body) == 6:
        press.outbox.append(Reply(b"\x37\x22" + body[2:] + b"\x00"))
    else:
        press.fault(f"GS ( H of {little(params, 1)} bytes: not known, not answered")
