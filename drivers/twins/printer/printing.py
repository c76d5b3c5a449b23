"""Commands that move paper or put dots on it: feeds, cuts, bit images, graphics, QR codes, bar codes."""

from __future__ import annotations

from PIL import Image

from drivers.twins.printer.barcodes import BAR_CODES, NOT_DRAWN
from drivers.twins.printer.glyphs import dressed
from drivers.twins.printer.grammar import COLUMNS_MAX, little
from drivers.twins.printer.outputs import Ending
from drivers.twins.printer.press import Press
from drivers.twins.printer.symbols import QR_BYTES_MAX, NotEncodable, bars, qr

QR_LEVEL_CODES = {0x30: "L", 0x31: "M", 0x32: "Q", 0x33: "H"}


def line_feed(press: Press, _: bytes) -> None:
    press.end_line()


def carriage_return(press: Press, _: bytes) -> None:
    press.drop_lead()  # automatic line feed is off, so CR does nothing


def form_feed(press: Press, _: bytes) -> None:
    press.fault("FF outside page mode: taken as LF")
    press.end_line()


def feed_units(press: Press, params: bytes) -> None:
    press.end_line(round(params[0] * press.style.unit_y))


def feed_lines(press: Press, params: bytes) -> None:
    press.end_line(params[0] * press.style.line_spacing)


def cut(press: Press, params: bytes) -> None:
    """GS V: the even form of each pair cuts through, the odd one leaves a bridge; 66 and its like feed first."""
    ending = Ending.PARTIAL_CUT if params[0] in (1, 49, 66, 98, 104) else Ending.FULL_CUT
    if params[0] in (97, 98):
        press.fault("GS V with a set cutting position: not in this printer, ignored")
        return
    if len(params) == 1:
        press.take_slip(ending)
        return
    if press.line_started:
        press.end_line()
    # The feed from the head to the knife leaves as the white top of the next slip, so it is in no picture.
    press.page.feed(round(params[1] * press.style.unit_y))
    press.take_slip(ending, at_knife=True)


def full_cut(press: Press, _: bytes) -> None:
    press.take_slip(Ending.FULL_CUT)


def partial_cut(press: Press, _: bytes) -> None:
    press.take_slip(Ending.PARTIAL_CUT)


def begin_raster(press: Press, params: bytes) -> None:
    press.begin_raster(params)


def bit_image(press: Press, params: bytes) -> None:
    """ESC * m nL nH: columns, top bit first, into the line. 8-dot modes have a third of the height's density."""
    mode, count = params[0], little(params, 1)
    if count == 0:
        return
    column_bytes = 3 if mode >= 32 else 1
    # Columns one under another are rows of a picture lying on its side.
    lying = Image.frombytes("1", (column_bytes * 8, count), params[3:])
    picture = lying.transpose(Image.Transpose.TRANSPOSE)
    wide, tall = (1 if mode in (1, 33) else 2), (1 if mode >= 32 else 3)
    press.drop_lead()
    press.put(picture.resize((picture.width * wide, picture.height * tall), Image.Resampling.NEAREST), "")


def graphics(press: Press, params: bytes, length_bytes: int) -> None:
    """GS ( L and GS 8 L: 112 stores a raster, 2 or 50 prints it."""
    body = params[1 + length_bytes :]
    match body[:2]:
        case b"\x30\x70" if len(body) >= 10:
            _store_graphic(press, body)
        case b"\x30\x02" | b"\x30\x32":
            _print_graphic(press)
        case _:
            press.fault(f"graphics function {body[:2].hex(' ').upper()}: not in this printer, ignored")


def _store_graphic(press: Press, body: bytes) -> None:
    _, _, tone, times_x, times_y, colour = body[:6]
    width, height, dots = little(body, 6), little(body, 8), body[10:]
    row_bytes = (width + 7) // 8
    if (tone, colour) != (0x30, 0x31) or times_x not in (1, 2) or times_y not in (1, 2):
        press.fault("a graphic in a tone, colour or size that this printer does not have: not stored")
    elif not (1 <= width <= COLUMNS_MAX and 1 <= height <= COLUMNS_MAX) or len(dots) != row_bytes * height:
        press.fault(f"a graphic of {width}x{height} dots in {len(dots)} bytes: not stored")
    else:
        picture = Image.frombytes("1", (row_bytes * 8, height), dots).crop((0, 0, width, height))
        press.graphic = picture.resize((width * times_x, height * times_y), Image.Resampling.NEAREST)


