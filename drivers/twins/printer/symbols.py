"""QR codes and bar codes as dots: really encoded, so that a phone (or a test) can read them off the slip."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError

QR_LEVELS: Final[Mapping[str, int]] = {
    "L": ERROR_CORRECT_L,
    "M": ERROR_CORRECT_M,
    "Q": ERROR_CORRECT_Q,
    "H": ERROR_CORRECT_H,
}
QR_BYTES_MAX: Final = 7089


class NotEncodable(ValueError):
    """The data cannot be put into this symbol; the sentence says why."""


def qr(data: bytes, level: str, module: int) -> Image.Image:
    """A QR code without quiet zone, `module` dots a module, ink = 1."""
    code = qrcode.QRCode(error_correction=QR_LEVELS[level], box_size=1, border=0)
    code.add_data(data)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError) as error:  # the library says "Invalid version" for the largest
        raise NotEncodable(f"{len(data)} bytes do not fit a QR code of level {level}") from error
    rows = code.get_matrix()
    small = Image.new("1", (len(rows), len(rows)))
    small.putdata([255 * bool(dark) for row in rows for dark in row])
    return small.resize((small.width * module, small.height * module), Image.Resampling.NEAREST)


def bars(pattern: str, module: int, height: int) -> Image.Image:
    """A bar code from modules written as 1 (bar) and 0 (space)."""
    row = Image.new("1", (len(pattern), 1))
    row.putdata([255 * (module_ == "1") for module_ in pattern])
    return row.resize((row.width * module, height), Image.Resampling.NEAREST)
