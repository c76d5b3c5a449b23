"""What stands on a ticket slip, and the bytes that print it: `encode(content, options)`.

The slip is drawn as a picture and sent as raster where the line is fast (USB, network). On a slow serial line it is
text with the printer's own QR, some 300 bytes instead of 62 KB; a line with a character that the printer's GBK font
lacks goes as a picture of that line, so that a rare name is right there too.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from PIL import Image

from drivers import escpos_paper
from drivers.escpos import EscposOptions
from drivers.escpos_paper import Align, Paper, columns, printable_as_text
from kiosk.ticket_machine.slip_image import draw
from kiosk.ticket_machine.slip_sheet import FontMissing, Weight, close_fonts, line_picture
from kiosk.ticket_machine.slip_words import (
    WORDS,
    SlipContent,
    ahead_value,
    badges,
    taken_value,
    tidy,
    wait_value,
)
from kiosk.ticket_machine.slip_wrap import wrap

__all__ = ["FontMissing", "QrLine", "SlipContent", "TextLine", "draw", "encode", "text_lines", "warm"]

_COLUMN_DOTS = 12
_LINE_DOTS = 24
_SIZE_MAX = 8
_WIDE_COLUMNS = 48
"""From here on the mark of a practice number has room at twice the size."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line no wider than the paper. `size` 1..8 enlarges both ways; at 1 a column is 12 dots wide and 24 high."""

    text: str
    size: int = 1
    bold: bool = False
    align: Align = "center"


@dataclass(frozen=True, slots=True)
class QrLine:
    """A QR code that the printer draws."""

    url: str


def encode(content: SlipContent, options: EscposOptions) -> bytes:
    """The whole job, from the start of the printer to the cut. Mode "auto" is raster here: see `EscposOptions.on`.

    One slip at a time. Raises FontMissing.
    """
    paper = Paper(options.width_mm, band_lines=options.band_lines, automatic_status=options.automatic_status)
    try:
        if options.mode == "text":
            _put_text(paper, content, options)
        else:
            paper.picture(draw(content, paper.width_dots))
    finally:
        close_fonts()
    paper.feed(options.feed_lines)
    paper.cut(options.cut)
    return paper.data()


def warm(options: EscposOptions) -> None:
    """Make a slip for nobody: libraries are loaded and font files read then, and the first slip is as fast as the next.
    Raises FontMissing."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    encode(SlipContent("大厅", "A000", "事项", ("1号窗口",), 0, (1, 2), now, "https://hall.example/t/0"), options)


def text_lines(content: SlipContent, width_mm: int = 80) -> tuple[TextLine | QrLine, ...]:
    """The slip as lines of text, wrapped for the paper."""
    content = tidy(content)
    words = WORDS[content.lang]
    across = escpos_paper.DOTS[width_mm] // _COLUMN_DOTS
    rule = TextLine("-" * across)
    lines: list[TextLine | QrLine] = []
    add = partial(_add, lines, across)
    add(content.hall, 2, bold=True)
    lines.append(rule)
    add(words.number)
    add(content.number, max(1, min(_SIZE_MAX, across // max(1, columns(content.number)))), bold=True)
    if content.practice:
        add(f"【{words.practice}】", 2 if across >= _WIDE_COLUMNS else 1, bold=True)
    add("  ".join(f"【{mark}】" for mark in badges(content) if mark != words.practice), bold=True)
    add(content.item, 2, bold=True)
    lines.append(rule)
    if content.windows:
        add(words.windows)
        for row in _rows(content.windows, across // 2):
            add(row, 2, bold=True)
        lines.append(rule)
    for label, value in ((words.ahead, ahead_value(content)), (words.wait, wait_value(content))):
        if value:
            add(f"{label} {value[0]} {value[1]}", 2)
    if content.qr_url is not None:
        lines.append(QrLine(content.qr_url))
        add(words.qr)
    lines.append(rule)
    for note in content.notes:
        add("· " + note, align="left")
    add(f"{words.taken} {taken_value(content)}")
    add(words.closing)
    return tuple(lines)


def _add(
    lines: list[TextLine | QrLine],
    across: int,
    text: str,
    size: int = 1,
    *,
    bold: bool = False,
    align: Align = "center",
) -> None:
    lines.extend(TextLine(part, size, bold, align) for part in wrap(text, columns, across // size))


def _rows(texts: tuple[str, ...], across: int) -> list[str]:
    """The texts side by side, as many in a row as fit."""
    rows: list[str] = []
    for text in texts:
        if rows and columns(rows[-1]) + 2 + columns(text) <= across:
            rows[-1] += "  " + text
        else:
            rows.append(text)
    return rows


def _put_text(paper: Paper, content: SlipContent, options: EscposOptions) -> None:
    for line in text_lines(content, options.width_mm):
        if isinstance(line, QrLine):
            paper.qr(line.url, module_dots=_qr_module_dots(options))
        elif printable_as_text(line.text):
            paper.line(line.text, size=line.size, bold=line.bold, align=line.align)
        else:
            paper.picture(_picture(line, paper.width_dots))


def _picture(line: TextLine, width_dots: int) -> Image.Image:
    weight: Weight = "Bold" if line.bold else "Regular"
    return line_picture(line.text, _LINE_DOTS * line.size, weight, width_dots, line.align)


def _qr_module_dots(options: EscposOptions) -> int:
    return 7 if options.width_mm == 80 else 5
