"""The paper of a slip to draw on: paragraphs, rules, large figures, boxes, QR codes, in dots of a thermal head.

The rules it keeps, and why:
- One bit a dot and no grey (`fontmode` "1"): a thermal head has only hot and cold, and dithered edges look dirty.
- Fonts are Debian's `fonts-noto-cjk`, found at their Debian path: no font library at run time, one look everywhere,
  and every character of the national standard table, rare names included.
- An open font costs 4 MB and its opening 1 ms, so few are open at once, and none after the slip (`close_fonts`). Sizes
  to choose from are measured with one font (`length`). One thread at a time: a font object is not for two.
"""

import functools
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

from drivers.escpos_paper import Align
from kiosk.ticket_machine.qr import modules_of
from kiosk.ticket_machine.slip_wrap import wrap

FONTS = Path("/usr/share/fonts/opentype/noto")
_SIMPLIFIED = 2
"""Place of Noto Sans CJK SC in Debian's collections; the order is JP, KR, SC, TC, HK."""
FONTS_MAX = 3
"""Plain text, the one that measures, and the one that is drawn with: a slip opens eleven one after the other."""
PLAIN = 30
"""The size of everything that is not large."""
_MEASURE = 64
_TALLEST = 6000
"""Dots (75 cm): the sheet to draw on before the rest is cut off."""
_BOX_GAP = 16
BLACK, WHITE = 0, 255

Weight = Literal["Regular", "Bold"]


class FontMissing(Exception):
    """The Chinese fonts are not installed; the message says which package brings them."""


@functools.lru_cache(maxsize=FONTS_MAX)
def font(size: int, weight: Weight = "Regular", folder: Path = FONTS) -> ImageFont.FreeTypeFont:
    """The font at that size in dots, open for a while."""
    path = folder / f"NotoSansCJK-{weight}.ttc"
    try:
        path.stat()  # or Pillow would look for the name all over the system
        return ImageFont.truetype(str(path), size, index=_SIMPLIFIED, layout_engine=ImageFont.Layout.BASIC)
    except OSError as error:
        raise FontMissing(f"{path} cannot be read ({error}). Install the Debian package fonts-noto-cjk.") from error


def close_fonts() -> None:
    """Give back what open fonts hold."""
    font.cache_clear()


def length(text: str, size: int) -> float:
    """Dots that a bold text takes at that size, to one in a hundred."""
    return font(_MEASURE, "Bold").getlength(text) * size / _MEASURE * 1.01


