"""What every command of the grammar does: one row each, the same prefixes as grammar.py (a test compares them).

`python -m drivers.twins.printer --commands` prints the list for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from drivers.twins.printer import answering, printing, settings
from drivers.twins.printer.grammar import GRAMMAR
from drivers.twins.printer.press import Press
from drivers.twins.printer.settings import Absent, Effect, quiet

_PAGE_MODE: Final = Absent("page mode")
_USER_GLYPHS: Final = Absent("user-defined characters")
_STORED_IMAGES: Final = Absent("stored images")
_MACROS: Final = Absent("macros")

_PARENTHESIS: Final[Mapping[bytes, Effect]] = {
    b"k": printing.two_dimensional,
    b"L": partial(printing.graphics, length_bytes=2),
    b"H": answering.process_id,
    b"D": quiet,  # which real-time requests are heard
    b"K": quiet,  # print density and speed
    b"N": quiet,  # character colour
}


def _parenthesis(press: Press, params: bytes) -> None:
    effect = _PARENTHESIS.get(params[:1])
    if effect is None:
        press.fault(f"GS ( {chr(params[0])!r}: not in this printer, ignored")
    else:
        effect(press, params)


def _eight(press: Press, params: bytes) -> None:
    if params[:1] == b"L":
        printing.graphics(press, params, length_bytes=4)
    else:
        press.fault(f"GS 8 {chr(params[0])!r}: not in this printer, ignored")


EFFECTS: Final[Mapping[bytes, Effect]] = {
    b"\t": settings.tab,
    b"\n": printing.line_feed,
    b"\x0c": printing.form_feed,
    b"\r": printing.carriage_return,
    b"\x18": quiet,
    b"\x1b\x0c": _PAGE_MODE,
    b"\x1b ": settings.right_space,
    b"\x1b!": settings.print_mode,
    b"\x1b$": settings.absolute_position,
    b"\x1b%": settings.user_glyphs_on,
    b"\x1b&": _USER_GLYPHS,
    b"\x1b(": Absent("an ESC ( function"),
    b"\x1b*": printing.bit_image,
    b"\x1b-": settings.underline,
    b"\x1b2": settings.default_spacing,
    b"\x1b3": settings.spacing,
    b"\x1b=": settings.select_peripheral,
    b"\x1b?": quiet,
    b"\x1b@": settings.initialize,
    b"\x1bD": settings.tab_stops,
    b"\x1bE": settings.emphasized,
    b"\x1bG": settings.double_strike,
    b"\x1bJ": printing.feed_units,
    b"\x1bK": Absent("reverse feed"),
    b"\x1bL": _PAGE_MODE,
    b"\x1bM": settings.font,
    b"\x1bR": settings.national,
    b"\x1bS": quiet,
    b"\x1bT": _PAGE_MODE,
    b"\x1bU": quiet,
    b"\x1bV": settings.turned,
    b"\x1bW": _PAGE_MODE,
    b"\x1b\\": settings.relative_position,
    b"\x1ba": settings.align,
    b"\x1bc": quiet,
    b"\x1bd": printing.feed_lines,
    b"\x1be": Absent("reverse feed"),
    b"\x1bi": printing.full_cut,
    b"\x1bm": printing.partial_cut,
    b"\x1bp": printing.drawer_pulse,
    b"\x1br": quiet,
    b"\x1bt": settings.code_table,
    b"\x1bu": answering.drawer,
    b"\x1bv": answering.paper,
    b"\x1b{": settings.upside_down,
    b"\x1c!": settings.chinese_print_mode,
    b"\x1c&": settings.chinese_on,
    b"\x1c(": Absent("an FS ( function"),
    b"\x1c-": settings.han_underline,
    b"\x1c.": settings.chinese_off,
    b"\x1c2": _USER_GLYPHS,
    b"\x1c?": quiet,
    b"\x1cC": Absent("another Chinese code system"),
    b"\x1cS": settings.chinese_spaces,
    b"\x1cW": settings.chinese_quadruple,
    b"\x1cp": _STORED_IMAGES,
    b"\x1d!": settings.size,
    b"\x1d$": _PAGE_MODE,
    b"\x1d(": _parenthesis,
    b"\x1d*": _STORED_IMAGES,
    b"\x1d/": _STORED_IMAGES,
    b"\x1d8": _eight,
    b"\x1d:": _MACROS,
    b"\x1dB": settings.inverted,
    b"\x1dH": settings.bar_text,
    b"\x1dI": answering.identity,
    b"\x1dL": settings.left_margin,
    b"\x1dP": settings.motion_units,
    b"\x1dV": printing.cut,
    b"\x1dW": settings.area_width,
    b"\x1d\\": _PAGE_MODE,
    b"\x1d^": _MACROS,
    b"\x1da": answering.automatic_status,
    b"\x1db": quiet,
    b"\x1df": settings.bar_text_font,
    b"\x1dh": settings.bar_height,
    b"\x1dk": printing.bar_code,
    b"\x1dr": answering.status,
    b"\x1dv": printing.begin_raster,
    b"\x1dw": settings.bar_module,
}
REALTIME: Final = frozenset((b"\x10\x04", b"\x10\x05", b"\x10\x14"))


def spoken(prefix: bytes, params: bytes) -> str:
    """The command as manuals write it, with its first parameters as numbers: "GS v 48 0 72 0 97 3"."""
    shown = " ".join(str(byte) for byte in params[:8])
    return f"{GRAMMAR[prefix].name} {shown}{' …' if len(params) > 8 else ''}".strip()


def listing() -> str:
    """Every command this printer reads, and how it takes it."""
    rows = []
    for prefix, form in sorted(GRAMMAR.items()):
        effect = EFFECTS.get(prefix)
        if effect is None:
            how = "answered at once, ahead of the print data"
        elif effect is quiet:
            how = "taken, without effect on the dots"
        elif isinstance(effect, Absent):
            how = "read to its end, reported as a fault"
        else:
            how = "obeyed"
        rows.append(f"{prefix.hex(' ').upper():<6} {form.name:<8} {how}")
    return "\n".join(rows)
