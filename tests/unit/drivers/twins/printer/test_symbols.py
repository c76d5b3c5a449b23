"""QR codes and bar codes are read back from the slip by an independent reader."""

import pytest
import zxingcpp
from PIL import Image

from drivers.twins.printer.barcodes import BAR_CODES, NOT_DRAWN, code39, code128, ean, itf
from drivers.twins.printer.symbols import NotEncodable

URL = "https://hall.example.gov.cn/t/6f1c2a9b0d3e4f5a8b7c6d5e4f3a2b1c"


def read(slip) -> list:
    """What a scanner reads on the slip, with the quiet zone that white paper gives."""
    paper = Image.new("L", (slip.image.width + 80, slip.image.height + 80), 255)
    paper.paste(slip.image, (40, 40))
    return zxingcpp.read_barcodes(paper)


def qr(data: bytes, *, module: int = 6, level: int = 0x31, model: int = 0x32) -> bytes:
    return (
        b"\x1d(k\x04\x001A" + bytes((model, 0)) + b"\x1d(k\x03\x001C" + bytes((module,))
        + b"\x1d(k\x03\x001E" + bytes((level,))
        + b"\x1d(k" + (len(data) + 3).to_bytes(2, "little") + b"1P0" + data + b"\x1d(k\x03\x001Q0"
    )  # fmt: skip


@pytest.mark.parametrize(("level", "name"), [(0x30, "L"), (0x31, "M"), (0x32, "Q"), (0x33, "H")])
def test_a_qr_code_is_read_from_the_slip_with_its_level(slip_of, level, name):
    slip = slip_of(b"\x1ba\x01" + qr(URL.encode(), level=level))
    (code,) = read(slip)
    assert code.text == URL
    assert code.format == zxingcpp.BarcodeFormat.QRCode
    assert code.ec_level == name
    assert slip.faults == ()


def test_a_qr_code_of_chinese_text_is_read(slip_of):
    (code,) = read(slip_of(qr("普洱市政务服务中心".encode())))
    assert code.text == "普洱市政务服务中心"


@pytest.mark.parametrize("module", [1, 2, 3, 8, 16])
def test_a_module_is_as_many_dots_as_asked_and_the_code_stands_where_the_line_would(slip_of, module):
    slip = slip_of(b"\x1ba\x02" + qr(b"0123456789", module=module))
    assert slip.height_dots == 21 * module
    ink = slip.image.convert("L").point(lambda dot: 255 - dot)
    assert ink.getbbox() == (576 - 21 * module, 0, 576, 21 * module)


def test_a_qr_code_on_the_likeness_of_paper_is_read(slip_of):
    (code,) = zxingcpp.read_barcodes(slip_of(qr(URL.encode())).on_paper())
    assert code.text == URL


def test_a_qr_code_wider_than_the_paper_is_not_printed_and_reported(slip_of):
    slip = slip_of(qr(URL.encode() * 3, module=16))
    assert slip.height_dots == 0
    assert "not printed" in slip.faults[0]


def test_a_qr_code_with_too_much_data_is_not_printed_and_reported(slip_of):
    slip = slip_of(qr(b"x" * 3000, module=1, level=0x33))
    assert slip.height_dots == 0
    assert "3000 bytes do not fit a QR code of level H" in slip.faults[0]


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        (b"\x1d(k\x03\x001Q0", "without anything stored"),
        (b"\x1d(k\x03\x001C\x11", "QR function 67"),
        (b"\x1d(k\x03\x001E\x07", "QR function 69"),
        (b"\x1d(k\x03\x000Q0", "not in this printer"),
        (b"\x1d(k\x02\x001Q", "not in this printer"),
        (qr(b"x", model=0x31), "model 1"),
        (b"A" + qr(b"x"), "unprinted"),
    ],
)
def test_a_wrong_qr_command_is_reported(slip_of, sent, fault):
    assert fault in slip_of(sent).faults[0]


