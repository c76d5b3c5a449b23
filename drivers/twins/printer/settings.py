"""Commands that only set something: sizes, spaces, alphabets, alignment. One small function a command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from drivers.twins.printer import codes
from drivers.twins.printer.grammar import little
from drivers.twins.printer.press import Press
from drivers.twins.printer.style import DEFAULT_SPACING, DOTS_PER_INCH

Effect = Callable[[Press, bytes], None]


def _lowest_bit(field: str) -> Effect:
    return lambda press, params: press.set(**{field: bool(params[0] & 1)})


def _choice(field: str, meaning: dict[int, Any], name: str) -> Effect:
    """A parameter of which only some values are known; the others change nothing, and say so."""

    def effect(press: Press, params: bytes) -> None:
        if params[0] in meaning:
            press.set(**{field: meaning[params[0]]})
        else:
            press.fault(f"{name} {params[0]} is not known: ignored")

    return effect


def _digits(*values: Any) -> dict[int, Any]:
    """0, 1, 2 … and the same as digits '0', '1', '2' …"""
    return dict(enumerate(values)) | {0x30 + i: value for i, value in enumerate(values)}


emphasized = _lowest_bit("emphasized")
double_strike = _lowest_bit("double_strike")
upside_down = _lowest_bit("upside_down")
inverted = _lowest_bit("inverted")
underline = _choice("underline", _digits(0, 1, 2), "ESC -")
han_underline = _choice("han_underline", _digits(0, 1, 2), "FS -")
font = _choice("small", _digits(False, True), "ESC M")
turned = _choice("turned", _digits(False, True), "ESC V")
code_table = _choice("code_table", {n: n for n in (*codes.CODE_TABLES, codes.KATAKANA_TABLE)}, "ESC t")
national = _choice("national", {n: n for n in range(len(codes.NATIONAL_SETS))}, "ESC R")
bar_text = _choice("bar_text", _digits(0, 1, 2, 3), "GS H")
bar_text_font = _choice("bar_text_small", _digits(False, True), "GS f")
bar_module = _choice("bar_module", {n: n for n in range(2, 7)}, "GS w")
bar_height = _choice("bar_tall", {n: n for n in range(1, 256)}, "GS h")


def print_mode(press: Press, params: bytes) -> None:
    """ESC !: font, bold, double height and width, underline of single-byte characters."""
    n = params[0]
    press.set(small=bool(n & 1), emphasized=bool(n & 8), tall=1 + (n >> 4 & 1), wide=1 + (n >> 5 & 1))
    press.set(underline=1 if n & 0x80 else 0)


def size(press: Press, params: bytes) -> None:
    """GS !: both alphabets; width in bits 4-6, height in bits 0-2."""
    wide, tall = 1 + (params[0] >> 4 & 7), 1 + (params[0] & 7)
    press.set(wide=wide, tall=tall, han_wide=wide, han_tall=tall)


def chinese_print_mode(press: Press, params: bytes) -> None:
    """FS !: bit 2 double width, bit 3 double height, bit 7 underline, of Chinese characters only."""
    n = params[0]
    press.set(han_wide=1 + (n >> 2 & 1), han_tall=1 + (n >> 3 & 1), han_underline=1 if n & 0x80 else 0)


def chinese_quadruple(press: Press, params: bytes) -> None:
    times = 1 + (params[0] & 1)
    press.set(han_wide=times, han_tall=times)


def chinese_on(press: Press, _: bytes) -> None:
    press.set(chinese=True)


def chinese_off(press: Press, _: bytes) -> None:
    press.drop_lead()
    press.set(chinese=False)


def chinese_spaces(press: Press, params: bytes) -> None:
    press.set(han_left_space=params[0], han_right_space=params[1])


def right_space(press: Press, params: bytes) -> None:
    press.set(right_space=round(params[0] * press.style.unit_x))


def default_spacing(press: Press, _: bytes) -> None:
    press.set(line_spacing=DEFAULT_SPACING)


def spacing(press: Press, params: bytes) -> None:
    press.set(line_spacing=round(params[0] * press.style.unit_y))


def motion_units(press: Press, params: bytes) -> None:
    """GS P x y: units a inch; 0 is the printer's own, one dot."""
    across, down = params
    press.set(unit_x=DOTS_PER_INCH / across if across else 1.0, unit_y=DOTS_PER_INCH / down if down else 1.0)


def at_line_start(name: str, effect: Effect) -> Effect:
    """Some settings are taken at the beginning of a line only; elsewhere the printer ignores them."""

    def guarded(press: Press, params: bytes) -> None:
        if press.line_started:
            press.fault(f"{name} in the middle of a line: ignored")
        else:
            effect(press, params)

    return guarded


align = at_line_start("ESC a", _choice("align", _digits(0, 1, 2), "ESC a"))


def _left_margin(press: Press, params: bytes) -> None:
    margin = round(little(params, 0) * press.style.unit_x)
    if margin >= press.width_dots:
        press.fault(f"a left margin of {margin} dots on {press.width_dots}: ignored")
    else:
        press.set(left_margin=margin)


def _area_width(press: Press, params: bytes) -> None:
    press.set(area_width=max(1, round(little(params, 0) * press.style.unit_x)))


left_margin = at_line_start("GS L", _left_margin)
area_width = at_line_start("GS W", _area_width)


def tab_stops(press: Press, params: bytes) -> None:
    """ESC D: columns of the present character width, rising, up to NUL."""
    columns = list(params[:-1])
    rising = [n for i, n in enumerate(columns) if all(n > before for before in columns[:i])]
    step = press.style.cell()[0] * press.style.wide + press.style.right_space
    press.set(tab_stops=tuple(n * step for n in rising))


def tab(press: Press, _: bytes) -> None:
    beyond = [stop for stop in press.style.tab_stops if stop > press.cursor]
    if beyond and beyond[0] <= press.area_dots:
        move_to(press, beyond[0])


def absolute_position(press: Press, params: bytes) -> None:
    move_to(press, round(little(params, 0) * press.style.unit_x))


def relative_position(press: Press, params: bytes) -> None:
    steps = int.from_bytes(params, "little", signed=True)
    move_to(press, press.cursor + round(steps * press.style.unit_x))


def move_to(press: Press, dots: int) -> None:
    press.drop_lead()
    if not 0 <= dots < press.area_dots:
        press.fault(f"a print position of {dots} dots outside the print area of {press.area_dots}: ignored")
        return
    press.cursor = dots
    if press.line_text:
        press.line_text += " "


def select_peripheral(press: Press, params: bytes) -> None:
    press.set(selected=bool(params[0] & 1))


def initialize(press: Press, _: bytes) -> None:
    press.drop_lead()
    if press.cells:
        press.fault("ESC @ threw away a line that was not printed")
    press.initialize()


def user_glyphs_on(press: Press, params: bytes) -> None:
    if params[0] & 1:
        press.fault("user-defined characters are not in this printer: the built-in ones are shown")


def quiet(_: Press, __: bytes) -> None:
    """Taken, and of no effect on the dots: paper sensors, panel buttons, printing direction, smoothing, density."""


@dataclass(frozen=True, slots=True)
class Absent:
    """Read to its end and not obeyed."""

    what: str

    def __call__(self, press: Press, _: bytes) -> None:
        press.fault(f"{self.what}: not in this printer, ignored")