def largest(text: str, width: int, size: int) -> ImageFont.FreeTypeFont:
    """The bold font at `size` or, if the text is too long for one line, at about the largest size that fits."""
    needed = length(text, size)
    if needed > width:
        size = max(16, int(size * width / needed) // 8 * 8)
    return font(size, "Bold")


class Sheet:
    """The paper, with the place where the next thing goes (`y`)."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.margin = width // 36
        self.inner = width - 2 * self.margin
        self.y = 0
        self._image = Image.new("1", (width, _TALLEST), WHITE)
        self.pen = ImageDraw.Draw(self._image)
        self.pen.fontmode = "1"

    def write(
        self,
        text: str,
        size: int,
        weight: Weight = "Regular",
        *,
        left: int | None = None,
        width: int | None = None,
        align: Align = "center",
    ) -> None:
        """A paragraph, wrapped, in the column that starts at `left`."""
        face = font(size, weight)
        left = self.margin if left is None else left
        width = self.inner if width is None else width
        at = left + (width // 2 if align == "center" else 0)
        for line in wrap(text, face.getlength, width):
            self.pen.text((at, self.y + size), line, fill=BLACK, font=face, anchor="ms" if align == "center" else "ls")
            self.y += size * 4 // 3

    def number(self, text: str, size: int) -> None:
        """The number of the ticket, as large as the paper lets it be; its own ink measures its height."""
        face = largest(text, self.inner * 19 // 20, size)
        _left, top, _right, bottom = face.getbbox(text, anchor="ls")
        self.pen.text((self.width // 2, self.y - int(top)), text, fill=BLACK, font=face, anchor="ms")
        self.y += int(bottom - top)

    def figure(self, value: str, unit: str, size: int, *, left: int, width: int, right: bool = False) -> None:
        """A large number with its small unit on one baseline, centred or at the right."""
        small = font(PLAIN)
        gap = 8
        face = largest(value, width - gap - int(small.getlength(unit)), size)
        length = face.getlength(value) + gap + small.getlength(unit)
        x = left + int(width - length) // (1 if right else 2)
        self.y += size
        self.pen.text((x, self.y), value, fill=BLACK, font=face, anchor="ls")
        self.pen.text((x + int(face.getlength(value)) + gap, self.y), unit, fill=BLACK, font=small, anchor="ls")
        self.y += 14

    def rule(self, *, thick: bool = False) -> None:
        """A line across, dashed unless thick, with air around it."""
        self.y += 14
        left, right = self.margin, self.width - self.margin
        if thick:
            self.pen.rectangle((left, self.y, right - 1, self.y + 4), fill=BLACK)
        else:
            for x in range(left, right, 16):
                self.pen.rectangle((x, self.y, min(x + 8, right) - 1, self.y + 1), fill=BLACK)
        self.y += 20

    def boxes(self, texts: tuple[str, ...], size: int, *, filled: bool = False) -> None:
        """Texts in rounded boxes, as many in a row as fit; a text longer than the paper wraps without a box."""
        rows: list[list[str]] = []
        for text in texts:
            if rows and row_width((*rows[-1], text), size) <= self.inner:
                rows[-1].append(text)
            else:
                rows.append([text])
        for place, row in enumerate(rows):
            self.y += 12 if place else 0
            if row_width(tuple(row), size) > self.inner:
                self.write(row[0], size, "Bold")
            else:
                self._row(row, size, filled=filled)

    def _row(self, row: list[str], size: int, *, filled: bool) -> None:
        height = size * 3 // 2
        x = (self.width - row_width(tuple(row), size)) // 2
        for text in row:
            width = _box_width(text, size)
            box = (x, self.y, x + width - 1, self.y + height - 1)
            self.pen.rounded_rectangle(box, radius=size // 4, fill=BLACK if filled else WHITE, outline=BLACK, width=3)
            at = (x + width // 2, self.y + height // 2 + size * 3 // 8)
            self.pen.text(at, text, fill=WHITE if filled else BLACK, font=font(size, "Bold"), anchor="ms")
            x += width + _BOX_GAP
        self.y += height

    def paste(self, picture: Image.Image, x: int, y: int) -> None:
        self._image.paste(picture, (x, y))

    def finish(self) -> Image.Image:
        """The sheet down to the place that was reached."""
        return self._image.crop((0, 0, self.width, min(self.y, _TALLEST)))


def row_width(texts: tuple[str, ...], size: int) -> int:
    """Dots that the boxes of these texts take side by side."""
    return sum(_box_width(text, size) for text in texts) + _BOX_GAP * (len(texts) - 1)


def _box_width(text: str, size: int) -> int:
    return int(length(text, size)) + size // 2 * 2


def qr_picture(url: str, width: int) -> tuple[Image.Image, int]:
    """The QR with whole dots to a module, without its quiet zone, and the dots that the zone needs (four modules)."""
    rows = modules_of(url)
    modules = Image.new("1", (len(rows), len(rows)))
    modules.putdata([BLACK if dark else WHITE for row in rows for dark in row])
    scale = max(2, width // len(rows))
    return modules.resize((len(rows) * scale, len(rows) * scale), Image.Resampling.NEAREST), 4 * scale


def line_picture(text: str, height: int, weight: Weight, width: int, align: Align) -> Image.Image:
    """One line of text as a picture, for a printer in text mode that lacks a character of it."""
    face = font(height, weight)
    picture = Image.new("1", (width, height * 5 // 4), WHITE)
    pen = ImageDraw.Draw(picture)
    pen.fontmode = "1"
    at = (width // 2, height) if align == "center" else (0, height)
    pen.text(at, text, fill=BLACK, font=face, anchor="ms" if align == "center" else "ls")
    return picture