@pytest.mark.parametrize(
    ("system", "data", "format_", "text"),
    [
        (65, b"03600029145", "EAN13", "036000291452"),
        (67, b"690123456789", "EAN13", "6901234567892"),
        (67, b"6901234567892", "EAN13", "6901234567892"),
        (68, b"9638507", "EAN8", "96385074"),
        (69, b"PUER-01 A", "Code39", "PUER-01 A"),
        (69, b"*0123456789*", "Code39", "0123456789"),
        (70, b"12345670", "ITF", "12345670"),
        (73, b"{BPuer-0001~", "Code128", "Puer-0001~"),
        (73, b"{C\x0c\x22\x38\x4e", "Code128", "12345678"),
        (73, b"{AAB\x01{BcD{C\x63", "Code128", "AB\x01cD99"),
        (73, b"{Ba{{b", "Code128", "a{b"),
    ],
)
def test_a_bar_code_is_read_from_the_slip(slip_of, system, data, format_, text):
    slip = slip_of(b"\x1dw\x02\x1dh\x50\x1dk" + bytes((system, len(data))) + data)
    (code,) = read(slip)
    assert code.format == getattr(zxingcpp.BarcodeFormat, format_)
    assert code.bytes in (text.encode(), b"0" + text.encode())  # UPC-A is EAN-13 with a nought before it
    assert slip.height_dots == 80


@pytest.mark.parametrize("alphabet", ["0123456789ABCDEFGHI", "JKLMNOPQRSTUVWXYZ-. $/+%"])
def test_every_character_of_code_39_is_read(slip_of, alphabet):
    for part in (alphabet[:10], alphabet[10:]):
        (code,) = read(slip_of(b"\x1b@\x1dw\x02\x1dk" + bytes((69, len(part))) + part.encode()))
        assert code.text.strip() == part.strip()


def test_every_character_of_code_128_is_read(slip_of):
    for first in range(0x20, 0x80, 12):
        data = bytes(range(first, min(first + 12, 0x7F))).replace(b"{", b"{{")
        (code,) = read(slip_of(b"\x1b@\x1dw\x02\x1dk" + bytes((73, len(data) + 2)) + b"{B" + data))
        assert code.text.encode() == data.replace(b"{{", b"{")


def test_the_old_form_ends_at_nul(slip_of):
    (code,) = read(slip_of(b"\x1dw\x02\x1dk\x02690123456789\x00"))
    assert code.text == "6901234567892"


def test_the_readable_text_stands_above_and_below(slip_of):
    bars_only = slip_of(b"\x1b@\x1dh\x50\x1dw\x02\x1dkI\x04{BAB")
    below = slip_of(b"\x1b@\x1dh\x50\x1dw\x02\x1dH\x02\x1dkI\x04{BAB")
    both = slip_of(b"\x1b@\x1dh\x50\x1dw\x02\x1dH\x03\x1df\x01\x1dkI\x04{BAB")
    assert (bars_only.height_dots, below.height_dots, both.height_dots) == (80, 104, 114)
    assert below.image.crop((0, 0, 576, 80)).tobytes() == bars_only.image.tobytes()
    assert below.image.crop((0, 80, 576, 104)).getextrema() == (0, 255)


@pytest.mark.parametrize(
    ("encode", "data"),
    [
        (lambda d: ean(d, 13), b"12"), (lambda d: ean(d, 13), b"6901234567890"), (lambda d: ean(d, 8), b"123456x"),
        (itf, b"123"), (itf, b""), (code39, b"abc"), (code39, b""), (code128, b"AB"), (code128, b"{A"),
        (code128, b"{Aa"), (code128, b"{C\x64"), (code128, b"{B\x01"), (code128, b"{"), (code128, b""),
    ],
)  # fmt: skip
def test_data_that_a_bar_code_cannot_hold_is_refused(encode, data):
    with pytest.raises(NotEncodable):
        encode(data)


def test_a_bar_code_that_cannot_be_printed_is_reported(slip_of):
    assert "digits" in slip_of(b"\x1dkC\x0269").faults[0]
    assert "dots wide" in slip_of(b"\x1dw\x06\x1dkE\x14" + b"A" * 20).faults[0]
    for system in NOT_DRAWN:
        assert "not in this printer" in slip_of(b"\x1dk" + bytes((system, 1)) + b"A").faults[0]
    assert set(BAR_CODES) | set(NOT_DRAWN) == set(range(65, 80))
