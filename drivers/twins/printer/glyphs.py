"""The printer's built-in fonts, as dots: Noto Sans Mono CJK put into the cells of a 203 dpi printer.

Cells: Chinese 24 x 24, font A 12 x 24, font B 9 x 17. A glyph image is mode "1" with ink = 1. Enlarging repeats dots
and bold prints a second time one dot to the right, because that is what the machine does.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFont

from drivers.twins.printer.style import HAN_CELL

FONT_FILES: Final = (
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc"),
)
FONT_FAMILY: Final = "Noto Sans Mono CJK SC"
INK_LEVEL: Final = 112  # of 255: strokes of two dots, as in printer fonts
_HAN_BASELINE: Final = 0.86  # of the cell's height
_NARROW_BASELINE: Final = 0.81  # higher, so that the tails of g, j and y stay in the cell


class FontMissing(RuntimeError):
    """No Chinese font on this machine."""


def find_font(path: Path | None = None) -> Path:
    for candidate in (path,) if path is not None else FONT_FILES:
        if candidate.is_file():
            return candidate
    raise FontMissing("no Noto Sans CJK font found: apt-get install fonts-noto-cjk, or name a font file")


@lru_cache(maxsize=8)
def _face(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """The monospaced simplified Chinese face of a collection, else the file's first."""
    for index in range(16):
        try:
            face = ImageFont.truetype(str(path), size, index=index)
        except OSError:
            break
        if face.getname()[0] == FONT_FAMILY:
            return face
    return ImageFont.truetype(str(path), size)


class Glyphs:
    """Draws characters into cells; the same character is drawn once."""

    def __init__(self, font: Path | None = None) -> None:
        self._path = find_font(font)
        self._cached = lru_cache(maxsize=4096)(self._draw)

    def narrow(self, character: str, cell: tuple[int, int]) -> Image.Image:
        return self._cached(character, *cell)

    def han(self, character: str) -> Image.Image:
        return self._cached(character, *HAN_CELL)

    def _draw(self, character: str, width: int, height: int) -> Image.Image:
        face = _face(self._path, height)
        advance = max(1, round(face.getlength(character)))
        canvas = Image.new("L", (max(advance, width), height), 0)
        left = (width - advance) // 2 if advance <= width else 0
        base = round(height * (_HAN_BASELINE if width == height else _NARROW_BASELINE))
        ImageDraw.Draw(canvas).text((left, base), character, fill=255, font=face, anchor="ls")
        if advance > width:  # signs that Noto makes wide: Greek, frames, accents
            canvas = canvas.resize((width, height), Image.Resampling.BOX)
        return canvas.point(lambda level: 255 if level >= INK_LEVEL else 0).convert("1", dither=Image.Dither.NONE)


def empty_place(cell: tuple[int, int]) -> Image.Image:
    """What stands where the font has no glyph: a frame that nobody overlooks."""
    box = Image.new("1", cell, 0)
    ImageDraw.Draw(box).rectangle((1, 2, cell[0] - 3, cell[1] - 4), outline=255, width=2)
    return box


def dressed(
    glyph: Image.Image, *, wide: int, tall: int, bold: bool, turned: bool, inverted: bool, underline: int,
    before: int = 0, after: int = 0,
) -> Image.Image:  # fmt: skip
    """The glyph as it goes into the line: `before` and `after` are the spaces at its sides, already enlarged."""
    if turned:
        glyph = glyph.transpose(Image.Transpose.ROTATE_270)
    if (wide, tall) != (1, 1):
        glyph = glyph.resize((glyph.width * wide, glyph.height * tall), Image.Resampling.NEAREST)
    if bold:
        glyph = ImageChops.logical_or(glyph, ImageChops.offset(_padded(glyph, 0, 1), 1, 0).crop((0, 0, *glyph.size)))
    glyph = _padded(glyph, before, after)
    if underline and not turned and not inverted:
        glyph = glyph.copy()
        ImageDraw.Draw(glyph).rectangle((0, glyph.height - underline, glyph.width - 1, glyph.height - 1), fill=255)
    return ImageChops.invert(glyph) if inverted else glyph


def _padded(glyph: Image.Image, before: int, after: int) -> Image.Image:
    if not (before or after):
        return glyph
    wider = Image.new("1", (before + glyph.width + after, glyph.height), 0)
    wider.paste(glyph, (before, 0))
    return wider
