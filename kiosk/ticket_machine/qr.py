"""A QR code as a path that QML fills, one unit a module: sharp at any size, with no image to pass around."""

from dataclasses import dataclass

QUIET = 2
"""Modules of white around the code. The standard asks for four; the card around it is white too."""


@dataclass(frozen=True, slots=True)
class Qr:
    """The dark modules of a code."""

    path: str
    size: int
    """Modules along one side, the quiet zone included."""


def qr_of(text: str) -> Qr:
    """The code of an address, with medium error correction."""
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    return Qr("".join(_row(y, row) for y, row in enumerate(matrix)), len(matrix))


def _row(y: int, row: list[bool]) -> str:
    """The dark runs of one row."""
    parts, x = [], 0
    while x < len(row):
        run = next((n for n in range(x, len(row)) if not row[n]), len(row)) - x
        if run:
            parts.append(f"M{x} {y}h{run}v1h{-run}z")
        x += max(run, 1)
    return "".join(parts)
