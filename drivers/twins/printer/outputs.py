"""What comes out of a virtual printer: bytes for the host, and slips of paper.

A slip keeps its dots as strips and draws its image on demand, so that a hostile job that feeds kilometres of blank
paper costs nothing. The image is the raw bitmap, dot for dot; `on_paper` is a likeness for people, never for comparing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PIL import Image, ImageDraw, ImageFilter

SIDE_MARGIN_DOTS: Final = 32
TOP_MARGIN_DOTS: Final = 72
BOTTOM_MARGIN_DOTS: Final = 24
DESK_DOTS: Final = 28
DESK: Final = (222, 224, 226)
PAPER: Final = (253, 253, 251)
INK: Final = (28, 27, 30)


class Ending(StrEnum):
    """Why the slip came off the roll."""

    FULL_CUT = "full cut"
    PARTIAL_CUT = "partial cut"
    TORN = "torn"
    FLUSHED = "flushed"


@dataclass(frozen=True, slots=True)
class Strip:
    """Rows of dots from the left edge of the head to the right, 1 = black, most significant bit left; None = blank."""

    rows: int
    dots: bytes | None


@dataclass(frozen=True, slots=True)
class Reply:
    """Bytes that the printer sends to the host."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Slip:
    """One piece of paper. The times are those of the host's clock, as given to the interpreter with the bytes."""

    width_dots: int
    strips: tuple[Strip, ...]
    commands: tuple[str, ...]
    text: str
    faults: tuple[str, ...]
    ending: Ending
    byte_count: int
    first_byte_s: float
    last_byte_s: float

    @property
    def height_dots(self) -> int:
        return sum(strip.rows for strip in self.strips)

    @property
    def image(self) -> Image.Image:
        """The raw bitmap, mode "1", black on white, exactly as wide as the head; at least one row high."""
        image = Image.new("1", (self.width_dots, max(1, self.height_dots)), 255)
        top = 0
        for strip in self.strips:
            if strip.dots is not None:
                band = Image.frombytes("1", (self.width_dots, strip.rows), strip.dots, "raw", "1;I")
                image.paste(band, (0, top))
            top += strip.rows
        return image

    def on_paper(self) -> Image.Image:
        """The slip as it lies on a desk, for people to look at: margins, warm white, a soft shadow."""
        raw = self.image
        width = raw.width + 2 * SIDE_MARGIN_DOTS
        height = raw.height + TOP_MARGIN_DOTS + BOTTOM_MARGIN_DOTS
        size = (width + 2 * DESK_DOTS, height + 2 * DESK_DOTS)
        sheet = (DESK_DOTS, DESK_DOTS, DESK_DOTS + width - 1, DESK_DOTS + height - 1)
        shadow = Image.new("L", size, 0)
        ImageDraw.Draw(shadow).rectangle((sheet[0], sheet[1] + 5, sheet[2], sheet[3] + 5), fill=90)
        desk = Image.new("RGB", size, DESK)
        desk.paste((120, 124, 130), (0, 0), shadow.filter(ImageFilter.GaussianBlur(8)))
        ImageDraw.Draw(desk).rectangle(sheet, fill=PAPER)
        desk.paste(
            INK, (DESK_DOTS + SIDE_MARGIN_DOTS, DESK_DOTS + TOP_MARGIN_DOTS), raw.point(lambda dot: 255 * (dot == 0))
        )
        return desk


Output = Reply | Slip
