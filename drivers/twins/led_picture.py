"""What an LED bar shows, as a picture for people: red dots on black, enlarged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw

from drivers.twins.printer.glyphs import Glyphs

if TYPE_CHECKING:
    from drivers.twins.led_onbon import Area

CELL: Final = 16
SCALE: Final = 6
LIT: Final = (255, 60, 30)


def draw(width: int, height: int, areas: Sequence[Area]) -> Image.Image:
    """Raises FontMissing. What does not fit into its area is cut off, as on the bar."""
    dots = Image.new("1", (width, height), 0)
    glyphs = Glyphs()
    for area in areas:
        field = Image.new("1", (max(1, min(area.width, width)), max(1, min(area.height, height))), 0)
        left = top = 0
        for character in area.text[:4096]:
            wide = CELL if ord(character) > 0xFF else CELL // 2
            if left + wide > field.width and left:
                left, top = 0, top + CELL
            field.paste(glyphs.narrow(character, (wide, CELL)), (left, top))
            left += wide
        dots.paste(field, (area.x, area.y))
    picture = Image.new("RGB", (width * SCALE, height * SCALE), 0)
    pen = ImageDraw.Draw(picture)
    for y in range(height):
        for x in range(width):
            if dots.getpixel((x, y)):
                pen.ellipse((x * SCALE, y * SCALE, x * SCALE + SCALE - 2, y * SCALE + SCALE - 2), fill=LIT)
    return picture
