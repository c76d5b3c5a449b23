"""A QR code: rows of modules for the slip, and for the screen a path that QML fills, one unit a module."""

from dataclasses import dataclass
from functools import lru_cache

QUIET = 2
"""Modules of white around the code on the screen. The standard asks for four; the card around it is white too."""

Modules = tuple[tuple[bool, ...], ...]
"""Rows of the code from the top, without white around it; True is dark."""


@dataclass(frozen=True, slots=True)
class Qr:
    """The dark modules of a code."""

    path: str
    size: int
    """Modules along one side, the quiet zone included."""


@lru_cache(maxsize=1)
def modules_of(text: str) -> Modules:
    """The code of an address, with medium error correction. Kept for a moment: slip and screen show the same one, and
    choosing among its eight masks takes 10 ms."""
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return tuple(tuple(bool(dark) for dark in row) for row in code.get_matrix())


def qr_of(text: str) -> Qr:
    """The code of an address, for the screen."""
    rows = modules_of(text)
    return Qr("".join(_row(y + QUIET, row) for y, row in enumerate(rows)), len(rows) + 2 * QUIET)


def _row(y: int, row: tuple[bool, ...]) -> str:
    """The dark runs of one row."""
    parts, x = [], 0
    while x < len(row):
        run = next((n for n in range(x, len(row)) if not row[n]), len(row)) - x
        if run:
            parts.append(f"M{x + QUIET} {y}h{run}v1h{-run}z")
        x += max(run, 1)
    return "".join(parts)