def _print_graphic(press: Press) -> None:
    if press.graphic is None:
        press.fault("graphics: print without anything stored")
    else:
        _own_line(press, press.graphic, "a graphic")
        press.graphic = None


def _own_line(press: Press, picture: Image.Image, what: str) -> None:
    if press.line_started:
        press.fault(f"{what} while a line of text is unprinted: the line is printed first")
        press.end_line()
    if picture.width > press.area_dots:
        press.fault(f"{what} {picture.width} dots wide on a print area of {press.area_dots}: cut off at the right")
    press.print_picture(picture)


def two_dimensional(press: Press, params: bytes) -> None:
    """GS ( k: cn 49 is QR; 65 model, 67 module, 69 error correction, 80 store, 81 print."""
    body = params[3:]
    if len(body) < 3 or body[0] != 0x31:
        press.fault(f"GS ( k {body[:2].hex(' ').upper()}: not in this printer, ignored")
        return
    function, value, data = body[1], body[2], body[3:]
    if function == 0x41 and value in (0x31, 0x32):
        press.set(qr_model=value - 0x30)
    elif function == 0x43 and 1 <= value <= 16:
        press.set(qr_module=value)
    elif function == 0x45 and value in QR_LEVEL_CODES:
        press.set(qr_level=QR_LEVEL_CODES[value])
    elif function == 0x50 and value == 0x30 and 1 <= len(data) <= QR_BYTES_MAX:
        press.qr_data = data
    elif function == 0x51 and value == 0x30:
        _print_qr(press)
    else:
        press.fault(f"QR function {function} with {body[2:6].hex(' ').upper()}: not known, ignored")


def _print_qr(press: Press) -> None:
    style = press.style
    if not press.qr_data:
        press.fault("QR: print without anything stored")
        return
    if style.qr_model != 2:
        press.fault("QR model 1: not in this printer, printed as model 2")
    try:
        picture = qr(press.qr_data, style.qr_level, style.qr_module)
    except NotEncodable as reason:
        press.fault(f"QR: {reason}: not printed")
        return
    if picture.width > press.area_dots:  # a symbol cut in half could not be read: a printer prints none
        press.fault(f"a QR code {picture.width} dots wide on a print area of {press.area_dots}: not printed")
        return
    _own_line(press, picture, "a QR code")


def bar_code(press: Press, params: bytes) -> None:
    system = params[0] + 65 if params[0] <= 6 else params[0]
    data = params[1:-1] if params[0] <= 6 else params[2:]
    if system in NOT_DRAWN:
        press.fault(f"a {NOT_DRAWN[system]} bar code: not in this printer, ignored")
        return
    name, encode = BAR_CODES[system]
    try:
        pattern, text = encode(data)
    except NotEncodable as reason:
        press.fault(f"a {name} bar code: {reason}: not printed")
        return
    symbol = bars(pattern, press.style.bar_module, press.style.bar_tall)
    if symbol.width > press.area_dots:
        press.fault(f"a {name} bar code {symbol.width} dots wide on {press.area_dots}: not printed")
        return
    _own_line(press, _with_text(press, symbol, text), "a bar code")


def _with_text(press: Press, symbol: Image.Image, text: str) -> Image.Image:
    """The readable characters above (bit 0) or below (bit 1) the bars."""
    where = press.style.bar_text
    if not where:
        return symbol
    cell = (9, 17) if press.style.bar_text_small else (12, 24)
    band = Image.new("1", (symbol.width, cell[1]), 0)
    left = max(0, (symbol.width - len(text) * cell[0]) // 2)
    for place, character in enumerate(text):
        glyph = press.glyphs.narrow(character, cell)
        band.paste(dressed(glyph, wide=1, tall=1, bold=False, turned=False, inverted=False, underline=0),
                   (left + place * cell[0], 0))  # fmt: skip
    parts = [band] * (where & 1) + [symbol] + [band] * (where >> 1)
    whole = Image.new("1", (symbol.width, sum(part.height for part in parts)), 0)
    top = 0
    for part in parts:
        whole.paste(part, (0, top))
        top += part.height
    return whole


def drawer_pulse(press: Press, params: bytes) -> None:
    if params[0] not in (0, 1, 48, 49):
        press.fault(f"ESC p {params[0]}: no such drawer, ignored")
