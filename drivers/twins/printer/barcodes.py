"""The bar codes of GS k that this printer draws, as modules written 1 (bar) and 0 (space), with their readable text.

Sources: ISO/IEC 15417 (Code 128), 15420 (EAN/UPC), 16388 (Code 39), 16390 (Interleaved 2 of 5).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from drivers.twins.printer.symbols import NotEncodable


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_EAN_ODD: Final = _words("0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011")
_EAN_PARITY: Final = _words("LLLLLL LLGLGG LLGGLG LLGGGL LGLLGG LGGLLG LGGGLL LGLGLG LGLGGL LGGLGL")
_ITF: Final = _words("00110 10001 01001 11000 00101 10100 01100 00011 10010 01010")
_CODE39_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%*"
_CODE39: Final = _words(
    "000110100 100100001 001100001 101100000 000110001 100110000 001110000 000100101 100100100 001100100 100001001 "
    "001001001 101001000 000011001 100011000 001011000 000001101 100001100 001001100 000011100 100000011 001000011 "
    "101000010 000010011 100010010 001010010 000000111 100000110 001000110 000010110 110000001 011000001 111000000 "
    "010010001 110010000 011010000 010000101 110000100 011000100 010101000 010100010 010001010 000101010 010010100"
)
_CODE128: Final = _words(
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112"
)
_START: Final[Mapping[str, int]] = {"A": 103, "B": 104, "C": 105}
_SWITCH: Final[Mapping[str, int]] = {"A": 101, "B": 100, "C": 99}
_FUNCTION: Final[Mapping[str, int]] = {"1": 102, "2": 97, "3": 96, "S": 98}
_STOP: Final = 106


def ean(data: bytes, digits: int) -> tuple[str, str]:
    """EAN-13, EAN-8 or UPC-A; the check digit is added, or verified when it is given."""
    text = _digits(data)
    if len(text) not in (digits - 1, digits):
        raise NotEncodable(f"{len(text)} digits, this bar code has {digits - 1} or {digits}")
    body = text[: digits - 1]
    check = -sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(body))) % 10
    if len(text) == digits and int(text[-1]) != check:
        raise NotEncodable(f"the check digit of {text} should be {check}")
    text = f"{body}{check}"
    if digits == 8:
        left = "".join(_EAN_ODD[int(d)] for d in text[:4])
        return f"101{left}01010{_ean_right(text[4:])}101", text
    full = text.zfill(13)  # UPC-A is EAN-13 with a leading nought
    parity = _EAN_PARITY[int(full[0])]
    left = "".join(
        _EAN_ODD[int(d)] if p == "L" else _ean_right(d)[::-1] for d, p in zip(full[1:7], parity, strict=True)
    )
    return f"101{left}01010{_ean_right(full[7:])}101", text


def itf(data: bytes) -> tuple[str, str]:
    text = _digits(data)
    if not text or len(text) % 2:
        raise NotEncodable("interleaved 2 of 5 takes an even number of digits")
    widths = "0000"
    for bar, space in zip(text[::2], text[1::2], strict=True):
        widths += "".join(b + s for b, s in zip(_ITF[int(bar)], _ITF[int(space)], strict=True))
    return _stripes([3 if wide == "1" else 1 for wide in widths + "100"]), text


def code39(data: bytes) -> tuple[str, str]:
    text = data.decode("latin-1").strip("*")
    if not text or any(c not in _CODE39_ALPHABET[:-1] for c in text):
        raise NotEncodable("Code 39 takes digits, capitals and - . $ / + % space")
    patterns = [_CODE39[_CODE39_ALPHABET.index(c)] for c in f"*{text}*"]
    return "0".join(_stripes([3 if wide == "1" else 1 for wide in p]) for p in patterns), text


def code128(data: bytes) -> tuple[str, str]:
    """Data as GS k takes it: it begins with {A, {B or {C; {{ is a brace; in set C one byte is two digits."""
    marks, text, code_set, at = [], "", "", 0
    while at < len(data):
        letter = data[at : at + 2].decode("latin-1")[1:] if data[at] == 0x7B else ""
        if letter in _START:
            marks.append(_SWITCH[letter] if code_set else _START[letter])
            code_set = letter
        elif not code_set:
            raise NotEncodable("Code 128 data must begin with {A, {B or {C")
        elif letter in _FUNCTION:
            marks.append((101 if code_set == "A" else 100) if letter == "4" else _FUNCTION[letter])
        else:
            value, shown = _code128_value(0x7B if letter == "{" else data[at], code_set)
            marks.append(value)
            text += shown
        at += 2 if letter and (letter in _START or letter in _FUNCTION or letter == "{") else 1
    if not text:
        raise NotEncodable("a Code 128 without data")
    check = (marks[0] + sum(place * mark for place, mark in enumerate(marks[1:], 1))) % 103
    return "".join(_stripes([int(w) for w in _CODE128[mark]]) for mark in [*marks, check, _STOP]), text


def _code128_value(code: int, code_set: str) -> tuple[int, str]:
    if code_set == "C" and code < 100:
        return code, f"{code:02}"
    if code_set == "B" and 0x20 <= code < 0x80:
        return code - 0x20, chr(code)
    if code_set == "A" and code < 0x60:
        return (code + 64, " ") if code < 0x20 else (code - 0x20, chr(code))
    raise NotEncodable(f"byte {code:02X} is not in code set {code_set} of Code 128")


def _digits(data: bytes) -> str:
    text = data.decode("latin-1")
    if not (text.isascii() and text.isdigit()):
        raise NotEncodable("this bar code takes digits only")
    return text


def _flip(modules: str) -> str:
    return modules.translate({ord("0"): "1", ord("1"): "0"})


def _ean_right(digits: str) -> str:
    return "".join(_flip(_EAN_ODD[int(d)]) for d in digits)


def _stripes(widths: list[int]) -> str:
    return "".join(("1" if place % 2 == 0 else "0") * width for place, width in enumerate(widths))


_Encoder = Callable[[bytes], tuple[str, str]]
BAR_CODES: Final[Mapping[int, tuple[str, _Encoder]]] = {
    65: ("UPC-A", lambda data: ean(data, 12)),
    67: ("EAN-13", lambda data: ean(data, 13)),
    68: ("EAN-8", lambda data: ean(data, 8)),
    69: ("CODE39", code39),
    70: ("ITF", itf),
    73: ("CODE128", code128),
}
NOT_DRAWN: Final[Mapping[int, str]] = {
    66: "UPC-E", 71: "CODABAR", 72: "CODE93", 74: "GS1-128", 75: "GS1 DataBar", 76: "GS1 DataBar truncated",
    77: "GS1 DataBar limited", 78: "GS1 DataBar expanded", 79: "CODE128 auto",
}  # fmt: skip
