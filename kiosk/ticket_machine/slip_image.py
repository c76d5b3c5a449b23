"""A ticket slip as a picture: the number very large, then where to go, how long, and the QR.

The rules it keeps, and why: what a person looks for first is largest (number, item, window, people ahead); nothing is
ever cut, long names wrap; nothing smaller than 30 dots (4 mm), for elder eyes; on 80 mm paper the QR stands beside the
figures to save paper, on 58 mm below them.
"""

from PIL import Image

from drivers.escpos_paper import harmless
from kiosk.ticket_machine.slip_sheet import BLACK, PLAIN, Sheet, font, qr_picture, row_width
from kiosk.ticket_machine.slip_words import (
    WORDS,
    SlipContent,
    Words,
    ahead_value,
    badges,
    taken_value,
    tidy,
    wait_value,
)

WIDE = 500
"""Dots: from here on the slip has two columns."""
_Cell = tuple[str, str, str]
"""Label, number, unit."""


def draw(content: SlipContent, width_dots: int = 576) -> Image.Image:
    """The slip, mode "1" (0 is black), `width_dots` wide: 576 on 80 mm paper, 384 on 58 mm."""
    content = tidy(content)
    sheet = Sheet(width_dots)
    _head(sheet, content)
    _where(sheet, content)
    _how_long(sheet, content)
    _foot(sheet, content)
    return harmless(sheet.finish())


def _wide(sheet: Sheet) -> bool:
    return sheet.width >= WIDE


def _head(sheet: Sheet, content: SlipContent) -> None:
    sheet.y = 4
    sheet.write(content.hall, 40 if _wide(sheet) else 32, "Bold")
    sheet.rule(thick=True)
    sheet.write(WORDS[content.lang].number, PLAIN)
    sheet.y += 14
    sheet.number(content.number, 232)
    sheet.y += 20
    marks = badges(content)
    if marks:
        sheet.boxes(marks, 32, filled=True)
        sheet.y += 12
    sheet.write(content.item, 46 if _wide(sheet) else 40, "Bold")


def _where(sheet: Sheet, content: SlipContent) -> None:
    if not content.windows:
        return
    sheet.rule()
    sheet.write(WORDS[content.lang].windows, PLAIN)
    sheet.y += 10
    sheet.boxes(content.windows, _window_size(sheet, content.windows))


def _window_size(sheet: Sheet, windows: tuple[str, ...]) -> int:
    """As large as lets them all stand in one row; if they need several rows, large for a few and small for many."""
    sizes = (64, 46, 40) if _wide(sheet) else (46, 40, 32)
    for size in sizes:
        if row_width(windows, size) <= sheet.inner:
            return size
    return sizes[0] if len(windows) < 3 else sizes[-1]


def _how_long(sheet: Sheet, content: SlipContent) -> None:
    """People ahead, expected wait, QR."""
    words = WORDS[content.lang]
    pairs = ((words.ahead, ahead_value(content)), (words.wait, wait_value(content)))
    cells = [(label, *value) for label, value in pairs if value]
    if not _wide(sheet):
        _rows(sheet, cells)
        _code_below(sheet, content)
    elif content.qr_url is None:
        _side_by_side(sheet, cells)
    else:
        _beside_code(sheet, cells, content.qr_url, words)


def _rows(sheet: Sheet, cells: list[_Cell]) -> None:
    """Label left, figure right, one under the other."""
    if cells:
        sheet.rule()
    for label, value, unit in cells:
        taken = int(font(PLAIN).getlength(label)) + 12
        sheet.figure(value, unit, 46, left=sheet.margin + taken, width=sheet.inner - taken, right=True)
        sheet.pen.text((sheet.margin, sheet.y - 14), label, fill=BLACK, font=font(PLAIN), anchor="ls")


def _side_by_side(sheet: Sheet, cells: list[_Cell]) -> None:
    if not cells:
        return
    sheet.rule()
    width = sheet.inner // len(cells)
    top = sheet.y
    for place, (label, value, unit) in enumerate(cells):
        sheet.y = top
        left = sheet.margin + place * width
        sheet.write(label, PLAIN, left=left, width=width)
        sheet.figure(value, unit, 64, left=left + 6, width=width - 12)
    if len(cells) > 1:
        sheet.pen.rectangle((sheet.width // 2 - 1, top + 6, sheet.width // 2, sheet.y - 6), fill=BLACK)


def _beside_code(sheet: Sheet, cells: list[_Cell], url: str, words: Words) -> None:
    sheet.rule()
    code, quiet = qr_picture(url, sheet.inner // 2)
    top = sheet.y + quiet - 14
    sheet.paste(code, max(sheet.margin, quiet), top)
    left = max(sheet.margin, quiet) + code.width + quiet
    width = sheet.width - sheet.margin - left
    if not cells:
        sheet.y = top + (code.height - 120) // 2
        sheet.write(words.qr, PLAIN, left=left, width=width)
        sheet.y = max(sheet.y, top + code.height + quiet - 14)
        return
    sheet.y = top + (code.height - len(cells) * 128 + 8) // 2
    for label, value, unit in cells:
        sheet.write(label, PLAIN, left=left, width=width)
        sheet.figure(value, unit, 64, left=left, width=width)
        sheet.y += 8
    sheet.y = max(sheet.y, top + code.height + quiet)
    sheet.write(words.qr, PLAIN)


def _code_below(sheet: Sheet, content: SlipContent) -> None:
    if content.qr_url is None:
        return
    sheet.rule()
    code, quiet = qr_picture(content.qr_url, sheet.inner * 3 // 4)
    top = sheet.y + quiet - 14
    sheet.paste(code, (sheet.width - code.width) // 2, top)
    sheet.y = top + code.height + quiet
    sheet.write(WORDS[content.lang].qr, PLAIN)


def _foot(sheet: Sheet, content: SlipContent) -> None:
    words = WORDS[content.lang]
    sheet.rule()
    for note in content.notes:
        dot = (sheet.margin + 6, sheet.y + 14)
        sheet.pen.ellipse((*dot, dot[0] + 8, dot[1] + 8), fill=BLACK)
        sheet.write(note, PLAIN, left=sheet.margin + 26, width=sheet.inner - 26, align="left")
    if content.notes:
        sheet.y += 8
    sheet.write(f"{words.taken} {taken_value(content)}", PLAIN)
    sheet.write(words.closing, PLAIN)
    sheet.y += 8
