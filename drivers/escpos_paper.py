"""What stands on a slip becomes ESC/POS command bytes: text lines, pictures, QR codes, the cut.

The rules it keeps, and why:
- python-escpos makes the command bytes; this file alone imports it, and only when the first slip is made: no terminal
  may lose that time before its first frame.
- Chinese goes out raw as GB18030 after `1C 26`: the library's own `text()` turns rare characters and `￥` into `?`.
  Only what GBK can carry is sent as text (`printable_as_text`): printers print four-byte GB18030 as garbage. The rest
  is the caller's to draw and to send as a picture.
- `¥` U+00A5 becomes `￥` U+FFE5: GB18030 printers print the former as `0 6` (node-escpos #332).
- No control character reaches the paper: in a name from outside, an ESC would be a command.
- No picture carries a real-time command. A printer obeys `10 04 n` (status), `10 05 n` (error recovery) and `10 14 ...`
  (drawer, power off) even inside picture data, so one dot is thickened where the dots would spell one (`harmless`).

Sources: Epson ESC/POS command reference (ESC @, ESC J, ESC a, ESC d, ESC E, FS &, FS !, GS !, GS ( k, GS V, GS v 0).
"""

import functools
import logging
import os
import re
import shutil
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from PIL import Image, ImageChops

from drivers.escpos import AUTOMATIC_STATUS, CUTS

DOTS = {58: 384, 80: 576}
"""Printable dots by paper width in mm, at 203 dpi."""
_PROFILES = Path(__file__).with_name("escpos_profiles.json")
"""What the library is told of printers, in its own format. Its own list of 35 models takes 0.4 s and 4 MB to read."""
_CHINESE_ON, _CHINESE_SIZE = b"\x1c\x26", b"\x1c\x21"
_FEED_DOTS = b"\x1b\x4a"
_QR_ZONE = 4
"""Modules of white around a QR code."""
_REAL_TIME = re.compile(rb"\x10(?=[\x04\x05\x14])")

Align = Literal["left", "center"]


@dataclass(frozen=True, slots=True)
class _Style:
    size: int = 1
    bold: bool = False
    align: Align = "left"


def clean(text: str) -> str:
    """One line of text: no control characters, lone surrogates or line breaks, and the yen sign that prints."""
    text = text.replace("\u00a5", "\uffe5")
    return "".join(" " if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} else char for char in text).strip()


def printable_as_text(text: str) -> bool:
    """Whether a printer with a GBK font has every character of the text."""
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def columns(text: str) -> int:
    """Width in half-width columns of 12 dots: a Chinese character takes two."""
    return sum(1 if ord(char) < 0x80 else 2 for char in text)


def harmless(image: Image.Image) -> Image.Image:
    """The picture (mode "1", 0 is black) with no real-time command in its dots; nearly always the same picture."""
    ink = _ink(image).tobytes()
    if not _REAL_TIME.search(ink):
        return image
    safe = _REAL_TIME.sub(b"\x18", ink)  # 0001 0000 becomes 0001 1000: one dot beside a dot
    return ImageChops.invert(Image.frombytes("1", image.size, safe))


def _ink(image: Image.Image) -> Image.Image:
    """The picture with its dots as ones. By way of grey: white in mode "1" may be kept as 1 or as 255, and Pillow's
    `invert` makes 254 of the former, which is still white."""
    return ImageChops.invert(image.convert("L")).convert("1", dither=Image.Dither.NONE)


class Paper:
    """One slip in the making, from the start of the printer to the cut. Not for two threads at once."""

    def __init__(
        self, width_mm: Literal[58, 80] = 80, *, band_lines: int = 256, automatic_status: bool = False
    ) -> None:
        self.width_dots = DOTS[width_mm]
        self._band_lines = band_lines
        self._style = _Style()
        self._chinese = False
        self._printer = _library().Dummy(profile=f"hall-{width_mm}")
        self._printer.hw("INIT")
        if automatic_status:
            self._printer._raw(AUTOMATIC_STATUS)  # ESC @ has just switched it off

    def line(self, text: str, *, size: int = 1, bold: bool = False, align: Align = "left") -> None:
        """A line of text that `printable_as_text`; `size` 1..8 enlarges both ways. The caller has wrapped it."""
        self._wear(_Style(size, bold, align))
        if not self._chinese:
            self._printer._raw(_CHINESE_ON)
            self._chinese = True
        self._printer._raw(text.encode("gbk") + b"\n")

    def picture(self, image: Image.Image) -> None:
        """A picture of mode "1", at the left edge; white at its right edge is not sent."""
        ink = _ink(image).getbbox()
        right = min(image.width, (ink[2] + 7) // 8 * 8) if ink else 8
        self._wear(_Style())
        safe = harmless(image.crop((0, 0, right, image.height)))
        for top in range(0, image.height, self._band_lines):  # the library makes four copies of what it is given
            band = safe.crop((0, top, right, min(top + self._band_lines, image.height)))
            self._printer.image(band, impl="bitImageRaster", fragment_height=self._band_lines)

    def qr(self, content: str, *, module_dots: int = 6) -> None:
        """A QR code that the printer draws itself: model 2, error correction M, centred, with its quiet zone.

        The standard asks for four modules of white on each side (ISO/IEC 18004): above and below the paper is fed so
        far, at the sides the paper is wider than any code of a ticket.
        """
        zone = _FEED_DOTS + bytes((_QR_ZONE * module_dots,))
        self._wear(_Style(align="center"))
        self._printer._raw(zone)
        self._printer.qr(content, ec=1, size=module_dots, native=True)
        self._printer._raw(zone)

    def feed(self, lines: int) -> None:
        if lines:
            self._printer.print_and_feed(lines)

    def cut(self, how: Literal["full", "partial", "none"]) -> None:
        if how != "none":
            self._printer._raw(CUTS[how])

    def data(self) -> bytes:
        """Everything so far."""
        return bytes(self._printer.output)

    def _wear(self, style: _Style) -> None:
        """Send what differs from the style in force. The Chinese size goes first: where both count, the last rules."""
        if style.size != self._style.size:
            self._printer._raw(_CHINESE_SIZE + (b"\x0c" if style.size > 1 else b"\x00"))
            self._printer.set(custom_size=True, width=style.size, height=style.size)
        if style.bold != self._style.bold:
            self._printer.set(bold=style.bold)
        if style.align != self._style.align:
            self._printer.set(align=style.align)
        self._style = style


@functools.cache
def _library() -> Any:
    """python-escpos, knowing our printers only, without what its import leaves behind.

    WORKAROUND https://github.com/python-escpos/python-escpos - `escpos.capabilities` (3.1) sets up the root logger and
    makes a directory under the system's temporary one at import; remove when it no longer does.
    """
    root = logging.getLogger()
    before = list(root.handlers)
    os.environ["ESCPOS_CAPABILITIES_FILE"] = str(_PROFILES)  # read at import, and by nobody else
    from escpos import capabilities, printer

    del os.environ["ESCPOS_CAPABILITIES_FILE"]
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
    if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
        shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
    return printer
