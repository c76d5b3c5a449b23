"""Text bytes into cells on the line, in the alphabet or in Chinese."""

from __future__ import annotations

from PIL import Image

from drivers.twins.printer import codes
from drivers.twins.printer.glyphs import dressed, empty_place
from drivers.twins.printer.press import Press
from drivers.twins.printer.style import HAN_CELL


def print_text(press: Press, data: bytes) -> None:
    for code in data:
        if press.lead is not None:
            lead, press.lead = press.lead, None
            _pair(press, lead, code)
        elif press.style.chinese and codes.FIRST_LEAD <= code <= codes.LAST_LEAD:
            press.lead = code
        else:
            _letter(press, code)


def _letter(press: Press, code: int) -> None:
    press.settle_four()
    style = press.style
    character = None if code == 0x7F else codes.single(code, style.code_table, style.national)
    if character is None:
        press.fault(f"byte {code:02X} is empty in code table {style.code_table}")
        glyph = empty_place(style.cell())
    else:
        glyph = press.glyphs.narrow(character, style.cell())
    cell = dressed(
        glyph, wide=style.wide, tall=style.tall, bold=style.bold, turned=style.turned, inverted=style.inverted,
        underline=style.underline, after=style.right_space * style.wide,
    )  # fmt: skip
    press.put(cell, character or "□")


def _pair(press: Press, lead: int, trail: int) -> None:
    if not codes.is_trail(trail):
        _no_trail(press, lead, trail)
        return
    press.settle_four()
    character = codes.double(lead, trail)
    if character is None:
        press.fault(f"{lead:02X} {trail:02X} is an empty place of the GBK font")
        _han(press, empty_place(HAN_CELL), "□")
    else:
        _han(press, press.glyphs.han(character), character)


def _no_trail(press: Press, lead: int, trail: int) -> None:
    """Half of a four-byte character, or a lost byte: either way the font's arithmetic goes on."""
    if not 0x30 <= trail <= 0x39:
        press.settle_four()
        press.fault(f"{lead:02X} {trail:02X} is no Chinese character")
        _han(press, empty_place(HAN_CELL), "□")
        return
    wrong = codes.misread(lead, trail)
    _han(press, press.glyphs.han(wrong), wrong)
    press.broken_four += bytes((lead, trail))
    if len(press.broken_four) == 4:
        meant = codes.four_byte(press.broken_four) or "?"
        spelled = press.broken_four.hex(" ").upper()
        press.fault(f"{spelled} ({meant}) is four bytes of GB18030: this GBK printer shows two wrong characters")
        press.broken_four = b""


def _han(press: Press, glyph: Image.Image, text: str) -> None:
    style = press.style
    cell = dressed(
        glyph, wide=style.han_wide, tall=style.han_tall, bold=style.bold, turned=style.turned,
        inverted=style.inverted, underline=style.han_underline,
        before=style.han_left_space * style.han_wide, after=style.han_right_space * style.han_wide,
    )  # fmt: skip
    press.put(cell, text)
