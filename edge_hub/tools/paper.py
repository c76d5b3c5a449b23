"""Reads a ticket's number off the paper of a virtual printer, as a person would: from the dots or the letters on it.

Nothing here knows how a slip is made. Of a slip of dots the number is the first row of signs that is taller than any
text, and each sign is compared with the shapes of Debian's Noto Sans CJK; of a slip of text it is the first line that
is a number and nothing else. What cannot be read is no number, and never a guess.
"""

import functools
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc")
NUMBER = re.compile(r"[A-HJ-NP-Z][0-9]{3,5}")
SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
TALL_DOTS = 64
"""From here on a row of signs is the number: nothing above it on a slip is as tall."""
SHAPE = (32, 48)
"""A sign is compared at this size."""
APART = 0.15
"""Share of dots that may differ from the best shape."""
DOUBT = 1.25
"""How much worse the second best must be."""
SQUARE = 0.25
"""How far a sign may be wider or slimmer than its shape."""


def number_of(text: str, image: Callable[[], Image.Image]) -> str | None:
    """The number on a slip, of which the printer knows the `text` (empty where all is dots) and draws the `image`."""
    lines = (line.strip() for line in text.splitlines())
    return next((line for line in lines if NUMBER.fullmatch(line)), None) or number_in(image())


def number_in(image: Image.Image) -> str | None:
    """The number that stands in black on white, None if there is none or a sign of it is in doubt."""
    ink = ImageChops.invert(image.convert("L"))
    for top, bottom in _runs(ink, across=False):
        if bottom - top >= TALL_DOTS:
            row = ink.crop((0, top, ink.width, bottom))
            signs = [_sign(row.crop((left, 0, right, row.height))) for left, right in _runs(row, across=True)]
            read = "".join(sign or "?" for sign in signs)
            return read if NUMBER.fullmatch(read) else None
    return None


def _runs(ink: Image.Image, *, across: bool) -> Iterator[tuple[int, int]]:
    """From where to where there is ink, from the left (`across`) or from the top; what is blank parts the runs."""
    begun, length = None, ink.width if across else ink.height
    for at in range(length + 1):
        box = (at, 0, at + 1, ink.height) if across else (0, at, ink.width, at + 1)
        inked = at < length and ink.crop(box).getbbox() is not None
        if inked and begun is None:
            begun = at
        elif not inked and begun is not None:
            yield begun, at
            begun = None


def _sign(ink: Image.Image) -> str | None:
    """Which sign it is; None if it is none, or could be two."""
    box = ink.getbbox()
    if box is None:
        return None
    ink = ink.crop(box)
    seen, stout = ink.resize(SHAPE), ink.width / ink.height
    ranked = sorted(
        (ImageStat.Stat(ImageChops.difference(seen, shape)).mean[0] / 255, sign)
        for sign, (shape, its) in _shapes().items()
        if abs(stout / its - 1) <= SQUARE
    )
    if not ranked or ranked[0][0] > APART or (len(ranked) > 1 and ranked[1][0] < ranked[0][0] * DOUBT):
        return None
    return ranked[0][1]


@functools.cache
def _shapes() -> dict[str, tuple[Image.Image, float]]:
    """By sign how it looks, and its width by its height."""
    face = ImageFont.truetype(FONT, 200, index=2)
    shapes = {}
    for sign in SIGNS:
        sheet = Image.new("L", (400, 400), 0)
        ImageDraw.Draw(sheet).text((100, 300), sign, fill=255, font=face, anchor="ls")
        drawn = sheet.crop(sheet.getbbox())
        shapes[sign] = (drawn.resize(SHAPE), drawn.width / drawn.height)
    return shapes
